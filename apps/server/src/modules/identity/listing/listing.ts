import type { Database } from '@spillway/control-store'
import type { Reach } from '../reach.ts'
import { createCounts } from './counts.ts'
import type { Asked, ListKind, ListStore } from './kinds.ts'
import { narrow, type Slice } from './narrowing.ts'
import { createPages } from './pages.ts'
import { fewestSkipped } from './ranks.ts'
import { phraseOf } from './texts.ts'

export type { ListKind, ListStore } from './kinds.ts'
export type Listing<Filter, Order, Found> = ReturnType<typeof createListing<Filter, Order, Found>>

/** Pages and totals of lists. A page is chosen among narrow index entries, before anything is joined to its rows. */
export const createListing = <Filter, Order, Found>(store: ListStore, list: ListKind<Filter, Order, Found>) => {
  const { db: root, dialect } = store
  const [pages, counted] = [createPages(store, list), createCounts(store, list)]

  const ask = async (db: Database, reach: Reach, filter: Filter): Promise<Asked<Filter>> => {
    const { search, ...wish } = list.wishOf(filter)
    const narrowing = await narrow(db, list.kind, reach, wish)
    const isDirect = list.isDirect(filter) || ((await list.isFew?.(filter, db)) ?? false)
    return { reach, filter, narrowing, isDirect, phrase: isDirect ? null : phraseOf(dialect, search, narrowing.total) }
  }

  const byRankOr = async (asked: Asked<Filter>, slice: Slice, order: Order, otherwise: () => Promise<Found[]>) => {
    const rows = await pages.byRank(asked, slice, order)
    return rows.length > 0 ? rows : otherwise()
  }

  /** Within a transaction, what tells of changes may lag behind what it changed itself. */
  const page = async (reach: Reach, filter: Filter, slice: Slice, order: Order, db: Database = root) => {
    const asked = await ask(db, reach, filter)
    const plainly = () => pages.plainly(db, asked, slice, order)
    if (db !== root) return plainly()
    return pages.followed(asked, slice, order, () => byRankOr(asked, slice, order, plainly))
  }

  const ofTallied = (asked: Asked<Filter>, { offset, limit }: Slice, order: Order): Promise<Found[]> => {
    const { total } = asked.narrowing
    const slice = { offset, limit: Math.min(limit, total - offset) }
    if (slice.limit <= 0) return Promise.resolve([])
    const rest = total - offset - slice.limit
    const fromNearerEnd = () =>
      rest < offset ? pages.fromTheEnd(asked, slice, order) : pages.plainly(root, asked, slice, order)
    if (rest < fewestSkipped) return fromNearerEnd()
    return pages.followed(asked, slice, order, () => byRankOr(asked, slice, order, fromNearerEnd))
  }

  const ofOthers = (asked: Asked<Filter>, slice: Slice, order: Order): Promise<Found[]> =>
    slice.limit === 0
      ? Promise.resolve([])
      : pages.followed(asked, slice, order, () => pages.plainly(root, asked, slice, order))

  return {
    page,

    count: async (reach: Reach, filter: Filter): Promise<number> => counted(await ask(root, reach, filter)),

    /** A page and how many rows there are; a page that is not full tells by itself. */
    list: async (reach: Reach, filter: Filter, slice: Slice, order: Order) => {
      const asked = await ask(root, reach, filter)
      if (list.isTallied(filter)) return { rows: await ofTallied(asked, slice, order), total: asked.narrowing.total }
      const rows = await ofOthers(asked, slice, order)
      const tells = rows.length < slice.limit && (rows.length > 0 || slice.offset === 0)
      return { rows, total: tells ? slice.offset + rows.length : await counted(asked) }
    },
  }
}
