import { type ActorProfile, emptyProfile, mergeProfiles } from '@spillway/detection'
import type { Profiles } from './repository.ts'

/** Profiles in memory. What the store does not have yet stays; of the rest, what was used last. */
export interface ProfileCache {
  /** Undefined where it is not in memory. Counts as use. */
  get(actorId: string): ActorProfile | undefined
  /** Takes in what is stored. */
  absorb(actorId: string, stored: ActorProfile): void
  has(actorId: string): boolean
  /** Takes in what was learned. */
  learn(actorId: string, learned: ActorProfile): void
  /** What was learned and is not stored. It stays in memory until `stored` or `failed` tells what became of it. */
  takeUnstored(): Profiles
  stored(actorId: string): void
  failed(): void
  figures(): { readonly profiles: number; readonly bytes: number; readonly unstored: number }
}

/** Beside its words: the object, its memory, the entry and the id. Measured; see docs/performance.md. */
const bytesBeside = 500

/** A cache that holds `capacity` bytes, more only where that much is not stored. */
export const createProfileCache = (capacity: number): ProfileCache => {
  const profiles = new Map<string, ActorProfile>()
  const unstored = new Set<string>()
  const beingStored = new Set<string>()
  let bytes = 0

  const put = (actorId: string, profile: ActorProfile): void => {
    const before = profiles.get(actorId)
    if (before) profiles.delete(actorId)
    profiles.set(actorId, profile)
    bytes += sizeOf(profile) - (before ? sizeOf(before) : 0)
  }
  const isKept = (actorId: string): boolean => unstored.has(actorId) || beingStored.has(actorId)
  /** Looks at each profile once at most: those that must stay become the most recent. */
  const shrink = (): void => {
    for (let left = profiles.size; bytes > capacity && left > 0; left--) {
      const [oldest] = profiles
      if (!oldest) return
      profiles.delete(oldest[0])
      if (isKept(oldest[0])) profiles.set(...oldest)
      else bytes -= sizeOf(oldest[1])
    }
  }

  return {
    has: (actorId) => profiles.has(actorId),
    get: (actorId) => {
      const profile = profiles.get(actorId)
      if (profile) put(actorId, profile)
      return profile
    },
    absorb: (actorId, stored) => {
      const known = profiles.get(actorId)
      put(actorId, known ? mergeProfiles(known, stored) : stored)
      shrink()
    },
    learn: (actorId, learned) => {
      const known = profiles.get(actorId)
      const joined = known ? mergeProfiles(known, learned) : learned
      if (joined === known) return
      put(actorId, joined)
      unstored.add(actorId)
      shrink()
    },
    takeUnstored: () => {
      const taken = new Map([...unstored].map((id) => [id, profiles.get(id) ?? emptyProfile]))
      for (const id of unstored) beingStored.add(id)
      unstored.clear()
      return taken
    },
    stored: (actorId) => beingStored.delete(actorId),
    failed: () => {
      for (const id of beingStored) unstored.add(id)
      beingStored.clear()
    },
    figures: () => ({ profiles: profiles.size, bytes, unstored: unstored.size + beingStored.size }),
  }
}

const sizeOf = (profile: ActorProfile): number => profile.byteLength + bytesBeside
