import type { Kysely } from 'kysely'
import type { ColumnTypes, NumberedMigration } from './columns.ts'

export const directory: NumberedMigration = {
  name: '0008-directory',
  async up(db, types) {
    await createDepartment(db, types)
    await createDirectoryProfile(db, types)
    await createDirectoryGroup(db, types)
    await createDirectoryGroupMember(db, types)
  },
}

const createDepartment = (db: Kysely<unknown>, { text }: ColumnTypes) =>
  db.schema
    .createTable('department')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('tenant_id', text, (column) => column.notNull().references('tenant.id'))
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('name_key', text, (column) => column.notNull())
    .addColumn('created_at', text, (column) => column.notNull())
    .addUniqueConstraint('department_name', ['tenant_id', 'name_key'])
    .execute()

const createDirectoryProfile = async (db: Kysely<unknown>, { text }: ColumnTypes) => {
  await db.schema
    .createTable('directory_profile')
    .addColumn('user_uid', text, (column) => column.primaryKey().notNull().references('user.uid'))
    .addColumn('department_id', text, (column) => column.references('department.id'))
    .addColumn('title', text)
    .addColumn('division', text)
    .addColumn('employment_type', text)
    .addColumn('manager_uid', text)
    .addColumn('locality', text)
    .addColumn('region', text)
    .addColumn('country', text)
    .addColumn('modified_at', text, (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex('directory_profile_department')
    .on('directory_profile')
    .columns(['department_id', 'user_uid'])
    .execute()
}

const createDirectoryGroup = (db: Kysely<unknown>, { text }: ColumnTypes) =>
  db.schema
    .createTable('directory_group')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('tenant_id', text, (column) => column.notNull().references('tenant.id'))
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('name_key', text, (column) => column.notNull())
    .addColumn('external_reference', text)
    .addColumn('created_at', text, (column) => column.notNull())
    .addColumn('modified_at', text, (column) => column.notNull())
    .addUniqueConstraint('directory_group_name', ['tenant_id', 'name_key'])
    .execute()

const createDirectoryGroupMember = async (db: Kysely<unknown>, { text }: ColumnTypes) => {
  await db.schema
    .createTable('directory_group_member')
    .addColumn('group_id', text, (column) => column.notNull().references('directory_group.id'))
    .addColumn('user_uid', text, (column) => column.notNull().references('user.uid'))
    .addPrimaryKeyConstraint('directory_group_member_key', ['group_id', 'user_uid'])
    .execute()
  await db.schema.createIndex('directory_group_member_user').on('directory_group_member').column('user_uid').execute()
}
