import { type Kysely, PostgresAdapter, sql } from 'kysely'
import type { ColumnTypes, NumberedMigration } from './columns.ts'

/** What is known of people beside their accounts, and a count of changes by which caches notice them. */
export const actors: NumberedMigration = {
  name: '0018-actors',
  async up(db, types) {
    await createActor(db, types)
    await createActorAlias(db, types)
    await createRevision(db, types)
    const watch = db.getExecutor().adapter instanceof PostgresAdapter ? watchOnPostgres : watchOnSqlite
    for (const [table, columns] of watched) await watch(db, table, columns)
  },
}

const createActor = async (db: Kysely<unknown>, { text }: ColumnTypes) => {
  await db.schema
    .createTable('actor')
    .addColumn('id', text, (column) => column.primaryKey().notNull().references('user.uid'))
    .addColumn('tenant_id', text, (column) => column.notNull().references('tenant.id'))
    .addColumn('parent_id', text, (column) => column.references('actor.id'))
    .addColumn('notes', text)
    .addColumn('start_date', text)
    .addColumn('end_date', text)
    .addColumn('modified_at', text, (column) => column.notNull())
    .execute()
  await db.schema.createIndex('actor_parent').on('actor').column('parent_id').execute()
}

const createActorAlias = async (db: Kysely<unknown>, { text }: ColumnTypes) => {
  await db.schema
    .createTable('actor_alias')
    .addColumn('tenant_id', text, (column) => column.notNull().references('tenant.id'))
    .addColumn('name_key', text, (column) => column.notNull())
    .addColumn('actor_id', text, (column) => column.notNull().references('user.uid'))
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('created_at', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('actor_alias_key', ['tenant_id', 'name_key'])
    .execute()
  await db.schema.createIndex('actor_alias_actor').on('actor_alias').column('actor_id').execute()
}

const createRevision = (db: Kysely<unknown>, { text, integer }: ColumnTypes) =>
  db.schema
    .createTable('revision')
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('writer', integer, (column) => column.notNull())
    .addColumn('changes', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('revision_key', ['name', 'writer'])
    .execute()

/** Tables, and the columns that tell whose an event is. */
const watched = [
  ['user', 'username_key, email'],
  ['actor', 'parent_id'],
  ['actor_alias', 'name_key, actor_id'],
] as const

const watchOnSqlite = async (db: Kysely<unknown>, table: string, columns: string) => {
  for (const [suffix, event] of eventsOf(columns))
    await sql
      .raw(
        `create trigger "revise_actors_${table}_${suffix}" after ${event} on "${table}" begin
           insert into revision (name, writer, changes) values ('actors', 0, 1)
             on conflict (name, writer) do update set changes = changes + 1;
         end`,
      )
      .execute(db)
}

/**
 * Every connection counts in a row of its own: one row for all would make each transaction wait for the others, and a
 * sequence would show the change before it is committed.
 */
const watchOnPostgres = async (db: Kysely<unknown>, table: string, columns: string) => {
  const body = `begin
    insert into revision (name, writer, changes) values ('actors', pg_backend_pid(), 1)
      on conflict (name, writer) do update set changes = revision.changes + 1;
    return null;
  end`
  await sql
    .raw(`create or replace function revise_actors() returns trigger language plpgsql as $$ ${body} $$`)
    .execute(db)
  for (const [suffix, event] of eventsOf(columns))
    await sql
      .raw(
        `create trigger "revise_actors_${table}_${suffix}" after ${event} on "${table}"
           for each statement execute function revise_actors()`,
      )
      .execute(db)
}

const eventsOf = (columns: string) =>
  [
    ['insert', 'insert'],
    ['update', `update of ${columns}`],
    ['delete', 'delete'],
  ] as const
