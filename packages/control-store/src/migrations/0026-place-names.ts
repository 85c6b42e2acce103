import { sql } from 'kysely'
import type { NumberedMigration } from './columns.ts'

/** Events name the places of their actors: another name changes what caches of memberships hold. */
export const placeNames: NumberedMigration = {
  name: '0026-place-names',
  async up(db, { dialect }) {
    const watch = dialect === 'postgres' ? watchOnPostgres : watchOnSqlite
    for (const table of ['department', 'directory_group']) await sql.raw(watch(table)).execute(db)
  },
}

const watchOnSqlite = (table: string) => `
  create trigger revise_memberships_${table}_name after update of name on ${table} begin
    insert into revision (name, writer, changes) values ('memberships', 0, 1)
      on conflict (name, writer) do update set changes = changes + 1;
  end`

const watchOnPostgres = (table: string) => `
  create trigger revise_memberships_${table}_name after update of name on ${table}
    for each statement execute function revise('memberships')`
