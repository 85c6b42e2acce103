import type { ControlStore } from '@spillway/control-store'
import type { Route } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { NewId } from '../../platform/ids.ts'
import type { Audit } from '../audit/index.ts'
import { createActorAliases } from './aliases.ts'
import { createActorChanges } from './changes.ts'
import { accountNames, createCloudActors } from './cloud-actors.ts'
import { createActorFamilies } from './families.ts'
import { type ActorLookup, createActorLookup } from './lookup.ts'
import { createLookupRepository } from './lookup-repository.ts'
import { createActorRepository } from './repository.ts'
import { riskProfileRoutes } from './risk-profile-routes.ts'
import { actorRoutes } from './routes.ts'
import { createActorRows } from './rows.ts'
import { createActors } from './service.ts'

export type { ActorLookup, ActorQuestion } from './lookup.ts'
export type { KnownActor } from './lookup-repository.ts'

export interface ActorsModule {
  readonly routes: readonly Route[]
  /** From what an event tells of who did it to the actor. */
  readonly lookup: ActorLookup
}

interface Dependencies {
  readonly store: ControlStore
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
  readonly newId: NewId
  /** Tenant of the installation; called when something is looked up. */
  readonly tenantId: () => string
}

/** Actors: who is behind the names that events bear, and what the company knows of them. */
export const createActorsModule = ({ tenantId, ...dependencies }: Dependencies): ActorsModule => {
  const { store } = dependencies
  const cloud = createCloudActors(store)
  const { clock, newId } = dependencies
  const admit = async (names: readonly string[]) => {
    const accounts = accountNames(names)
    if (accounts.size > 0) await cloud.admit(tenantId(), accounts, newId, clock().toISOString())
  }
  const lookup = createActorLookup(createLookupRepository(store, tenantId), admit)
  const actors = createActors({ repository: createActorRepository(store), cloud, lookup })
  const parts = { ...dependencies, actors, rows: createActorRows(store) }
  const changes = createActorChanges(parts)
  const families = createActorFamilies(parts)
  const aliases = createActorAliases(parts)
  return {
    lookup,
    routes: [...actorRoutes({ actors, changes, families }), ...riskProfileRoutes({ actors, changes, aliases })],
  }
}
