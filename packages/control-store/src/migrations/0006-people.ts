import type { Kysely } from 'kysely'
import type { ColumnTypes, NumberedMigration } from './columns.ts'

export const people: NumberedMigration = {
  name: '0006-people',
  async up(db, types) {
    await widenOrganization(db, types)
    await widenUser(db, types)
    await createRole(db, types)
    await createUserRole(db, types)
    await placeExistingPeople(db as Kysely<Before>)
    await db.schema.alterTable('user').dropColumn('roles').execute()
  },
}

/** What this migration reads and writes of rows that were there before. */
interface Before {
  tenant: { id: string; registration_key: string }
  organization: {
    legacy_id: number
    tenant_id: string
    parent_uid: string | null
    path: string
    registration_key: string
  }
  user: { uid: string; roles: string; created_at: string }
  user_role: { user_uid: string; role_id: string; created_at: string }
}

const widenOrganization = async (db: Kysely<unknown>, { text, integer }: ColumnTypes) => {
  const add = (name: string, type: ColumnTypes['text'] | 'bigint', fallback?: string | number) =>
    db.schema
      .alterTable('organization')
      .addColumn(name, type, (column) => (fallback === undefined ? column : column.notNull().defaultTo(fallback)))
      .execute()
  await add('path', text, '/')
  for (const name of ['external_reference', 'notes', 'registration_key', 'deactivated_at', 'deactivated_with'])
    await add(name, text)
  for (const name of ['maximum_seats', 'maximum_bytes']) await add(name, integer, -1)
  await add('settings', text, '{}')
  await db.schema.createIndex('organization_path').on('organization').columns(['tenant_id', 'path']).execute()
  await db.schema
    .createIndex('organization_registration_key')
    .on('organization')
    .column('registration_key')
    .unique()
    .execute()
}

const widenUser = async (db: Kysely<unknown>, { text, integer, flag }: ColumnTypes) => {
  const add = (name: string, type: ColumnTypes['text'] | 'bigint' | 'integer', fallback?: string | number) =>
    db.schema
      .alterTable('user')
      .addColumn(name, type, (column) => (fallback === undefined ? column : column.notNull().defaultTo(fallback)))
      .execute()
  for (const name of [
    'external_reference',
    'notes',
    'password_reset_hash',
    'password_reset_expires_at',
    'deactivated_with',
  ])
    await add(name, text)
  await add('quota_bytes', integer, -1)
  for (const name of ['invited', 'password_reset']) await add(name, flag, 0)
  await add('licenses', text, '[]')
  await db.schema.createIndex('user_org').on('user').columns(['org_uid', 'legacy_id']).execute()
  await db.schema.createIndex('user_tenant').on('user').columns(['tenant_id', 'active', 'legacy_id']).execute()
}

const createRole = (db: Kysely<unknown>, { text, integer }: ColumnTypes) =>
  db.schema
    .createTable('role')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('legacy_id', integer, (column) => column.notNull().unique())
    .addColumn('tenant_id', text, (column) => column.notNull().references('tenant.id'))
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('name_key', text, (column) => column.notNull().unique())
    .addColumn('scope', text, (column) => column.notNull())
    .addColumn('permissions', text, (column) => column.notNull())
    .addColumn('created_at', text, (column) => column.notNull())
    .addColumn('modified_at', text, (column) => column.notNull())
    .execute()

const createUserRole = async (db: Kysely<unknown>, { text }: ColumnTypes) => {
  await db.schema
    .createTable('user_role')
    .addColumn('user_uid', text, (column) => column.notNull().references('user.uid'))
    .addColumn('role_id', text, (column) => column.notNull())
    .addColumn('created_at', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('user_role_key', ['user_uid', 'role_id'])
    .execute()
  await db.schema.createIndex('user_role_role').on('user_role').columns(['role_id', 'user_uid']).execute()
}

/** Until now there was one organization, and roles stood on the user by name. */
const placeExistingPeople = async (db: Kysely<Before>) => {
  for (const { id, registration_key } of await db.selectFrom('tenant').selectAll().execute()) {
    const root = db.updateTable('organization').where('tenant_id', '=', id).where('parent_uid', 'is', null)
    await root.set({ registration_key }).execute()
  }
  for (const { legacy_id } of await db.selectFrom('organization').select('legacy_id').execute()) {
    const path = legacy_id === 1 ? '/1/' : `/1/${legacy_id}/`
    await db.updateTable('organization').set({ path }).where('legacy_id', '=', legacy_id).execute()
  }
  for (const { uid, roles, created_at } of await db.selectFrom('user').select(['uid', 'roles', 'created_at']).execute())
    for (const name of JSON.parse(roles) as string[])
      await db
        .insertInto('user_role')
        .values({ user_uid: uid, role_id: slug(name), created_at })
        .execute()
}

const slug = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
