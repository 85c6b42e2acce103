import type { NumberedMigration } from './columns.ts'

export const audit: NumberedMigration = {
  name: '0005-audit',
  async up(db, { text, integer }) {
    await db.schema
      .createTable('audit_record')
      .addColumn('seq', integer, (column) => column.primaryKey().notNull())
      .addColumn('tenant_id', text, (column) => column.notNull())
      .addColumn('occurred_at', text, (column) => column.notNull())
      .addColumn('type', text, (column) => column.notNull())
      .addColumn('actor_id', text, (column) => column.notNull())
      .addColumn('actor_name', text, (column) => column.notNull())
      .addColumn('actor_type', text, (column) => column.notNull())
      .addColumn('actor_ip', text)
      .addColumn('record', text, (column) => column.notNull())
      .addColumn('previous_hash', text, (column) => column.notNull())
      .addColumn('hash', text, (column) => column.notNull().unique())
      .execute()
    await db.schema.createIndex('audit_record_occurred').on('audit_record').columns(['occurred_at', 'seq']).execute()
  },
}
