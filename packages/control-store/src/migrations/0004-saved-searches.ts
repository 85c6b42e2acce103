import type { NumberedMigration } from './columns.ts'

export const savedSearches: NumberedMigration = {
  name: '0004-saved-searches',
  async up(db, { text, integer }) {
    await db.schema
      .createTable('saved_search')
      .addColumn('id', text, (column) => column.primaryKey().notNull())
      .addColumn('tenant_id', text, (column) => column.notNull().references('tenant.id'))
      .addColumn('name', text, (column) => column.notNull())
      .addColumn('notes', text)
      .addColumn('api_version', integer, (column) => column.notNull())
      .addColumn('definition', text, (column) => column.notNull())
      .addColumn('created_by_uid', text, (column) => column.notNull())
      .addColumn('created_by_username', text, (column) => column.notNull())
      .addColumn('created_at', text, (column) => column.notNull())
      .addColumn('modified_by_uid', text, (column) => column.notNull())
      .addColumn('modified_by_username', text, (column) => column.notNull())
      .addColumn('modified_at', text, (column) => column.notNull())
      .execute()
    await db.schema.createIndex('saved_search_name').on('saved_search').columns(['tenant_id', 'name']).execute()
  },
}
