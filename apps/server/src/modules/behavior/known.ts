import { type ActorProfile, emptyProfile } from '@spillway/detection'
import type { ProfileCache } from './cache.ts'
import type { BehaviorRepository, Profiles } from './repository.ts'

/** Profiles as this process knows them. */
export interface KnownProfiles {
  /** Of each actor, read from the store where it is not in memory. */
  of(actorIds: ReadonlySet<string>): Promise<Profiles>
  learn(learned: Profiles): void
}

export const createKnownProfiles = (
  cache: ProfileCache,
  repository: Pick<BehaviorRepository, 'load'>,
): KnownProfiles => ({
  of: async (actorIds) => {
    const missing = [...actorIds].filter((id) => !cache.has(id))
    const stored = missing.length > 0 ? await repository.load(missing) : null
    if (stored) for (const id of missing) cache.absorb(id, stored.get(id) ?? emptyProfile)
    const known = new Map<string, ActorProfile>()
    // What a full cache could not keep is in what was read.
    for (const id of actorIds) known.set(id, cache.get(id) ?? stored?.get(id) ?? emptyProfile)
    return known
  },
  learn: (learned) => {
    for (const [id, profile] of learned) cache.learn(id, profile)
  },
})
