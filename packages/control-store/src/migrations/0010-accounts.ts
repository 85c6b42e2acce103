import type { Kysely } from 'kysely'
import type { ColumnTypes, NumberedMigration } from './columns.ts'

export const accounts: NumberedMigration = {
  name: '0010-accounts',
  async up(db, types) {
    await createPasswordResetRequest(db, types)
    await widenAgent(db, types)
  },
}

const createPasswordResetRequest = async (db: Kysely<unknown>, { text, integer }: ColumnTypes) => {
  await db.schema
    .createTable('password_reset_request')
    .addColumn('subject', text, (column) => column.primaryKey().notNull())
    .addColumn('requests', integer, (column) => column.notNull().defaultTo(1))
    .addColumn('requested_at', text, (column) => column.notNull())
    .addColumn('expires_at', text, (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex('password_reset_request_expires')
    .on('password_reset_request')
    .column('expires_at')
    .execute()
}

/** What agents report of themselves, and what they were told. */
const widenAgent = async (db: Kysely<unknown>, { text, integer }: ColumnTypes) => {
  const add = (name: string, type: ColumnTypes['text'] | 'bigint', fallback?: string | number) =>
    db.schema
      .alterTable('agent')
      .addColumn(name, type, (column) => (fallback === undefined ? column : column.notNull().defaultTo(fallback)))
      .execute()
  await add('watched_folders', text, '[]')
  for (const name of ['last_error', 'upgrade_delivered_at', 'upgrade_acknowledged_at', 'upgrade_outcome'])
    await add(name, text)
  await add('settings_revision', integer, 0)
  await add('settings_acknowledged', integer, 0)
}
