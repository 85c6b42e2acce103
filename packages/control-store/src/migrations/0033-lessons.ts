import type { NumberedMigration } from './columns.ts'

/** Lessons of tenants, which of them watchlists send, and who is to receive one. */
export const lessons: NumberedMigration = {
  name: '0033-lessons',
  async up(db, { text, flag, serialKey }) {
    await db.schema
      .createTable('lesson')
      .addColumn('id', text, (column) => column.primaryKey().notNull())
      .addColumn('tenant_id', text, (column) => column.notNull().references('tenant.id'))
      .addColumn('title', text, (column) => column.notNull())
      .addColumn('description', text)
      .addColumn('subject', text, (column) => column.notNull())
      .addColumn('message', text, (column) => column.notNull())
      .addColumn('media_url', text)
      .addColumn('created_at', text, (column) => column.notNull())
      .addColumn('created_by', text, (column) => column.notNull())
      .addColumn('modified_at', text, (column) => column.notNull())
      .addColumn('modified_by', text, (column) => column.notNull())
      .addColumn('deleted_at', text)
      .execute()
    await db.schema
      .createTable('watchlist_lesson')
      .addColumn('watchlist_id', text, (column) => column.primaryKey().notNull().references('watchlist.id'))
      .addColumn('tenant_id', text, (column) => column.notNull().references('tenant.id'))
      .addColumn('lesson_id', text, (column) => column.notNull())
      .addColumn('method', text, (column) => column.notNull())
      .addColumn('since', text, (column) => column.notNull())
      .addColumn('looked_at', text, (column) => column.notNull())
      .addColumn('modified_at', text, (column) => column.notNull())
      .addColumn('modified_by', text, (column) => column.notNull())
      .execute()
    await db.schema
      .createTable('lesson_notification')
      .addColumn('seq', serialKey)
      .addColumn('id', text, (column) => column.notNull().unique())
      .addColumn('tenant_id', text, (column) => column.notNull().references('tenant.id'))
      .addColumn('lesson_id', text, (column) => column.notNull())
      .addColumn('method', text, (column) => column.notNull())
      .addColumn('trigger', text, (column) => column.notNull())
      .addColumn('actor_id', text)
      .addColumn('actor_name', text, (column) => column.notNull())
      .addColumn('rule_id', text)
      .addColumn('rule_name', text)
      .addColumn('alert_id', text)
      .addColumn('watchlist_id', text)
      .addColumn('file_name', text)
      .addColumn('destination', text)
      .addColumn('dismissed', flag, (column) => column.notNull())
      .addColumn('told', flag, (column) => column.notNull())
      .addColumn('sent_by', text)
      .addColumn('created_at', text, (column) => column.notNull())
      .addColumn('state', text, (column) => column.notNull())
      .addColumn('state_at', text, (column) => column.notNull())
      .addColumn('reason', text)
      .execute()
    await db.schema
      .createIndex('lesson_notification_state')
      .on('lesson_notification')
      .columns(['tenant_id', 'method', 'state', 'seq'])
      .execute()
    for (const column of ['created_at', 'actor_id', 'told'])
      await db.schema
        .createIndex(`lesson_notification_${column}`)
        .on('lesson_notification')
        .columns(['tenant_id', column])
        .execute()
  },
}
