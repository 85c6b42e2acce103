import type { Database } from '@spillway/control-store'
import { sql } from 'kysely'
import { pathEnd } from '../reach.ts'
import type { Dialect } from './narrowing.ts'

/**
 * Active users of the organization at `path` and those under it. On PostgreSQL the tallies are added up with the commit;
 * until then what a transaction changed stands beside them.
 */
export const activeUsersUnder = async (db: Database, dialect: Dialect, path: string): Promise<number> => {
  const within = sql`path >= ${path} and path < ${pathEnd(path)}`
  const sumOf = (table: string, condition: unknown) => sql`(select coalesce(sum(amount), 0) from ${sql.table(table)}
    join organization on organization.uid = org_uid
    where kind = 'user' and ${sql.table(table)}.active = 1 and ${within} and ${condition})`
  const tallied = sumOf('listing_tally', sql`true`)
  const changed = dialect === 'postgres' ? sumOf('listing_change', sql`writer = txid_current()`) : sql`0`
  const { rows } = await sql<{ users: number }>`select ${tallied} + ${changed} as users`.execute(db)
  return Number(rows[0]?.users)
}
