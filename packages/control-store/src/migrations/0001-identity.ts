import type { Kysely } from 'kysely'
import type { ColumnTypes, NumberedMigration } from './columns.ts'

export const identity: NumberedMigration = {
  name: '0001-identity',
  async up(db, types) {
    await createTenant(db, types)
    await createOrganization(db, types)
    await createUser(db, types)
    await createApiClient(db, types)
    await createSigningKey(db, types)
    await createRevokedToken(db, types)
    await createSetting(db, types)
  },
}

const createTenant = (db: Kysely<unknown>, { text }: ColumnTypes) =>
  db.schema
    .createTable('tenant')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('registration_key', text, (column) => column.notNull())
    .addColumn('created_at', text, (column) => column.notNull())
    .execute()

const createOrganization = (db: Kysely<unknown>, { text, integer, flag }: ColumnTypes) =>
  db.schema
    .createTable('organization')
    .addColumn('uid', text, (column) => column.primaryKey().notNull())
    .addColumn('legacy_id', integer, (column) => column.notNull().unique())
    .addColumn('guid', text, (column) => column.notNull().unique())
    .addColumn('tenant_id', text, (column) => column.notNull().references('tenant.id'))
    .addColumn('parent_uid', text, (column) => column.references('organization.uid'))
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('active', flag, (column) => column.notNull().defaultTo(1))
    .addColumn('blocked', flag, (column) => column.notNull().defaultTo(0))
    .addColumn('created_at', text, (column) => column.notNull())
    .addColumn('modified_at', text, (column) => column.notNull())
    .execute()

const createUser = (db: Kysely<unknown>, { text, integer, flag }: ColumnTypes) =>
  db.schema
    .createTable('user')
    .addColumn('uid', text, (column) => column.primaryKey().notNull())
    .addColumn('legacy_id', integer, (column) => column.notNull().unique())
    .addColumn('tenant_id', text, (column) => column.notNull().references('tenant.id'))
    .addColumn('org_uid', text, (column) => column.notNull().references('organization.uid'))
    .addColumn('username', text, (column) => column.notNull())
    .addColumn('username_key', text, (column) => column.notNull().unique())
    .addColumn('email', text, (column) => column.notNull())
    .addColumn('first_name', text)
    .addColumn('last_name', text)
    .addColumn('password_hash', text)
    .addColumn('totp_secret', text)
    .addColumn('totp_last_step', integer)
    .addColumn('roles', text, (column) => column.notNull())
    .addColumn('active', flag, (column) => column.notNull().defaultTo(1))
    .addColumn('blocked', flag, (column) => column.notNull().defaultTo(0))
    .addColumn('token_generation', integer, (column) => column.notNull().defaultTo(1))
    .addColumn('created_at', text, (column) => column.notNull())
    .addColumn('modified_at', text, (column) => column.notNull())
    .execute()

const createApiClient = (db: Kysely<unknown>, { text, integer, flag }: ColumnTypes) =>
  db.schema
    .createTable('api_client')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('tenant_id', text, (column) => column.notNull().references('tenant.id'))
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('description', text, (column) => column.notNull())
    .addColumn('secret_hash', text, (column) => column.notNull())
    .addColumn('permissions', text, (column) => column.notNull())
    .addColumn('disabled', flag, (column) => column.notNull().defaultTo(0))
    .addColumn('token_generation', integer, (column) => column.notNull().defaultTo(1))
    .addColumn('created_by', text)
    .addColumn('created_at', text, (column) => column.notNull())
    .addColumn('modified_at', text, (column) => column.notNull())
    .addColumn('last_used_at', text)
    .execute()

const createSigningKey = (db: Kysely<unknown>, { text }: ColumnTypes) =>
  db.schema
    .createTable('signing_key')
    .addColumn('kid', text, (column) => column.primaryKey().notNull())
    .addColumn('algorithm', text, (column) => column.notNull())
    .addColumn('private_jwk', text, (column) => column.notNull())
    .addColumn('public_jwk', text, (column) => column.notNull())
    .addColumn('created_at', text, (column) => column.notNull())
    .addColumn('retires_at', text, (column) => column.notNull())
    .addColumn('expires_at', text, (column) => column.notNull())
    .execute()

const createRevokedToken = async (db: Kysely<unknown>, { text }: ColumnTypes) => {
  await db.schema
    .createTable('revoked_token')
    .addColumn('jti', text, (column) => column.primaryKey().notNull())
    .addColumn('revoked_at', text, (column) => column.notNull())
    .addColumn('expires_at', text, (column) => column.notNull())
    .execute()
  await db.schema.createIndex('revoked_token_expires').on('revoked_token').column('expires_at').execute()
}

const createSetting = (db: Kysely<unknown>, { text }: ColumnTypes) =>
  db.schema
    .createTable('setting')
    .addColumn('name', text, (column) => column.primaryKey().notNull())
    .addColumn('value', text, (column) => column.notNull())
    .addColumn('modified_at', text, (column) => column.notNull())
    .execute()
