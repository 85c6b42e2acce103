import { type Kysely, sql } from 'kysely'
import type { ColumnTypes, NumberedMigration } from './columns.ts'

/** What an identity provider tells and asks for, and the indexes by which long lists stay quick. */
export const provisioning: NumberedMigration = {
  name: '0011-provisioning',
  async up(db, { text }) {
    await addColumns(db, text)
    await index(db, 'user_external_reference', 'user', ['tenant_id', 'external_reference'])
    await index(db, 'directory_group_external_reference', 'directory_group', ['tenant_id', 'external_reference'])
    await index(db, 'directory_profile_manager', 'directory_profile', ['manager_uid'])
    await sql`create index user_email_key on ${sql.table('user')} (tenant_id, lower(email))`.execute(db)
    await index(db, 'agent_active', 'agent', ['tenant_id', 'active', 'uid'])
    await index(db, 'agent_legacy', 'agent', ['tenant_id', 'legacy_id'])
  },
}

const addColumns = async (db: Kysely<unknown>, text: ColumnTypes['text']) => {
  await db.schema.alterTable('directory_profile').addColumn('display_name', text).execute()
  await db.schema.alterTable('directory_group').addColumn('org_uid', text).execute()
  await db.schema.alterTable('api_client').addColumn('org_uid', text).execute()
}

const index = (db: Kysely<unknown>, name: string, table: string, columns: string[]) =>
  db.schema.createIndex(name).on(table).columns(columns).execute()
