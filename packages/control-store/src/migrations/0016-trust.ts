import type { NumberedMigration } from './columns.ts'

export const trust: NumberedMigration = {
  name: '0016-trust',
  async up(db, { text, integer, flag }) {
    await db.schema
      .createTable('trusted_activity')
      .addColumn('tenant_id', text, (column) => column.notNull().references('tenant.id'))
      .addColumn('id', integer, (column) => column.notNull())
      .addColumn('type', text, (column) => column.notNull())
      .addColumn('value', text, (column) => column.notNull())
      .addColumn('value_hash', text, (column) => column.notNull())
      .addColumn('description', text)
      .addColumn('is_high_value_source', flag, (column) => column.notNull())
      .addColumn('actions', text, (column) => column.notNull())
      .addColumn('principal_type', text, (column) => column.notNull())
      .addColumn('principal_id', text, (column) => column.notNull())
      .addColumn('principal_name', text, (column) => column.notNull())
      .addColumn('created_at', text, (column) => column.notNull())
      .addColumn('updated_at', text, (column) => column.notNull())
      .addPrimaryKeyConstraint('trusted_activity_key', ['tenant_id', 'id'])
      .addUniqueConstraint('trusted_activity_value', ['tenant_id', 'type', 'value_hash'])
      .execute()
    await db.schema
      .createTable('trusted_activity_state')
      .addColumn('tenant_id', text, (column) => column.primaryKey().notNull().references('tenant.id'))
      .addColumn('revision', integer, (column) => column.notNull())
      .addColumn('last_id', integer, (column) => column.notNull())
      .execute()
  },
}
