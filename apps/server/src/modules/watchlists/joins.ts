import type { ControlStore } from '@spillway/control-store'
import { chunksOf } from '../../platform/chunks.ts'
import type { Histories } from './histories.ts'
import { memberSince } from './standing.ts'

/** Somebody who is on a list, and since when without a break. */
export interface Join {
  readonly userUid: string
  readonly since: Date
}

/** Who joined lists. */
export interface Joins {
  /** Number of changes committed to who is on which list: while it is the same, nobody joined. */
  revision(): Promise<number>
  /** Who is on a list at an instant, and joined it, by whatever reason, since another; a thousand people at a time. */
  since(watchlistId: string, from: Date, at: Date): AsyncIterable<readonly Join[]>
}

interface Dependencies {
  readonly store: Pick<ControlStore, 'db'>
  readonly histories: Histories
  readonly revision: () => Promise<number>
}

/** People whose histories are held at once. */
const chunk = 1_000

export const createJoins = ({ store: { db }, histories, revision }: Dependencies): Joins => {
  const rules = (watchlistId: string) =>
    db.selectFrom('watchlist_rule as rule').where('rule.watchlist_id', '=', watchlistId)

  /** Whom some rule, place or end of an exclusion may have brought onto the list since. */
  const candidates = async (watchlistId: string, from: string): Promise<readonly string[]> => {
    const named = rules(watchlistId)
      .select('rule.subject as uid')
      .where(({ eb, and, or }) =>
        or([
          and([eb('rule.kind', '=', 'included'), eb('rule.from_at', '>=', from)]),
          and([eb('rule.kind', '=', 'excluded'), eb('rule.to_at', '>=', from)]),
        ]),
      )
    const departments = rules(watchlistId)
      .innerJoin('department_membership as place', 'place.department_id', 'rule.subject')
      .select('place.user_uid as uid')
      .where('rule.kind', '=', 'department')
      .where(({ eb, or }) => or([eb('rule.from_at', '>=', from), eb('place.from_at', '>=', from)]))
    const groups = rules(watchlistId)
      .innerJoin('group_membership as place', 'place.group_id', 'rule.subject')
      .select('place.user_uid as uid')
      .where('rule.kind', '=', 'group')
      .where(({ eb, or }) => or([eb('rule.from_at', '>=', from), eb('place.from_at', '>=', from)]))
    const rows = await Promise.all([named.execute(), departments.execute(), groups.execute()])
    return [...new Set(rows.flat().map(({ uid }) => uid))].toSorted()
  }

  return {
    revision,
    since: async function* (watchlistId, from, at) {
      const uids = await candidates(watchlistId, from.toISOString())
      for (const some of chunksOf(uids, chunk)) {
        const known = await histories.of(some)
        yield [...known].flatMap(([userUid, history]) => {
          const since = memberSince(history, watchlistId, at.getTime())
          return since !== null && since >= from.getTime() ? [{ userUid, since: new Date(since) }] : []
        })
      }
    },
  }
}
