import { type Kysely, sql } from 'kysely'
import type { ColumnTypes, NumberedMigration } from './columns.ts'

/** Watchlists, and since when whoever a directory tells of has been where. */
export const watchlists: NumberedMigration = {
  name: '0015-watchlists',
  async up(db, types) {
    await createMemberships(db, types, 'department_membership', 'department_id')
    await createMemberships(db, types, 'group_membership', 'group_id')
    await startHistory(db)
    await createWatchlist(db, types)
    await createRule(db, types)
    await createChange(db, types)
  },
}

const createMemberships = async (db: Kysely<unknown>, { text }: ColumnTypes, table: string, place: string) => {
  await db.schema
    .createTable(table)
    .addColumn(place, text, (column) => column.notNull())
    .addColumn('user_uid', text, (column) => column.notNull().references('user.uid'))
    .addColumn('from_at', text, (column) => column.notNull())
    .addColumn('to_at', text)
    .execute()
  await db.schema.createIndex(`${table}_user`).on(table).column('user_uid').execute()
  await db.schema.createIndex(`${table}_place`).on(table).column(place).execute()
  await uniqueWhileOpen(db, table, [place, 'user_uid'])
}

const uniqueWhileOpen = (db: Kysely<unknown>, table: string, columns: readonly string[]) =>
  sql`create unique index ${sql.ref(`${table}_open`)} on ${sql.table(table)} (${sql.join(
    columns.map((column) => sql.ref(column)),
  )}) where to_at is null`.execute(db)

/** When those who are there joined was not kept; no list is older than this, so any earlier instant will do. */
const startHistory = async (db: Kysely<unknown>) => {
  await sql`insert into department_membership (user_uid, department_id, from_at)
    select user_uid, department_id, modified_at from directory_profile where department_id is not null`.execute(db)
  await sql`insert into group_membership (group_id, user_uid, from_at)
    select group_id, user_uid, created_at from directory_group_member
    join directory_group on directory_group.id = group_id`.execute(db)
}

const createWatchlist = async (db: Kysely<unknown>, { text }: ColumnTypes) => {
  await db.schema
    .createTable('watchlist')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('tenant_id', text, (column) => column.notNull().references('tenant.id'))
    .addColumn('list_type', text, (column) => column.notNull())
    .addColumn('title', text)
    .addColumn('description', text)
    .addColumn('created_at', text, (column) => column.notNull())
    .addColumn('modified_at', text, (column) => column.notNull())
    .addColumn('deleted_at', text)
    .execute()
  await sql`create unique index watchlist_type on watchlist (tenant_id, list_type)
    where deleted_at is null and list_type <> 'CUSTOM'`.execute(db)
}

const createRule = async (db: Kysely<unknown>, { text }: ColumnTypes) => {
  await db.schema
    .createTable('watchlist_rule')
    .addColumn('watchlist_id', text, (column) => column.notNull().references('watchlist.id'))
    .addColumn('kind', text, (column) => column.notNull())
    .addColumn('subject', text, (column) => column.notNull())
    .addColumn('label', text, (column) => column.notNull())
    .addColumn('from_at', text, (column) => column.notNull())
    .addColumn('to_at', text)
    .execute()
  await db.schema.createIndex('watchlist_rule_subject').on('watchlist_rule').columns(['subject', 'kind']).execute()
  await uniqueWhileOpen(db, 'watchlist_rule', ['watchlist_id', 'kind', 'subject'])
}

const createChange = (db: Kysely<unknown>, { text, serialKey }: ColumnTypes) =>
  db.schema
    .createTable('membership_change')
    .addColumn('seq', serialKey)
    .addColumn('changed_at', text, (column) => column.notNull())
    .execute()
