import { sql } from 'kysely'
import type { Database } from './control-store.ts'

/** What caches are kept of: actors, and totals of lists of users and machines. */
export type Revised = 'actors' | 'user' | 'agent'

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
