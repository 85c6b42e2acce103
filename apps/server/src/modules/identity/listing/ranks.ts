import { type Expression, type SqlBool, sql } from 'kysely'
import type { Listed, Narrowing, Slice } from './narrowing.ts'

/** An order whose rows the database counts in blocks. */
export interface Ranked {
  /** Name of the order in the tally: `user.last_name`. */
  readonly list: string
  /** What rows are ordered by before their numbers; null when by their numbers alone. */
  readonly key: Expression<string> | null
  readonly descending: boolean
}

/** Passing over fewer rows than these is cheaper than adding up blocks. */
export const fewestSkipped = 1024

/** The first place of a block. */
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
  // A page counted from the end, the total being that of the very statement.
  const first = ranked.descending ? sql`${counted(sql`1 = 1`)} - ${end}` : sql`cast(${slice.offset} as bigint)`
  const isThere =
    start.number === 0 ? sql`1 = 1` : sql`exists (select 1 from listing_rank where ${all} and (key, number) = ${place})`
  // PostgreSQL goes along the index for a limit that it knows beforehand.
  return sql<string>`(with place as (
      select ${first} - ${counted(sql`(key, number) < ${place}`)} as skipped, case when ${isThere} then 1 else 0 end as is_there)
    select ${sql.ref(`${kind}.uid`)} from ${sql.table(kind)} where ${conditions} and ${isFromStart(kind, ranked, start)}
      and (select case when skipped < 0 then 0 else is_there end from place) = 1
    order by ${orderOf(kind, ranked)} limit ${slice.limit}
    offset (select case when skipped < 0 then 0 else skipped end from place))`
}

const flag = (name: 'active' | 'blocked', wish: boolean | undefined) =>
  wish === undefined ? sql`` : sql`and ${sql.ref(name)} = ${wish ? 1 : 0}`

/** The key by itself as well: SQLite seeks pairs among columns only. */
const isFromStart = (kind: Listed, { key }: Ranked, start: Place): Expression<SqlBool> => {
  const number = sql.ref(`${kind}.legacy_id`)
  if (!key) return sql<SqlBool>`${number} >= ${start.number}`
  return sql<SqlBool>`${key} >= ${start.key} and (${key}, ${number}) >= (${start.key}, ${start.number})`
}

const orderOf = (kind: Listed, { key }: Ranked) => {
  const number = sql.ref(`${kind}.legacy_id`)
  return key ? sql`${key}, ${number}` : number
}
