import type { WatchlistType } from '@spillway/contract'
import type { ControlStore } from '@spillway/control-store'
import type { History, Mark, Reason } from './standing.ts'
import { overlap, type StoredStretch, stretchOf } from './stretch.ts'

/** Values bound in one statement at most. */
const chunk = 500

interface Found extends StoredStretch {
  readonly user_uid: string
  readonly watchlist_id: string
  readonly list_type: string
  readonly title: string | null
}

interface FoundThrough extends Found {
  readonly place_from: string
  readonly place_to: string | null
}

/** Reads, for a handful of people at once, every reason that ever put them on a list or kept them off. */
export const createHistories = ({ db }: ControlStore) => {
  const rules = () =>
    db
      .selectFrom('watchlist_rule as rule')
      .innerJoin('watchlist', 'watchlist.id', 'rule.watchlist_id')
      .select(['rule.watchlist_id', 'rule.from_at', 'rule.to_at', 'watchlist.list_type', 'watchlist.title'])

  const byName = (uids: readonly string[]) =>
    rules()
      .select(['rule.subject as user_uid', 'rule.kind'])
      .where('rule.subject', 'in', uids)
      .where('rule.kind', 'in', ['included', 'excluded'])
      .execute()

  const byDepartment = (uids: readonly string[]) =>
    rules()
      .innerJoin('department_membership as place', 'place.department_id', 'rule.subject')
      .where('rule.kind', '=', 'department')
      .select(['place.user_uid', 'place.from_at as place_from', 'place.to_at as place_to'])
      .where('place.user_uid', 'in', uids)
      .execute()

  const byGroup = (uids: readonly string[]) =>
    rules()
      .innerJoin('group_membership as place', 'place.group_id', 'rule.subject')
      .where('rule.kind', '=', 'group')
      .select(['place.user_uid', 'place.from_at as place_from', 'place.to_at as place_to'])
      .where('place.user_uid', 'in', uids)
      .execute()

  const read = async (uids: readonly string[], collect: ReturnType<typeof collector>): Promise<void> => {
    const [named, departments, groups] = await Promise.all([byName(uids), byDepartment(uids), byGroup(uids)])
    for (const rule of named) collect.named(rule, rule.kind === 'excluded')
    for (const rule of [...departments, ...groups]) collect.through(rule)
  }

  return {
    /** Histories by user; whoever was never on a list has an empty one. */
    of: async (uids: readonly string[]): Promise<ReadonlyMap<string, History>> => {
      const collect = collector(uids)
      for (let start = 0; start < uids.length; start += chunk) await read(uids.slice(start, start + chunk), collect)
      return collect.histories
    },
  }
}

export type Histories = ReturnType<typeof createHistories>

const collector = (uids: readonly string[]) => {
  const histories = new Map(uids.map((uid) => [uid, { inclusions: [] as Reason[], exclusions: [] as Reason[] }]))
  const marks = new Map<string, Mark>()
  const markOf = ({ watchlist_id: watchlistId, list_type, title }: Found): Mark => {
    const mark = marks.get(watchlistId) ?? { watchlistId, listType: list_type as WatchlistType, title }
    marks.set(watchlistId, mark)
    return mark
  }
  return {
    histories,
    named: (rule: Found, isExclusion: boolean): void => {
      const history = histories.get(rule.user_uid)
      history?.[isExclusion ? 'exclusions' : 'inclusions'].push({ mark: markOf(rule), ...stretchOf(rule) })
    },
    through: (rule: FoundThrough): void => {
      const place = stretchOf({ from_at: rule.place_from, to_at: rule.place_to })
      const both = overlap(stretchOf(rule), place)
      if (both) histories.get(rule.user_uid)?.inclusions.push({ mark: markOf(rule), ...both })
    },
  }
}
