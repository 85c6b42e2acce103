import type { CreateTableBuilder, Kysely } from 'kysely'
import type { ColumnTypes, NumberedMigration } from './columns.ts'

export const machines: NumberedMigration = {
  name: '0007-machines',
  async up(db, types) {
    await widenAgent(db, types)
    await createDestination(db, types)
    await createBackupUsage(db, types)
    await createBackupUsageHistory(db, types)
  },
}

const widenAgent = async (db: Kysely<unknown>, { text, integer, flag }: ColumnTypes) => {
  const add = (name: string, type: ColumnTypes['text'] | 'bigint' | 'integer', fallback?: string | number) =>
    db.schema
      .alterTable('agent')
      .addColumn(name, type, (column) => (fallback === undefined ? column : column.notNull().defaultTo(fallback)))
      .execute()
  for (const name of optionalTexts) await add(name, text)
  for (const name of ['build_stamp', 'build_version']) await add(name, integer)
  for (const [name, fallback] of Object.entries(textsWithDefault)) await add(name, text, fallback)
  await add('deauthorized', flag, 0)
  await add('alert_state', integer, 0)
  await index(db, 'agent_name', ['tenant_id', 'name', 'uid'])
  await index(db, 'agent_connected', ['tenant_id', 'last_connected_at', 'uid'])
  await index(db, 'agent_serial', ['serial_number'])
}

const optionalTexts = [
  'health_modified_at',
  'os_arch',
  'address',
  'remote_address',
  'product_version',
  'machine_id',
  'serial_number',
  'external_reference',
  'notes',
  'settings',
  'upgrade_requested_at',
  'login_at',
  'deactivated_with',
]

const textsWithDefault = {
  health_issues: '[]',
  agent_type: 'CODE42AAT',
  service: '',
  java_version: '',
  time_zone: '',
  properties: '{}',
}

const index = (db: Kysely<unknown>, name: string, columns: string[]) =>
  db.schema.createIndex(name).on('agent').columns(columns).execute()

const createDestination = (db: Kysely<unknown>, { text, integer }: ColumnTypes) =>
  db.schema
    .createTable('destination')
    .addColumn('guid', text, (column) => column.primaryKey().notNull())
    .addColumn('legacy_id', integer, (column) => column.notNull().unique())
    .addColumn('tenant_id', text, (column) => column.notNull().references('tenant.id'))
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('name_key', text, (column) => column.notNull().unique())
    .addColumn('type', text, (column) => column.notNull())
    .addColumn('server_guid', text, (column) => column.notNull())
    .addColumn('server_name', text, (column) => column.notNull())
    .addColumn('created_at', text, (column) => column.notNull())
    .addColumn('modified_at', text, (column) => column.notNull())
    .execute()

const counters = [
  'selected_files',
  'selected_bytes',
  'todo_files',
  'todo_bytes',
  'archive_bytes',
  'billable_bytes',
  'send_rate_average',
  'completion_rate_average',
]

const withCounters = <Table extends string>(
  table: CreateTableBuilder<Table>,
  { integer }: ColumnTypes,
): CreateTableBuilder<Table> =>
  counters.reduce((built, name) => built.addColumn(name, integer, (column) => column.notNull().defaultTo(0)), table)

const createBackupUsage = async (db: Kysely<unknown>, types: ColumnTypes) => {
  const { text, flag } = types
  await withCounters(db.schema.createTable('backup_usage'), types)
    .addColumn('agent_uid', text, (column) => column.notNull().references('agent.uid'))
    .addColumn('destination_guid', text, (column) => column.notNull().references('destination.guid'))
    .addColumn('archive_guid', text, (column) => column.notNull().unique())
    .addColumn('archive_format', text, (column) => column.notNull().defaultTo('ARCHIVE_V2'))
    .addColumn('percent_complete', 'double precision', (column) => column.notNull().defaultTo(0))
    .addColumn('alert_state', types.integer, (column) => column.notNull().defaultTo(0))
    .addColumn('in_use', flag, (column) => column.notNull().defaultTo(1))
    .addColumn('last_backup_at', text)
    .addColumn('last_completed_backup_at', text)
    .addColumn('last_connected_at', text)
    .addColumn('last_maintenance_at', text)
    .addColumn('last_compact_at', text)
    .addColumn('created_at', text, (column) => column.notNull())
    .addColumn('modified_at', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('backup_usage_key', ['agent_uid', 'destination_guid'])
    .execute()
  await db.schema
    .createIndex('backup_usage_destination')
    .on('backup_usage')
    .columns(['destination_guid', 'agent_uid'])
    .execute()
}

const createBackupUsageHistory = (db: Kysely<unknown>, types: ColumnTypes) =>
  withCounters(db.schema.createTable('backup_usage_history'), types)
    .addColumn('agent_uid', types.text, (column) => column.notNull().references('agent.uid'))
    .addColumn('destination_guid', types.text, (column) => column.notNull().references('destination.guid'))
    .addColumn('day', types.text, (column) => column.notNull())
    .addColumn('last_completed_backup_at', types.text)
    .addColumn('last_connected_at', types.text)
    .addColumn('created_at', types.text, (column) => column.notNull())
    .addPrimaryKeyConstraint('backup_usage_history_key', ['agent_uid', 'destination_guid', 'day'])
    .execute()
