import type { ControlStore, Database } from '@spillway/control-store'
import { type Expression, type SqlBool, sql } from 'kysely'
import type { Reach } from '../reach.ts'
import { createBlocks } from './blocks.ts'
import {
  type Access,
  accessOf,
  type Listed,
  type ListWish,
  type Narrowing,
  narrow,
  type Slice,
  totalNow,
} from './narrowing.ts'
import { fewestSkipped, pageByRank, type Ranked } from './ranks.ts'
import { countBearing, isRare, mayBear, pageByNumber, phraseOf } from './texts.ts'
import { createRememberedTotals } from './totals.ts'

export type ListStore = Pick<ControlStore, 'db' | 'dialect' | 'transaction'>

/** How one kind of rows is listed. */
export interface ListKind<Filter, Order, Found> {
  readonly kind: Listed
  readonly wishOf: (filter: Filter) => ListWish & { readonly search?: string | undefined }
  /** Whether organizations and flags are all that the filter asks for. */
  readonly isTallied: (filter: Filter) => boolean
  /** Whether the filter names something that an index leads to and few rows bear. */
  readonly isDirect: (filter: Filter) => boolean
  /** Whether few rows bear what only the rows tell; absent where nothing is so. */
  readonly isFew?: (filter: Filter, db: Database) => Promise<boolean>
  /** What else the total depends on when rows are all that it depends on; null when it changes with other things. */
  readonly settledBy: (filter: Filter) => object | null
  readonly isOrderedByOrganization: (order: Order) => boolean
  /** The direction when rows go by their numbers, null when by something else. */
  readonly byNumber: (order: Order) => 'asc' | 'desc' | null
  /** How the database counts rows in that order; null when it does not. */
  readonly rankOf: (order: Order) => Ranked | null
  readonly conditions: (filter: Filter, narrowing: Narrowing, access: Access) => Expression<SqlBool>
  /** Columns with their directions, or the opposite ones. */
  readonly orderBy: (order: Order, reversed: boolean) => Expression<unknown>
  /** The rows of the uids, in the order asked for. */
  readonly records: (db: Database, uids: Expression<string>, order: Order) => Promise<Found[]>
}

export type Listing<Filter, Order, Found> = ReturnType<typeof createListing<Filter, Order, Found>>

