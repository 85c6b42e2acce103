import { readWatchlistsOfUser, watchlistsV1, watchlistsV2 } from '@spillway/contract'
import type { ControlStore } from '@spillway/control-store'
import { type Route, route } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { NewId } from '../../platform/ids.ts'
import type { Audit } from '../audit/index.ts'
import { createChanges } from './changes.ts'
import { createHistories } from './histories.ts'
import { createLists } from './lists.ts'
import { createListsRepository } from './lists-repository.ts'
import { createMembersRepository } from './members-repository.ts'
import { createMemberships, type Memberships } from './memberships.ts'
import { createQueries } from './queries.ts'
import { watchlistRoutes } from './routes.ts'
import { createRules } from './rules.ts'
import { createRulesRepository } from './rules-repository.ts'
import { createSubjects } from './subjects.ts'

export type { Memberships, MembershipView } from './memberships.ts'
export type { Mark } from './standing.ts'

const clearingMilliseconds = 60_000

interface Dependencies {
  readonly store: ControlStore
  readonly audit: Audit
  readonly clock: Clock
  readonly newId: NewId
  readonly onFailure: (error: unknown) => void
}

export interface WatchlistsModule {
  readonly routes: readonly Route[]
  /** For the enrichment of events: who was on which list, at the event's own time. */
  readonly memberships: Memberships
  start(): void
  stop(): Promise<void>
}

/** Watchlists, who is on them, and who was at any time. */
export const createWatchlistsModule = (dependencies: Dependencies): WatchlistsModule => {
  const { store, clock, onFailure } = dependencies
  const changes = createChanges(store, clock)
  const memberships = createMemberships({ histories: createHistories(store), changes })
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
  let timer: NodeJS.Timeout | undefined
  let clearing = Promise.resolve()
  return {
    memberships,
    routes: [
      ...watchlistRoutes(watchlistsV2, services),
      ...watchlistRoutes(watchlistsV1, services),
      route(readWatchlistsOfUser, async ({ params: { userId }, query }) => {
        const at = query.at === undefined ? clock() : new Date(query.at)
        const marks = (await memberships.of([userId])).at(userId, at)
        return { userId, at: at.toISOString(), watchlists: [...marks] }
      }),
    ],
    start() {
      timer = setInterval(() => {
        clearing = changes.clear().catch(onFailure)
      }, clearingMilliseconds)
      timer.unref()
    },
    stop() {
      clearInterval(timer)
      return clearing
    },
  }
}
