import { type Kysely, sql } from 'kysely'
import type { ColumnTypes, NumberedMigration } from './columns.ts'

/** Mail to users, notifications that are counted, and names of rules that are found in any letter case. */
export const telling: NumberedMigration = {
  name: '0042-telling',
  async up(db, types) {
    await createAccountMessage(db, types)
    // What was delivered is most of the table: it need not be passed over whenever metrics are read.
    await sql`create index notification_unsettled on notification (channel_id, state) where state <> 'delivered'`.execute(
      db,
    )
    await foldRuleNames(db as Kysely<Named>, types)
  },
}

/** Mail with which accounts become their users' own, and which wishes for it were looked at. */
const createAccountMessage = async (db: Kysely<unknown>, { text, integer, flag }: ColumnTypes) => {
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
}

interface Named {
  readonly alert_rule: { readonly id: string; readonly name: string; readonly name_key: string }
}

/** The stores fold other letters than each other, and none beyond ASCII by the collation that orders names alike. */
const foldRuleNames = async (db: Kysely<Named>, { text }: ColumnTypes) => {
  await db.schema
    .alterTable('alert_rule')
    .addColumn('name_key', text, (column) => column.notNull().defaultTo(''))
    .execute()
  for (const { id, name } of await db.selectFrom('alert_rule').select(['id', 'name']).execute())
    await db
      .updateTable('alert_rule')
      .set({ name_key: name.normalize('NFC').toLowerCase() })
      .where('id', '=', id)
      .execute()
}