/** Pages and totals of lists. A page is chosen among narrow index entries, before anything is joined to its rows. */
export const createListing = <Filter, Order, Found>(store: ListStore, list: ListKind<Filter, Order, Found>) => {
  const { kind } = list
  const { db: root, dialect } = store
  const [blocks, totals] = [createBlocks(store, kind), createRememberedTotals(root, kind)]

  const narrowed = async (db: Database, reach: Reach, filter: Filter) => {
    const { search, ...wish } = list.wishOf(filter)
    const narrowing = await narrow(db, kind, reach, wish)
    const isDirect = list.isDirect(filter) || ((await list.isFew?.(filter, db)) ?? false)
    return { narrowing, isDirect, phrase: isDirect ? null : phraseOf(dialect, search, narrowing.total) }
  }
  type Narrowed = Awaited<ReturnType<typeof narrowed>>

  const accessFor = ({ narrowing, isDirect }: Narrowed, order: Order, slice: Slice): Access =>
    isDirect ? 'rows' : accessOf(narrowing, slice, list.isOrderedByOrganization(order))

  const chosen = (conditions: Expression<SqlBool>, order: Expression<unknown>, limit: number, offset: unknown) =>
    sql<string>`(select ${sql.ref(`${kind}.uid`)} from ${sql.table(kind)} where ${conditions}
      order by ${order} limit ${limit} offset ${offset})`

  const forward = async (db: Database, found: Narrowed, filter: Filter, slice: Slice, order: Order) => {
    const { narrowing, phrase } = found
    const direction = list.byNumber(order)
    if (phrase && direction)
      return pageByNumber(kind, phrase, list.conditions(filter, narrowing, 'rows'), direction, slice)
    const picks = phrase && (await isRare(db, kind, phrase)) ? mayBear(kind, phrase) : null
    const access = picks ? 'rows' : accessFor(found, order, slice)
    const conditions = list.conditions(filter, narrowing, access)
    const all = picks ? sql<SqlBool>`${picks} and ${conditions}` : conditions
    return chosen(all, list.orderBy(order, false), slice.limit, slice.offset)
  }

  /** None where the blocks do not tell, or need not: within a transaction they may lag behind what it changed. */
  const byRank = async (db: Database, { narrowing }: Narrowed, filter: Filter, slice: Slice, order: Order) => {
    const [ranked, { tenantId, total, wish }] = [list.rankOf(order), narrowing]
    if (!ranked || slice.offset < fewestSkipped || slice.offset >= total || db !== root) return []
    if (narrowing.organizations || !list.isTallied(filter)) return []
    const start = await blocks.startFor(ranked, tenantId, wish, slice)
    const conditions = list.conditions(filter, narrowing, 'order')
    return list.records(db, pageByRank(narrowing, ranked, conditions, slice, start), order)
  }

  /** The same page counted from the end, the total being that of the very statement. */
  const backward = (found: Narrowed, filter: Filter, { offset, limit }: Slice, order: Order) => {
    const { narrowing } = found
    const after = sql`${totalNow(root, dialect, narrowing)} - ${offset + limit}`
    const start = sql`${sql.raw(dialect === 'sqlite' ? 'max' : 'greatest')}(${after}, 0)`
    const access = accessFor(found, order, { offset: narrowing.total - offset - limit, limit })
    return chosen(list.conditions(filter, narrowing, access), list.orderBy(order, true), limit, start)
  }

  const page = async (reach: Reach, filter: Filter, slice: Slice, order: Order, db: Database = root) => {
    const found = await narrowed(db, reach, filter)
    const ranked = await byRank(db, found, filter, slice, order)
    if (ranked.length > 0) return ranked
    return list.records(db, await forward(db, found, filter, slice, order), order)
  }

  const count = async ({ narrowing, phrase, isDirect }: Narrowed, filter: Filter): Promise<number> => {
    if (phrase) return countBearing(root, kind, phrase, list.conditions(filter, narrowing, 'rows'))
    const access = isDirect ? 'rows' : narrowing.organizations ? 'organization' : 'order'
    const conditions = list.conditions(filter, narrowing, access)
    const question = sql<{ rows: number }>`select count(*) as rows from ${sql.table(kind)} where ${conditions}`
    return Number((await question.execute(root)).rows[0]?.rows)
  }

  const counted = async (reach: Reach, found: Narrowed, filter: Filter): Promise<number> => {
    if (list.isTallied(filter)) return found.narrowing.total
    const settled = found.isDirect ? null : list.settledBy(filter)
    return settled ? totals.of([reach, settled], () => count(found, filter)) : count(found, filter)
  }

  const ofTallied = async (found: Narrowed, filter: Filter, { offset, limit }: Slice, order: Order) => {
    const { total } = found.narrowing
    const slice = { offset, limit: Math.min(limit, total - offset) }
    if (slice.limit <= 0) return { rows: [], total }
    const rest = total - offset - slice.limit
    const ranked = rest < fewestSkipped ? [] : await byRank(root, found, filter, slice, order)
    if (ranked.length > 0) return { rows: ranked, total }
    const uids =
      rest < offset ? backward(found, filter, slice, order) : await forward(root, found, filter, slice, order)
    return { rows: await list.records(root, uids, order), total }
  }

  return {
    page,

    count: async (reach: Reach, filter: Filter): Promise<number> =>
      counted(reach, await narrowed(root, reach, filter), filter),

    /** A page and how many rows there are; a page that is not full tells by itself. */
    list: async (reach: Reach, filter: Filter, slice: Slice, order: Order) => {
      const found = await narrowed(root, reach, filter)
      if (list.isTallied(filter)) return ofTallied(found, filter, slice, order)
      const uids = slice.limit === 0 ? null : await forward(root, found, filter, slice, order)
      const rows = uids ? await list.records(root, uids, order) : []
      const tells = rows.length < slice.limit && (rows.length > 0 || slice.offset === 0)
      return { rows, total: tells ? slice.offset + rows.length : await counted(reach, found, filter) }
    },
  }
}
