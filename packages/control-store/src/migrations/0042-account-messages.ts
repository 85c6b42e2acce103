import type { NumberedMigration } from './columns.ts'

/** Mail to users with which accounts become their own, and which wishes for it were looked at. */
export const accountMessages: NumberedMigration = {
  name: '0042-account-messages',
  async up(db, { text, integer, flag }) {
    await db.schema
      .createTable('account_message')
      .addColumn('id', text, (column) => column.primaryKey().notNull())
      .addColumn('user_uid', text, (column) => column.notNull().references('user.uid'))
      .addColumn('kind', text, (column) => column.notNull())
      .addColumn('recipient', text, (column) => column.notNull())
      .addColumn('state', text, (column) => column.notNull())
      .addColumn('attempts', integer, (column) => column.notNull())
      .addColumn('due_at', text, (column) => column.notNull())
      .addColumn('claim', text)
      .addColumn('problem', text)
      .addColumn('expires_at', text, (column) => column.notNull())
      .addColumn('created_at', text, (column) => column.notNull())
      .addColumn('settled_at', text)
      .execute()
    await db.schema.createIndex('account_message_due').on('account_message').columns(['state', 'due_at']).execute()
    await db.schema
      .createIndex('account_message_user')
      .on('account_message')
      .columns(['user_uid', 'created_at'])
      .execute()
    await db.schema
      .alterTable('password_reset_request')
      .addColumn('judged', flag, (column) => column.notNull().defaultTo(0))
      .execute()
  },
}
