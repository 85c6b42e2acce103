import type { Database } from '@spillway/control-store'
import { type Expression, type SqlBool, sql } from 'kysely'
import { createBlocks } from './blocks.ts'
import { createFollowing, type Followed } from './following.ts'
import type { Asked, ListKind, ListStore } from './kinds.ts'
import { type Access, accessOf, type Slice, totalNow } from './narrowing.ts'
import { fewestSkipped, pageByRank } from './ranks.ts'
import { isRare, mayBear, pageByNumber } from './texts.ts'

/** The ways in which pages of a list are come by. Each gives the same rows. */
export const createPages = <Filter, Order, Found>(store: ListStore, list: ListKind<Filter, Order, Found>) => {
  const { kind } = list
  const { db: root, dialect } = store
  const [blocks, following] = [createBlocks(store, kind), createFollowing(store, kind)]

  const accessFor = ({ narrowing, isDirect }: Asked<Filter>, order: Order, slice: Slice): Access =>
    isDirect ? 'rows' : accessOf(narrowing, slice, list.isOrderedByOrganization(order))

  const chosen = (conditions: Expression<SqlBool>, order: Expression<unknown>, limit: number, offset: unknown) =>
    sql<string>`(select ${sql.ref(`${kind}.uid`)} from ${sql.table(kind)} where ${conditions}
      order by ${order} limit ${limit} offset ${offset})`

  const forward = async (db: Database, asked: Asked<Filter>, slice: Slice, order: Order) => {
    const { filter, narrowing, phrase } = asked
    const direction = list.byNumber(order)
    if (phrase && direction)
      return pageByNumber(kind, phrase, list.conditions(filter, narrowing, 'rows'), direction, slice)
    const picks = phrase && (await isRare(db, kind, phrase)) ? mayBear(kind, phrase) : null
    const access = picks ? 'rows' : accessFor(asked, order, slice)
    const conditions = list.conditions(filter, narrowing, access)
    const all = picks ? sql<SqlBool>`${picks} and ${conditions}` : conditions
    return chosen(all, list.orderBy(order, false), slice.limit, slice.offset)
  }

  /** The same page counted from the end, the total being that of the very statement. */
  const backward = (asked: Asked<Filter>, { offset, limit }: Slice, order: Order) => {
    const { filter, narrowing } = asked
    const after = sql`${totalNow(root, dialect, narrowing)} - ${offset + limit}`
    const start = sql`${sql.raw(dialect === 'sqlite' ? 'max' : 'greatest')}(${after}, 0)`
    const access = accessFor(asked, order, { offset: narrowing.total - offset - limit, limit })
    return chosen(list.conditions(filter, narrowing, access), list.orderBy(order, true), limit, start)
  }

  const followedOf = ({ reach, filter, narrowing, isDirect }: Asked<Filter>, order: Order): Followed | null => {
    const [placing, settled] = [list.placingOf(order), list.settledBy(filter)]
    if (!placing || !settled || isDirect || !list.isFollowed(filter)) return null
    return {
      name: JSON.stringify([reach, settled, order]),
      isOrderedByOrganization: list.isOrderedByOrganization(order),
      isSearched: list.wishOf(filter).search !== undefined,
      conditions: (access) => list.conditions(filter, narrowing, access),
      ...{ narrowing, placing },
    }
  }

  return {
    /** Passing over all that stands before the page. */
    plainly: async (db: Database, asked: Asked<Filter>, slice: Slice, order: Order): Promise<Found[]> =>
      list.records(db, await forward(db, asked, slice, order), order),

    fromTheEnd: (asked: Asked<Filter>, slice: Slice, order: Order): Promise<Found[]> =>
      list.records(root, backward(asked, slice, order), order),

    /** By the blocks of the order; none where they do not tell, or need not. */
    byRank: async ({ filter, narrowing }: Asked<Filter>, slice: Slice, order: Order): Promise<Found[]> => {
      const [ranked, { tenantId, total, wish }] = [list.rankOf(order), narrowing]
      if (!ranked || slice.offset < fewestSkipped || slice.offset >= total) return []
      if (narrowing.organizations || !list.isTallied(filter)) return []
      const start = await blocks.startFor(ranked, tenantId, wish, slice)
      const conditions = list.conditions(filter, narrowing, 'order')
      return list.records(root, pageByRank(narrowing, ranked, conditions, slice, start), order)
    },

    /** From a place seen before, or in another way, which is then kept in mind. */
    followed: async (asked: Asked<Filter>, slice: Slice, order: Order, otherwise: () => Promise<Found[]>) => {
      const followed = followedOf(asked, order)
      if (!followed || (slice.offset < fewestSkipped && !followed.isSearched)) return otherwise()
      const known = following.page(followed, slice)
      const found = known ? await list.records(root, known.uids, order) : []
      const isFull = found.length === slice.limit
      if (!isFull && found.length > 0) following.leaveAlone(followed)
      const rows = isFull ? found : await otherwise()
      const places = rows.map((row) => list.placeOf(row, order))
      await following.learn(followed, slice, places, isFull ? known?.from : undefined)
      return rows
    },
  }
}
