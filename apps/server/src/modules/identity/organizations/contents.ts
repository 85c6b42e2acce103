import type { Database } from '@spillway/control-store'
import { sql } from 'kysely'
import { inChunks } from '../in-chunks.ts'
import type { Listed } from '../listing/narrowing.ts'

/** Rows of one organization each, by its uid. */
export const keyed = <Row extends { readonly uid: string | null }>(rows: readonly Row[]): ReadonlyMap<string, Row> =>
  new Map(rows.map((row) => [row.uid ?? '', row]))

const total = sql<number>`sum(amount)`.as('rows')

/** Users directly in organizations, as the tallies of lists have them. */
export const usersIn = async (db: Database, uids: readonly string[]) =>
  keyed(
    await inChunks(uids, (some) =>
      talliesIn(db, 'user', some)
        .select(['org_uid as uid', total, sql<number>`sum(amount * active)`.as('active')])
        .execute(),
    ),
  )

/** Machines of the users directly in organizations. */
export const machinesIn = async (db: Database, uids: readonly string[]) =>
  keyed(await inChunks(uids, (some) => talliesIn(db, 'agent', some).select(['org_uid as uid', total]).execute()))

const talliesIn = (db: Database, kind: Listed, uids: readonly string[]) =>
  db.selectFrom('listing_tally').where('kind', '=', kind).where('org_uid', 'in', uids).groupBy('org_uid')

/** Organizations directly under organizations. */
export const childrenOf = async (db: Database, uids: readonly string[]) =>
  keyed(
    await inChunks(uids, (some) =>
      db
        .selectFrom('organization')
        .where('parent_uid', 'in', some)
        .groupBy('parent_uid')
        .select(['parent_uid as uid', sql<number>`count(*)`.as('rows')])
        .execute(),
    ),
  )
