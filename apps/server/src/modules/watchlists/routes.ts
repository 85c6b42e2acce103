import type { WatchlistFamily } from '@spillway/contract'
import { type Route, route } from '../../http/index.ts'
import type { Lists } from './lists.ts'
import type { ListRow } from './lists-repository.ts'
import { presentDepartment, presentGroup, presentList, presentMember, presentPerson } from './present.ts'
import type { Queries } from './queries.ts'
import type { Noun } from './refusals.ts'
import type { Rules } from './rules.ts'
import type { Subjects } from './subjects.ts'

interface Services {
  readonly lists: Lists
  readonly rules: Rules
  readonly queries: Queries
  readonly subjects: Subjects
}

/** One version of the watchlist API. */
export const watchlistRoutes = (family: WatchlistFamily, services: Services): readonly Route[] => [
  ...listRoutes(family, services),
  ...memberRoutes(family, services),
  ...peopleRoutes(family, 'included', services),
  ...peopleRoutes(family, 'excluded', services),
  ...departmentRoutes(family, services),
  ...groupRoutes(family, services),
]

const listRoutes = ({ lists: operations, version }: WatchlistFamily, { lists, queries }: Services): Route[] => {
  const present = async (list: ListRow) => presentList(list, await queries.countsOf(list), version)
  return [
    route(operations.list, async ({ caller, query: { page, pageSize, memberId } }) => {
      const ids = memberId === undefined ? null : await queries.listsOf(memberId)
      const found = await lists.list(caller, ids, (page - 1) * pageSize, pageSize)
      const counts = await queries.counts(found.lists)
      const watchlists = found.lists.map((list) => presentList(list, counts(list.id), version))
      return { watchlists, totalCount: found.totalCount }
    }),
    route(operations.create, async ({ caller, body }) => present(await lists.create(caller, body))),
    route(operations.read, async ({ caller, params }) => present(await lists.read(caller, params.watchlistId))),
    route(operations.update, async ({ caller, params, body, query }) =>
      present(await lists.update(caller, params.watchlistId, body, query.paths)),
    ),
    route(operations.remove, async ({ caller, params }) => {
      await lists.remove(caller, params.watchlistId)
      return {}
    }),
  ]
}

const nounOf = ({ version }: WatchlistFamily): Noun => (version.people === 'users' ? 'User' : 'Actor')

const memberRoutes = (family: WatchlistFamily, { queries }: Services): Route[] => {
  const { members: operations, version } = family
  return [
    route(operations.list, async ({ caller, params, query }) => {
      const { rows, totalCount } = await queries.members(caller, params.watchlistId, query)
      return { watchlistMembers: rows.map((member) => presentMember(member, version)), totalCount }
    }),
    route(operations.read, async ({ caller, params: { watchlistId, personId } }) =>
      presentMember(await queries.member(caller, watchlistId, personId, nounOf(family)), version),
    ),
  ]
}

const peopleRoutes = (family: WatchlistFamily, kind: 'included' | 'excluded', services: Services): Route[] => {
  const { queries, rules } = services
  const { [kind]: operations, version } = family
  const key = kind === 'included' ? version.includedKey : version.excludedKey
  const noun = nounOf(family)
  return [
    route(operations.list, async ({ caller, params, query }) => {
      const { rows, totalCount } = await queries.rules(caller, params.watchlistId, kind, query)
      return { [key]: rows.map((rule) => presentPerson(rule, version)), totalCount }
    }),
    route(operations.read, async ({ caller, params: { watchlistId, personId } }) =>
      presentPerson(await queries.rule(caller, watchlistId, kind, personId, noun), version),
    ),
    route(operations.add, async ({ caller, params: { watchlistId }, body }) => {
      await rules.add(caller, { watchlistId, kind, names: body.subjects, noun })
      return {}
    }),
    route(operations.remove, async ({ caller, params: { watchlistId }, body }) => {
      // The published client looks for these words, also in version 2, when it takes from the excluded.
      const named = kind === 'excluded' ? 'User' : noun
      await rules.remove(caller, { watchlistId, kind, names: body.subjects, noun: named })
      return {}
    }),
  ]
}

const departmentRoutes = (family: WatchlistFamily, { queries, rules, subjects }: Services): Route[] => {
  const { departments: operations } = family
  const [kind, noun] = ['department', nounOf(family)] as const
  return [
    route(operations.list, async ({ caller, params, query }) => {
      const { rows, totalCount } = await queries.rules(caller, params.watchlistId, kind, query)
      return { includedDepartments: rows.map(presentDepartment), totalCount }
    }),
    route(operations.read, async ({ caller, params: { watchlistId, department } }) => {
      const id = await subjects.departmentId(caller.tenantId, department)
      return presentDepartment(await queries.rule(caller, watchlistId, kind, id, 'Department'))
    }),
    route(operations.add, async ({ caller, params: { watchlistId }, body }) => {
      await rules.add(caller, { watchlistId, kind, names: body.subjects, noun })
      return {}
    }),
    route(operations.remove, async ({ caller, params: { watchlistId }, body }) => {
      await rules.remove(caller, { watchlistId, kind, names: body.subjects, noun })
      return {}
    }),
  ]
}

const groupRoutes = (family: WatchlistFamily, { queries, rules }: Services): Route[] => {
  const { groups: operations } = family
  const [kind, noun] = ['group', nounOf(family)] as const
  return [
    route(operations.list, async ({ caller, params, query }) => {
      const { rows, totalCount } = await queries.rules(caller, params.watchlistId, kind, query)
      return { includedDirectoryGroups: rows.map(presentGroup), totalCount }
    }),
    route(operations.read, async ({ caller, params: { watchlistId, groupId } }) =>
      presentGroup(await queries.rule(caller, watchlistId, kind, groupId, 'Directory group')),
    ),
    route(operations.add, async ({ caller, params: { watchlistId }, body }) => {
      await rules.add(caller, { watchlistId, kind, names: body.subjects, noun })
      return {}
    }),
    route(operations.remove, async ({ caller, params: { watchlistId }, body }) => {
      await rules.remove(caller, { watchlistId, kind, names: body.subjects, noun })
      return {}
    }),
  ]
}
