import type { NumberedMigration } from './columns.ts'

export const changes: NumberedMigration = {
  name: '0030-changes',
  async up(db, { text, integer }) {
    await db.schema
      .createTable('change_counter')
      .addColumn('tenant_id', text, (column) => column.primaryKey().notNull().references('tenant.id'))
      .addColumn('last', integer, (column) => column.notNull())
      .execute()
    for (const table of ['alert', 'session']) {
      await db.schema
        .alterTable(table)
        .addColumn('change', integer, (column) => column.notNull().defaultTo(0))
        .execute()
      await db.schema.createIndex(`${table}_change`).on(table).columns(['tenant_id', 'change', 'id']).execute()
    }
  },
}
