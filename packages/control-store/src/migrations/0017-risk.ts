import type { Kysely } from 'kysely'
import type { ColumnTypes, NumberedMigration } from './columns.ts'

export const risk: NumberedMigration = {
  name: '0017-risk',
  async up(db, types) {
    await createSettings(db, types)
    await createIndicators(db, types)
    await createFileNames(db, types)
  },
}

const createSettings = (db: Kysely<unknown>, { text, integer }: ColumnTypes) =>
  db.schema
    .createTable('risk_settings')
    .addColumn('tenant_id', text, (column) => column.primaryKey().notNull().references('tenant.id'))
    .addColumn('version', integer, (column) => column.notNull())
    .addColumn('trusted_addresses', text, (column) => column.notNull())
    .addColumn('modified_at', text, (column) => column.notNull())
    .execute()

const createIndicators = (db: Kysely<unknown>, { text, integer, flag }: ColumnTypes) =>
  db.schema
    .createTable('risk_indicator')
    .addColumn('tenant_id', text, (column) => column.notNull().references('tenant.id'))
    .addColumn('indicator_id', text, (column) => column.notNull())
    .addColumn('weight', integer)
    .addColumn('active', flag, (column) => column.notNull())
    .addPrimaryKeyConstraint('risk_indicator_key', ['tenant_id', 'indicator_id'])
    .execute()

const createFileNames = async (db: Kysely<unknown>, { text, integer, flag }: ColumnTypes) => {
  await db.schema
    .createTable('file_name_indicator')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('tenant_id', text, (column) => column.notNull().references('tenant.id'))
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('patterns', text, (column) => column.notNull())
    .addColumn('weight', integer, (column) => column.notNull())
    .addColumn('active', flag, (column) => column.notNull())
    .addColumn('modified_at', text, (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex('file_name_indicator_name')
    .unique()
    .on('file_name_indicator')
    .columns(['tenant_id', 'name'])
    .execute()
}
