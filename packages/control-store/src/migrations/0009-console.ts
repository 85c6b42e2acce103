import type { Kysely } from 'kysely'
import type { ColumnTypes, NumberedMigration } from './columns.ts'

export const console: NumberedMigration = {
  name: '0009-console',
  async up(db, types) {
    await widenOrganization(db, types)
    await createAccessLock(db, types)
  },
}

const widenOrganization = async (db: Kysely<unknown>, { text }: ColumnTypes) => {
  await db.schema
    .alterTable('organization')
    .addColumn('console_settings', text, (column) => column.notNull().defaultTo('{}'))
    .execute()
  await db.schema.alterTable('organization').addColumn('device_defaults', text).execute()
}

const createAccessLock = (db: Kysely<unknown>, { text, flag }: ColumnTypes) =>
  db.schema
    .createTable('access_lock')
    .addColumn('agent_uid', text, (column) => column.primaryKey().notNull().references('agent.uid'))
    .addColumn('locked', flag, (column) => column.notNull())
    .addColumn('passphrase', text, (column) => column.notNull())
    .addColumn('locked_by', text, (column) => column.notNull())
    .addColumn('unlocked_by', text)
    .addColumn('unlocked_at', text)
    .addColumn('created_at', text, (column) => column.notNull())
    .addColumn('modified_at', text, (column) => column.notNull())
    .execute()
