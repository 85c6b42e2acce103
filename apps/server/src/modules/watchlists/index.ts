import { readWatchlistsOfUser, watchlistsV1, watchlistsV2 } from '@spillway/contract'
import { type ControlStore, revisionOf } from '@spillway/control-store'
import { type Route, route } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { NewId } from '../../platform/ids.ts'
import type { Audit } from '../audit/index.ts'
import type { ForgetIndicator } from '../risk/index.ts'
import { createHistories } from './histories.ts'
import { createJoins, type Joins } from './joins.ts'
import { createLists } from './lists.ts'
import { createListsRepository, type ListRow } from './lists-repository.ts'
import { createMembersRepository } from './members-repository.ts'
import { createMemberships, type Memberships } from './memberships.ts'
import { createQueries } from './queries.ts'
import { watchlistRoutes } from './routes.ts'
import { createRules } from './rules.ts'
import { createRulesRepository } from './rules-repository.ts'
import { createSubjects } from './subjects.ts'

export type { Join, Joins } from './joins.ts'
export type { Memberships, MembershipView } from './memberships.ts'
export type { Mark } from './standing.ts'

interface Dependencies {
  readonly store: ControlStore
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
  readonly newId: NewId
  /** Takes an indicator that is removed with its list out of alert rules. */
  readonly forgetIndicator?: ForgetIndicator
}

export type CustomList = Pick<ListRow, 'id' | 'title' | 'description'>

export interface WatchlistsModule {
  readonly routes: readonly Route[]
  /** For the enrichment of events: who was on which list, at the event's own time. */
  readonly memberships: Memberships
  /** For whoever follows who joins lists. */
  readonly joins: Joins
  /** The tenant's own lists, each of which is a risk indicator. */
  custom(tenantId: string): Promise<readonly CustomList[]>
}

/** Watchlists, who is on them, and who was at any time. */
export const createWatchlistsModule = (dependencies: Dependencies): WatchlistsModule => {
  const { store, clock } = dependencies
  const revision = () => revisionOf(store.db, 'memberships')
  const histories = createHistories(store)
  const memberships = createMemberships({ histories, revision })
  const [repository, ruleRows, subjects] = [
    createListsRepository(store),
    createRulesRepository(store),
    createSubjects(store),
  ]
  const lists = createLists({ ...dependencies, repository, rules: ruleRows })
  const rules = createRules({ ...dependencies, lists: repository, repository: ruleRows, subjects })
  const members = createMembersRepository(store)
  const queries = createQueries({ lists, rules: ruleRows, members, memberships, clock })
  const services = { lists, rules, queries, subjects }
  return {
    memberships,
    joins: createJoins({ store, histories, revision }),
    custom: repository.custom,
    routes: [
      ...watchlistRoutes(watchlistsV2, services),
      ...watchlistRoutes(watchlistsV1, services),
      route(readWatchlistsOfUser, async ({ params: { userId }, query }) => {
        const at = query.at === undefined ? clock() : new Date(query.at)
        const marks = (await memberships.of([userId])).at(userId, at)
        return { userId, at: at.toISOString(), watchlists: [...marks] }
      }),
    ],
  }
}
