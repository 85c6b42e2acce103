import { sql } from 'kysely'
import type { ControlStore, Database } from './control-store.ts'

/** What caches are kept of: whose an event is, who was on which watchlist, and totals of lists of users and machines. */
export type Revised = 'actors' | 'memberships' | 'user' | 'agent'

/**
 * Number of changes committed to what a cache holds, by whatever process: while it is the same, so are the rows.
 * Read it before the rows; a change in between then only makes the rows newer than the number.
 */
export const revisionOf = async (db: Database, name: Revised): Promise<number> => {
  const row = await db
    .selectFrom('revision')
    .where('name', '=', name)
    .select(({ ref }) => sql<number | string | null>`sum(${ref('changes')})`.as('changes'))
    .executeTakeFirstOrThrow()
  return Number(row.changes ?? 0)
}

/**
 * Adds up what connections counted that are no more: on PostgreSQL each counts in a row of its own, and every revision is
 * a sum over these rows. The sums stay as they are.
 */
export const foldRevisions = async ({ db, dialect }: Pick<ControlStore, 'db' | 'dialect'>): Promise<void> => {
  if (dialect !== 'postgres') return
  await sql`
    with gone as (
      delete from revision where writer <> 0 and writer not in (select pid from pg_stat_activity)
      returning name, changes
    )
    insert into revision (name, writer, changes) select name, 0, sum(changes) from gone group by name
    on conflict (name, writer) do update set changes = revision.changes + excluded.changes`.execute(db)
}
