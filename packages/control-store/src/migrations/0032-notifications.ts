import type { NumberedMigration } from './columns.ts'

export const notifications: NumberedMigration = {
  name: '0032-notifications',
  async up(db, { text, integer, flag }) {
    await db.schema
      .createTable('notification_channel')
      .addColumn('id', text, (column) => column.primaryKey().notNull())
      .addColumn('tenant_id', text, (column) => column.notNull().references('tenant.id'))
      .addColumn('name', text, (column) => column.notNull())
      .addColumn('kind', text, (column) => column.notNull())
      .addColumn('enabled', flag, (column) => column.notNull())
      .addColumn('target', text, (column) => column.notNull())
      .addColumn('filter', text, (column) => column.notNull())
      .addColumn('secret', text)
      .addColumn('previous_secret', text)
      .addColumn('previous_secret_until', text)
      .addColumn('created_at', text, (column) => column.notNull())
      .addColumn('created_by', text, (column) => column.notNull())
      .addColumn('modified_at', text, (column) => column.notNull())
      .addColumn('modified_by', text, (column) => column.notNull())
      .addUniqueConstraint('notification_channel_name', ['tenant_id', 'name'])
      .execute()
    await db.schema
      .createTable('notification')
      .addColumn('id', text, (column) => column.primaryKey().notNull())
      .addColumn('tenant_id', text, (column) => column.notNull().references('tenant.id'))
      .addColumn('channel_id', text, (column) => column.notNull())
      .addColumn('recipient', text)
      .addColumn('alert_id', text, (column) => column.notNull())
      .addColumn('message', text, (column) => column.notNull())
      .addColumn('state', text, (column) => column.notNull())
      .addColumn('attempts', integer, (column) => column.notNull())
      .addColumn('due_at', text, (column) => column.notNull())
      .addColumn('claim', text)
      .addColumn('waiting_since', text, (column) => column.notNull())
      .addColumn('last_attempt_at', text)
      .addColumn('problem', text)
      .addColumn('created_at', text, (column) => column.notNull())
      .addColumn('settled_at', text)
      .execute()
    await db.schema
      .createIndex('notification_due')
      .on('notification')
      .columns(['channel_id', 'state', 'due_at'])
      .execute()
    await db.schema
      .createIndex('notification_state')
      .on('notification')
      .columns(['tenant_id', 'state', 'created_at', 'id'])
      .execute()
  },
}
