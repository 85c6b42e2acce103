import { type Expression, type SqlBool, sql } from 'kysely'
import { type Anchor, createAnchors } from './anchors.ts'
import { cameSince, isToldSince, type Mark, markNow } from './journal.ts'
import type { ListStore } from './kinds.ts'
import { accessOf, type Listed, type Narrowing, type Slice } from './narrowing.ts'
import { isBefore, isFrom, orderOf, type Place, type Placing, pageFrom } from './ranks.ts'

/** A list of which every change is noted in the journal: its order, and what it is narrowed by. */
export interface Followed {
  /** What tells the list from all others. */
  readonly name: string
  readonly narrowing: Narrowing
  readonly placing: Placing
  /** Whether the index of an organization has its rows in this order. */
  readonly isOrderedByOrganization: boolean
  /** Whether texts are looked for: nothing tells then how far apart the rows stand. */
  readonly isSearched: boolean
  readonly conditions: (access: 'order' | 'organization' | 'rows') => Expression<SqlBool>
}

/** Rows of an order in which as many as a page are looked for, where they may stand far apart. */
const window = 1024
/** From so far off, or with so many changes since, a nearer place is worth asking for the mark again. */
const nearEnough = 128

export type Following = ReturnType<typeof createFollowing>

/** Pages from places that were seen before, and have been followed through all changes since. */
export const createFollowing = ({ db }: Pick<ListStore, 'db'>, kind: Listed) => {
  const anchors = createAnchors()

  const nearest = ({ name, narrowing }: Followed, slice: Slice): Anchor | null =>
    narrowing.mark === null ? null : anchors.before(name, slice.offset, narrowing.mark)

  return {
    /** Uids of a page and where it was looked from; null where no such place is known. */
    page(list: Followed, slice: Slice): { readonly uids: Expression<string>; readonly from: Anchor } | null {
      const from = nearest(list, slice)
      if (!from) return null
      const { narrowing, placing } = list
      const ahead = { offset: slice.offset - from.position, limit: slice.limit }
      const access = accessOf(narrowing, ahead, list.isOrderedByOrganization)
      if (access === 'organization' && !(list.isOrderedByOrganization && narrowing.organizations?.length === 1))
        return null
      const moved = cameSince(kind, from.mark, sql`${list.conditions('rows')} and ${isBefore(kind, placing, from)}`)
      const standing = {
        skipped: sql`cast(${ahead.offset} as bigint) - ${moved}`,
        isThere: isToldSince(kind, from.mark),
      }
      const rows = list.isSearched ? windowFrom(kind, list, from) : sql.table(kind)
      const uids = pageFrom(kind, rows, placing, list.conditions(access), slice.limit, from, standing)
      return { uids, from }
    },

    /** The rows of a list stand too far apart to be found from a place. */
    leaveAlone: ({ name }: Followed): void => anchors.leaveAlone(name),

    /** Keeps in mind where a page begins and ends, if nothing has changed since its mark was read. */
    async learn(list: Followed, { offset, limit }: Slice, places: readonly Place[], from?: Anchor): Promise<void> {
      const { mark } = list.narrowing
      const [first, last] = [places[0], places.at(-1)]
      if (mark === null || !first || !last || places.length < limit) return
      if (anchors.isResting(list.name)) return
      if (from && offset - from.position < nearEnough && mark - from.mark < nearEnough) return
      if ((await markNow(db, kind)) !== mark) return
      anchors.learn(list.name, anchorOf(first, offset, mark))
      anchors.learn(list.name, anchorOf(last, offset + places.length - 1, mark))
    },
  }
}

const anchorOf = ({ key, number }: Place, position: number, mark: Mark): Anchor => ({ key, number, position, mark })

const windowFrom = (kind: Listed, { narrowing, placing }: Followed, from: Place): Expression<unknown> =>
  sql`(select * from ${sql.table(kind)} where ${sql.ref(`${kind}.tenant_id`)} = ${narrowing.tenantId}
    and ${isFrom(kind, placing, from)} order by ${orderOf(kind, placing)} limit ${window}) as ${sql.ref(kind)}`
