import type { NumberedMigration } from './columns.ts'

export const ingest: NumberedMigration = {
  name: '0003-ingest',
  async up(db, { text, integer }) {
    await db.schema
      .createTable('ingest_batch')
      .addColumn('key', text, (column) => column.primaryKey().notNull())
      .addColumn('caller_id', text, (column) => column.notNull())
      .addColumn('body_hash', text, (column) => column.notNull())
      .addColumn('status', text, (column) => column.notNull())
      .addColumn('node', integer, (column) => column.notNull().defaultTo(0))
      .addColumn('row_count', integer, (column) => column.notNull())
      .addColumn('stored_count', integer, (column) => column.notNull().defaultTo(0))
      .addColumn('first_seq', integer)
      .addColumn('last_seq', integer)
      .addColumn('result', text)
      .addColumn('created_at', text, (column) => column.notNull())
      .addColumn('expires_at', text, (column) => column.notNull())
      .execute()
    await db.schema.createIndex('ingest_batch_expires').on('ingest_batch').column('expires_at').execute()
    await db.schema.createIndex('ingest_batch_status').on('ingest_batch').columns(['status', 'created_at']).execute()
  },
}
