import type { WatchlistType } from '@spillway/contract'
import type { ControlStore } from '@spillway/control-store'
import { chunksOf } from '../../platform/chunks.ts'
import type { History, Mark, Place, Reason } from './standing.ts'
import { overlap, type StoredStretch, stretchOf } from './stretch.ts'

/** Values bound in one statement at most. */
const chunk = 500

interface Found extends StoredStretch {
  readonly user_uid: string
  readonly watchlist_id: string
  readonly list_type: string
  readonly title: string | null
}

interface FoundPlace extends StoredStretch {
  readonly user_uid: string
  readonly id: string
  readonly name: string | null
}

interface FoundThrough extends Found {
  readonly place_from: string
  readonly place_to: string | null
}

/** Reads, for a handful of people at once, every reason that ever put them on a list or kept them off, and every place. */
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

  const departmentsOf = (uids: readonly string[]) =>
    db
      .selectFrom('department_membership as place')
      .innerJoin('department', 'department.id', 'place.department_id')
      .select(['place.user_uid', 'place.from_at', 'place.to_at', 'department.id', 'department.name'])
      .where('place.user_uid', 'in', uids)
      .execute()

  const groupsOf = (uids: readonly string[]) =>
    db
      .selectFrom('group_membership as place')
      .leftJoin('directory_group', 'directory_group.id', 'place.group_id')
      .select(['place.user_uid', 'place.from_at', 'place.to_at', 'place.group_id as id', 'directory_group.name'])
      .where('place.user_uid', 'in', uids)
      .orderBy('place.group_id')
      .execute()

  const readRules = async (uids: readonly string[], collect: Collector): Promise<void> => {
    const [named, departments, groups] = await Promise.all([byName(uids), byDepartment(uids), byGroup(uids)])
    for (const rule of named) collect.named(rule, rule.kind === 'excluded')
    for (const rule of [...departments, ...groups]) collect.through(rule)
  }

  const read = async (uids: readonly string[], collect: Collector): Promise<void> => {
    const [departments, groups] = await Promise.all([departmentsOf(uids), groupsOf(uids), readRules(uids, collect)])
    for (const place of departments) collect.place('department', place)
    for (const place of groups) collect.place('group', place)
  }

  return {
    /** Histories by user; whoever was never on a list has an empty one. */
    of: async (uids: readonly string[]): Promise<ReadonlyMap<string, History>> => {
      const collect = collector(uids)
      for (const some of chunksOf(uids, chunk)) await read(some, collect)
      return collect.histories
    },
  }
}

export type Histories = ReturnType<typeof createHistories>

type Collector = ReturnType<typeof collector>

const collector = (uids: readonly string[]) => {
  const empty = () => ({ inclusions: [] as Reason[], exclusions: [] as Reason[], places: [] as Place[] })
  const histories = new Map(uids.map((uid) => [uid, empty()]))
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
    place: (kind: Place['kind'], { user_uid, id, name, ...stretch }: FoundPlace): void => {
      histories.get(user_uid)?.places.push({ kind, id, name, ...stretchOf(stretch) })
    },
  }
}
