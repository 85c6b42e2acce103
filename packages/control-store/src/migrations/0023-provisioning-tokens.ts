import type { NumberedMigration } from './columns.ts'

/** Tokens that identity providers keep for long, since most cannot buy short ones. */
export const provisioningTokens: NumberedMigration = {
  name: '0023-provisioning-tokens',
  async up(db, { text }) {
    await db.schema
      .createTable('provisioning_token')
      .addColumn('id', text, (column) => column.primaryKey().notNull())
      .addColumn('tenant_id', text, (column) => column.notNull().references('tenant.id'))
      .addColumn('name', text, (column) => column.notNull())
      .addColumn('secret_hash', text, (column) => column.notNull())
      .addColumn('org_uid', text, (column) => column.references('organization.uid'))
      .addColumn('expires_at', text)
      .addColumn('created_by', text)
      .addColumn('created_at', text, (column) => column.notNull())
      .addColumn('modified_at', text, (column) => column.notNull())
      .addColumn('last_used_at', text)
      .execute()
  },
}
