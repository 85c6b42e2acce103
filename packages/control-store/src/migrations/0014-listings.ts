import type { NumberedMigration } from './columns.ts'

/** Users in the order lists show them, so that a page reads its own rows and no others. */
export const listings: NumberedMigration = {
  name: '0014-listings',
  async up(db) {
    await db.schema.createIndex('user_listing').on('user').columns(['tenant_id', 'legacy_id']).execute()
  },
}
