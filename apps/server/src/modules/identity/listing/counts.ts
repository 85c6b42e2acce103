import { sql } from 'kysely'
import { cameSince, markOf } from './journal.ts'
import type { Asked, ListKind, ListStore } from './kinds.ts'
import { bearing } from './texts.ts'
import { createRememberedTotals, type Marked } from './totals.ts'

/** How many rows a list has: told by tallies, remembered, or counted. */
export const createCounts = <Filter, Order, Found>({ db }: ListStore, list: ListKind<Filter, Order, Found>) => {
  const { kind } = list
  const totals = createRememberedTotals(db, kind)

  const markedTotal = async (total: unknown): Promise<Marked> => {
    const { rows } = await sql<Marked>`select ${total} as total, ${markOf(kind)} as mark`.execute(db)
    return { total: Number(rows[0]?.total), mark: Number(rows[0]?.mark) }
  }

  const count = ({ filter, narrowing, phrase, isDirect }: Asked<Filter>): Promise<Marked> => {
    const access = isDirect || phrase ? 'rows' : narrowing.organizations ? 'organization' : 'order'
    const conditions = list.conditions(filter, narrowing, access)
    const rows = phrase ? bearing(kind, phrase, conditions) : sql`${sql.table(kind)} where ${conditions}`
    return markedTotal(sql`(select count(*) from ${rows})`)
  }

  return async (asked: Asked<Filter>): Promise<number> => {
    const { reach, filter, narrowing, isDirect } = asked
    if (list.isTallied(filter)) return narrowing.total
    const settled = isDirect ? null : list.settledBy(filter)
    if (!settled) return (await count(asked)).total
    if (narrowing.mark === null || !list.isFollowed(filter))
      return totals.of([reach, settled], async () => (await count(asked)).total)
    return totals.follow([reach, settled], narrowing.mark, {
      count: () => count(asked),
      since: (mark) => markedTotal(cameSince(kind, mark, list.conditions(filter, narrowing, 'rows'))),
    })
  }
}
