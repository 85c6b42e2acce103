import type { Kysely } from 'kysely'
import type { ColumnTypes, NumberedMigration } from './columns.ts'

export const agents: NumberedMigration = {
  name: '0002-agents',
  async up(db, types) {
    await createAgent(db, types)
    await createLossLedger(db, types)
    await createNode(db, types)
  },
}

const createAgent = async (db: Kysely<unknown>, { text, integer, flag }: ColumnTypes) => {
  await db.schema
    .createTable('agent')
    .addColumn('uid', text, (column) => column.primaryKey().notNull())
    .addColumn('legacy_id', integer, (column) => column.notNull().unique())
    .addColumn('tenant_id', text, (column) => column.notNull().references('tenant.id'))
    .addColumn('user_uid', text, (column) => column.references('user.uid'))
    .addColumn('user_email', text)
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('hostname', text)
    .addColumn('os_name', text)
    .addColumn('os_version', text)
    .addColumn('agent_version', text)
    .addColumn('key_hash', text, (column) => column.notNull())
    .addColumn('active', flag, (column) => column.notNull().defaultTo(1))
    .addColumn('blocked', flag, (column) => column.notNull().defaultTo(0))
    .addColumn('token_generation', integer, (column) => column.notNull().defaultTo(1))
    .addColumn('stream', text, (column) => column.notNull().defaultTo(''))
    .addColumn('next_expected', integer, (column) => column.notNull().defaultTo(1))
    .addColumn('health', text)
    .addColumn('spooled_events', integer)
    .addColumn('dropped_events', integer)
    .addColumn('created_at', text, (column) => column.notNull())
    .addColumn('modified_at', text, (column) => column.notNull())
    .addColumn('last_connected_at', text)
    .execute()
  await db.schema.createIndex('agent_user').on('agent').column('user_uid').execute()
}

const createLossLedger = async (db: Kysely<unknown>, { text, integer }: ColumnTypes) => {
  await db.schema
    .createTable('loss_ledger')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('agent_uid', text, (column) => column.notNull().references('agent.uid'))
    .addColumn('stream', text, (column) => column.notNull())
    .addColumn('first_missing', integer, (column) => column.notNull())
    .addColumn('last_missing', integer, (column) => column.notNull())
    .addColumn('count', integer, (column) => column.notNull())
    .addColumn('reason', text, (column) => column.notNull())
    .addColumn('detected_at', text, (column) => column.notNull())
    .addColumn('resolved_at', text)
    .execute()
  await db.schema
    .createIndex('loss_ledger_agent')
    .on('loss_ledger')
    .columns(['agent_uid', 'stream', 'first_missing'])
    .execute()
}

const createNode = (db: Kysely<unknown>, { text, integer }: ColumnTypes) =>
  db.schema
    .createTable('node')
    .addColumn('id', integer, (column) => column.primaryKey().notNull())
    .addColumn('name', text, (column) => column.notNull().unique())
    .addColumn('lease_owner', text)
    .addColumn('lease_expires_at', text)
    .addColumn('created_at', text, (column) => column.notNull())
    .execute()
