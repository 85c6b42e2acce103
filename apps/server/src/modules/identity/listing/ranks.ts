import { type Expression, type SqlBool, sql } from 'kysely'
import type { Dialect, Listed, Narrowing, Slice } from './narrowing.ts'

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

/**
 * Uids of a page anywhere in an order. Blocks are added up until the one in which the page begins, and only rows of that
 * one are passed over. All in one statement, so that blocks and rows are those of one instant.
 */
export const pageByRank = (
  dialect: Dialect,
  { kind, tenantId, wish }: Pick<Narrowing, 'kind' | 'tenantId' | 'wish'>,
  ranked: Ranked,
  conditions: Expression<SqlBool>,
  slice: Slice,
): Expression<string> => {
  const { first, limit } = ranked.descending ? fromEnd(dialect, slice) : fromStart(slice)
  const flags = [flag('active', wish.active), flag('blocked', wish.blocked)]
  return sql<string>`(with block as (
      select key, number, cast(sum(amount) as bigint) as amount from listing_rank
      where list = ${ranked.list} and tenant_id = ${tenantId} ${sql.join(flags, sql` `)} group by key, number),
    placed as (
      select key, number, cast(sum(amount) over (order by key, number) as bigint) - amount as rows_before from block),
    start as (
      select key, number, rows_before from placed where rows_before <= ${first} order by key desc, number desc limit 1)
    select ${sql.ref(`${kind}.uid`)} from ${sql.table(kind)} where ${conditions} and ${isFromStart(kind, ranked)}
    order by ${orderOf(kind, ranked)} limit ${limit} offset ${first} - coalesce((select rows_before from start), 0))`
}

const flag = (name: 'active' | 'blocked', wish: boolean | undefined) =>
  wish === undefined ? sql`` : sql`and ${sql.ref(name)} = ${wish ? 1 : 0}`

const fromStart = ({ offset, limit }: Slice) => ({ first: sql`cast(${offset} as bigint)`, limit: sql`${limit}` })

/** The same rows counted the other way, the total being that of the very statement. */
const fromEnd = (dialect: Dialect, { offset, limit }: Slice) => {
  const largest = sql.raw(dialect === 'sqlite' ? 'max' : 'greatest')
  const smallest = sql.raw(dialect === 'sqlite' ? 'min' : 'least')
  const rest = sql`(select coalesce(cast(sum(amount) as bigint), 0) from block) - cast(${offset} as bigint)`
  return {
    first: sql`${largest}(${rest} - cast(${limit} as bigint), 0)`,
    limit: sql`${largest}(${smallest}(${rest}, cast(${limit} as bigint)), 0)`,
  }
}

const startNumber = sql`(select number from start)`
/** Joined to nothing, a text of a table takes on no affinity, which would keep SQLite off an index of an expression. */
const startKey = sql`((select key from start) || '')`

/** The key by itself as well: SQLite seeks pairs among columns only. */
const isFromStart = (kind: Listed, { key }: Ranked): Expression<SqlBool> => {
  const number = sql.ref(`${kind}.legacy_id`)
  if (!key) return sql<SqlBool>`${number} >= ${startNumber}`
  return sql<SqlBool>`${key} >= ${startKey} and (${key}, ${number}) >= (${startKey}, ${startNumber})`
}

const orderOf = (kind: Listed, { key }: Ranked) => {
  const number = sql.ref(`${kind}.legacy_id`)
  return key ? sql`${key}, ${number}` : number
}
