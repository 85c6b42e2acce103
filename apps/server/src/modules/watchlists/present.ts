import type { WatchlistType, WatchlistVersion } from '@spillway/contract'
import type { ListRow } from './lists-repository.ts'
import type { Member } from './members-repository.ts'
import type { RuleKind, StandingRule } from './rules-repository.ts'

/** Open rules of one list by kind. */
export type RuleCounts = ReadonlyMap<RuleKind, number>

export const presentList = (list: ListRow, counts: RuleCounts, { people }: WatchlistVersion) => ({
  watchlistId: list.id,
  tenantId: list.tenant_id,
  listType: list.list_type as WatchlistType,
  title: list.title,
  description: list.description,
  stats: statsOf(counts, people),
})

/** Departments and groups cannot be excluded; the counts are published all the same. */
const statsOf = (counts: RuleCounts, people: WatchlistVersion['people']) => {
  const [included, excluded] = [counts.get('included') ?? 0, counts.get('excluded') ?? 0]
  const places = {
    includedDepartmentsCount: counts.get('department') ?? 0,
    includedDirectoryGroupsCount: counts.get('group') ?? 0,
  }
  if (people === 'users') return { includedUsersCount: included, excludedUsersCount: excluded, ...places }
  const noPlaces = { excludedDepartmentsCount: 0, excludedDirectoryGroupsCount: 0 }
  return { includedActorsCount: included, excludedActorsCount: excluded, ...places, ...noPlaces }
}

export const presentMember = ({ uid, username, since }: Member, { idKey, nameKey }: WatchlistVersion) => ({
  [idKey]: uid,
  [nameKey]: username,
  addedTime: since,
})

export const presentPerson = ({ subject, label, from_at }: StandingRule, { idKey, nameKey }: WatchlistVersion) => ({
  [idKey]: subject,
  [nameKey]: label,
  addedTime: from_at,
})

export const presentDepartment = ({ label, from_at }: StandingRule) => ({ name: label, addedTime: from_at })

export const presentGroup = ({ subject, label, from_at, isThere }: StandingRule) => ({
  groupId: subject,
  name: label,
  isDeleted: !isThere,
  addedTime: from_at,
})
