import { sql } from 'kysely'
import type { NumberedMigration } from './columns.ts'

export const rules: NumberedMigration = {
  name: '0024-rules',
  async up(db, { text, integer, flag }) {
    await db.schema
      .createTable('alert_rule')
      .addColumn('id', text, (column) => column.primaryKey().notNull())
      .addColumn('tenant_id', text, (column) => column.notNull().references('tenant.id'))
      .addColumn('name', text, (column) => column.notNull())
      .addColumn('description', text, (column) => column.notNull())
      .addColumn('severity', text, (column) => column.notNull())
      .addColumn('family', text, (column) => column.notNull())
      .addColumn('enabled', flag, (column) => column.notNull())
      .addColumn('system', flag, (column) => column.notNull())
      .addColumn('source', text, (column) => column.notNull())
      .addColumn('watchlist_id', text)
      .addColumn('version', integer, (column) => column.notNull())
      .addColumn('definition', text, (column) => column.notNull())
      .addColumn('users', text, (column) => column.notNull())
      .addColumn('notifications', text, (column) => column.notNull())
      .addColumn('education', text)
      .addColumn('created_at', text, (column) => column.notNull())
      .addColumn('created_by', text, (column) => column.notNull())
      .addColumn('modified_at', text, (column) => column.notNull())
      .addColumn('modified_by', text, (column) => column.notNull())
      .addColumn('deleted_at', text)
      .execute()
    await sql`create unique index alert_rule_name on alert_rule (tenant_id, name) where deleted_at is null`.execute(db)
    await db.schema
      .createTable('alert_rule_version')
      .addColumn('rule_id', text, (column) => column.notNull().references('alert_rule.id'))
      .addColumn('version', integer, (column) => column.notNull())
      .addColumn('name', text, (column) => column.notNull())
      .addColumn('description', text, (column) => column.notNull())
      .addColumn('severity', text, (column) => column.notNull())
      .addColumn('family', text, (column) => column.notNull())
      .addColumn('definition', text, (column) => column.notNull())
      .addColumn('notifications', text, (column) => column.notNull())
      .addColumn('education', text)
      .addColumn('changed_at', text, (column) => column.notNull())
      .addColumn('changed_by', text, (column) => column.notNull())
      .addPrimaryKeyConstraint('alert_rule_version_key', ['rule_id', 'version'])
      .execute()
    await db.schema
      .createTable('alert_rule_state')
      .addColumn('tenant_id', text, (column) => column.primaryKey().notNull().references('tenant.id'))
      .addColumn('revision', integer, (column) => column.notNull())
      .execute()
  },
}
