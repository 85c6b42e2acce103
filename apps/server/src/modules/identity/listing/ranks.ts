import { type Expression, type SqlBool, sql } from 'kysely'
import type { Listed, Narrowing, Slice } from './narrowing.ts'

/** What the rows of a list are ordered by. */
export interface Placing {
  /** What rows are ordered by before their numbers; null when by their numbers alone. */
  readonly key: Expression<string> | null
  readonly descending: boolean
}

/** An order whose rows the database counts in blocks. */
export interface Ranked extends Placing {
  /** Name of the order in the tally: `user.last_name`. */
  readonly list: string
  /** Whether its blocks are given, and not divided as they grow. */
  readonly isFixed?: boolean
}

/** Passing over fewer rows than these is cheaper than adding up blocks. */
export const fewestSkipped = 1024

/** The place of a row: what it is ordered by, and its number. */
export interface Place {
  readonly key: string
  readonly number: number
}

/**
 * Uids of a page anywhere in an order: the blocks before `start` are added up, and only rows from there on are passed over.
 * All in one statement, so that blocks and rows are those of one instant. None when no block starts there any more, or it
 * starts behind the page.
 */
export const pageByRank = (
  { kind, tenantId, wish }: Pick<Narrowing, 'kind' | 'tenantId' | 'wish'>,
  ranked: Ranked,
  conditions: Expression<SqlBool>,
  slice: Slice,
  start: Place,
): Expression<string> => {
  const place = sql`(${start.key}, cast(${start.number} as bigint))`
  const all = sql`list = ${ranked.list} and tenant_id = ${tenantId}`
  const blocks = sql`listing_rank where ${all} ${flag('active', wish.active)} ${flag('blocked', wish.blocked)}`
  const counted = (condition: Expression<unknown>) =>
    sql`(select coalesce(cast(sum(amount) as bigint), 0) from ${blocks} and ${condition})`
  const end = sql`cast(${slice.offset + slice.limit} as bigint)`
  // The key by itself as well: SQLite compares pairs one by one.
  const before = counted(sql`key <= ${start.key} and (key, number) < ${place}`)
  const after = counted(sql`key >= ${start.key} and (key, number) >= ${place}`)
  // A page of a descending list is counted from the end, by what is there in the very statement.
  const skipped = ranked.descending ? sql`${after} - ${end}` : sql`cast(${slice.offset} as bigint) - ${before}`
  const isThere =
    start.number === 0
      ? sql<SqlBool>`1 = 1`
      : sql<SqlBool>`exists (select 1 from listing_rank where ${all} and (key, number) = ${place})`
  const upwards = { key: ranked.key, descending: false }
  return pageFrom(kind, sql.table(kind), upwards, conditions, slice.limit, start, {
    skipped,
    isThere,
  })
}

/** What a place was worth when the statement ran: rows to pass over from there, and whether that may be said at all. */
export interface Standing {
  readonly skipped: Expression<unknown>
  readonly isThere: Expression<SqlBool>
}

/** Uids of the rows that follow a place; none where it is not there, or the page begins before it. */
export const pageFrom = (
  kind: Listed,
  rows: Expression<unknown>,
  placing: Placing,
  conditions: Expression<SqlBool>,
  limit: number,
  start: Place,
  { skipped, isThere }: Standing,
): Expression<string> =>
  // PostgreSQL goes along the index for a limit that it knows beforehand; SQLite would work the place out at each mention.
  sql<string>`(with place as materialized (
      select ${skipped} as skipped, case when ${isThere} then 1 else 0 end as is_there)
    select ${sql.ref(`${kind}.uid`)} from ${rows} where ${conditions} and ${isFrom(kind, placing, start)}
      and (select case when skipped < 0 then 0 else is_there end from place) = 1
    order by ${orderOf(kind, placing)} limit ${limit}
    offset (select case when skipped < 0 then 0 else skipped end from place))`

const flag = (name: 'active' | 'blocked', wish: boolean | undefined) =>
  wish === undefined ? sql`` : sql`and ${sql.ref(name)} = ${wish ? 1 : 0}`

/** The key by itself as well: SQLite seeks pairs among columns only. */
export const isFrom = (kind: Listed, { key, descending }: Placing, start: Place): Expression<SqlBool> => {
  const [number, sign] = [sql.ref(`${kind}.legacy_id`), sql.raw(descending ? '<=' : '>=')]
  if (!key) return sql<SqlBool>`${number} ${sign} ${start.number}`
  return sql<SqlBool>`${key} ${sign} ${start.key} and (${key}, ${number}) ${sign} (${start.key}, ${start.number})`
}

export const isBefore = (kind: Listed, { key, descending }: Placing, start: Place): Expression<SqlBool> => {
  const [number, sign] = [sql.ref(`${kind}.legacy_id`), sql.raw(descending ? '>' : '<')]
  if (!key) return sql<SqlBool>`${number} ${sign} ${start.number}`
  return sql<SqlBool>`(${key}, ${number}) ${sign} (${start.key}, ${start.number})`
}

export const orderOf = (kind: Listed, { key, descending }: Placing): Expression<unknown> => {
  const direction = sql.raw(descending ? 'desc' : 'asc')
  const number = sql`${sql.ref(`${kind}.legacy_id`)} ${direction}`
  return key ? sql`${key} ${direction}, ${number}` : number
}
