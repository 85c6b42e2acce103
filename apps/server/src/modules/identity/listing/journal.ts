import type { Database } from '@spillway/control-store'
import { type Expression, type SqlBool, sql } from 'kysely'

export type Listed = 'user' | 'agent'

/**
 * The database notes every change of a row as one that goes, as it was, and one that comes, as it is, numbered in the order
 * of commits. What was counted at a mark, the number of the latest, is brought up to date by adding what came since.
 */
export type Mark = number

/** Entries that stand for certain; what is remembered from before them is of no use. */
const kept = 1000

const journal = (kind: Listed) => sql.table(`${kind}_journal`)

/** The mark as the statement that asks for it sees it. */
export const markOf = (kind: Listed): Expression<Mark> =>
  sql<Mark>`(select coalesce(max(seq), 0) from ${journal(kind)})`

export const markNow = async (db: Database, kind: Listed): Promise<Mark> => {
  const { rows } = await sql<{ mark: Mark }>`select ${markOf(kind)} as mark`.execute(db)
  return Number(rows[0]?.mark)
}

/** Rows that came since the mark less those that went; the conditions are those that rows themselves are asked for. */
export const cameSince = (kind: Listed, mark: Mark, conditions: Expression<SqlBool>): Expression<number> =>
  sql<number>`(select coalesce(sum(amount), 0) from ${journal(kind)} as ${sql.ref(kind)}
    where seq > ${mark} and ${conditions})`

/** Whether the journal tells everything since the mark. */
export const isToldSince = (kind: Listed, mark: Mark): Expression<SqlBool> =>
  sql<SqlBool>`${markOf(kind)} <= cast(${mark + kept} as bigint)`

/** So many changes are looked at more quickly than rows are passed over. */
export const isRecent = (mark: Mark, now: Mark): boolean => now - mark <= kept / 2
