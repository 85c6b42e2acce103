import { type Kysely, sql } from 'kysely'
import type { ColumnTypes, NumberedMigration } from './columns.ts'

/** Actors of cloud accounts, and a count of what changes who is on which watchlist beside that of actors. */
export const cloudActors: NumberedMigration = {
  name: '0021-cloud-actors',
  async up(db, types) {
    const { dialect } = types
    await createCloudActor(db, types)
    if (dialect === 'postgres') await run(db, procedure)
    for (const [name, table] of watched)
      for (const event of ['insert', 'update', 'delete'])
        await run(db, (dialect === 'postgres' ? watchOnPostgres : watchOnSqlite)(name, table, event))
  },
}

const createCloudActor = async (db: Kysely<unknown>, { text }: ColumnTypes) => {
  await db.schema
    .createTable('cloud_actor')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('tenant_id', text, (column) => column.notNull().references('tenant.id'))
    .addColumn('name_key', text, (column) => column.notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('parent_id', text)
    .addColumn('notes', text)
    .addColumn('start_date', text)
    .addColumn('end_date', text)
    .addColumn('seen_at', text, (column) => column.notNull())
    .addColumn('modified_at', text, (column) => column.notNull())
    .addUniqueConstraint('cloud_actor_name', ['tenant_id', 'name_key'])
    .execute()
  await db.schema.createIndex('cloud_actor_parent').on('cloud_actor').column('parent_id').execute()
  await db.schema.createIndex('cloud_actor_seen').on('cloud_actor').columns(['tenant_id', 'seen_at', 'id']).execute()
}

/** What is counted under which name. */
const watched = [
  ['actors', 'cloud_actor'],
  ['memberships', 'watchlist'],
  ['memberships', 'watchlist_rule'],
  ['memberships', 'department_membership'],
  ['memberships', 'group_membership'],
] as const

const run = (db: Kysely<unknown>, statement: string) => sql.raw(statement).execute(db)

const watchOnSqlite = (name: string, table: string, event: string) => `
  create trigger revise_${name}_${table}_${event} after ${event} on ${table} begin
    insert into revision (name, writer, changes) values ('${name}', 0, 1)
      on conflict (name, writer) do update set changes = changes + 1;
  end`

/** Every connection counts in a row of its own, so that no transaction waits for another. */
const procedure = `
  create function revise() returns trigger language plpgsql set search_path from current as $$ begin
    insert into revision (name, writer, changes) values (tg_argv[0], pg_backend_pid(), 1)
      on conflict (name, writer) do update set changes = revision.changes + 1;
    return null;
  end $$`

const watchOnPostgres = (name: string, table: string, event: string) => `
  create trigger revise_${name}_${table}_${event} after ${event} on ${table}
    for each statement execute function revise('${name}')`
