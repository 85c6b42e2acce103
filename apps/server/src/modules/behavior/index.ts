import type { ControlStore } from '@spillway/control-store'
import { createProfileCache } from './cache.ts'
import { type BatchBehavior, createBehaviorDesk } from './desk.ts'
import { createHorizon } from './horizon.ts'
import { createKnownProfiles } from './known.ts'
import { type ActivityLog, type ActorDesk, createLogReader } from './log.ts'
import { createBehaviorRepository } from './repository.ts'
import { createRounds } from './rounds.ts'
import { createUpkeep } from './upkeep.ts'

export type { ActorActivity, BatchBehavior } from './desk.ts'

interface Dependencies {
  readonly store: Pick<ControlStore, 'db'>
  readonly log: ActivityLog
  readonly actors: ActorDesk
  /** Number of this node. */
  readonly node: number
  readonly clock: () => Date
  /** Told of a round that failed; the next one makes up for it. */
  readonly onFailure: (error: unknown) => void
  /** Bytes of profiles in memory. */
  readonly capacity?: number
  /** Milliseconds between two rounds of upkeep. */
  readonly roundMilliseconds?: number
}

export interface BehaviorModule {
  /** Judges the events of batches. */
  readonly desk: { open(): BatchBehavior }
  figures(): { readonly profiles: number; readonly bytes: number; readonly unstored: number }
  /** `committed` is the number of the newest event that this process stored; null before any. */
  start(committed: () => number | null): void
  /** Does the upkeep that is due every few seconds now. */
  keepUp(): Promise<void>
  /** Stores what was learned. Ingest has stopped by then. */
  stop(): Promise<void>
}

const defaultCapacity = 128 * 1024 * 1024
/** What a crash leaves to be read again, and how far nodes fall behind each other, follows from it. */
const defaultRound = 5_000

/** What actors usually do: learned from the events that are stored, and held against those that come. */
export const createBehaviorModule = (dependencies: Dependencies): BehaviorModule => {
  const { capacity = defaultCapacity, roundMilliseconds = defaultRound, clock, onFailure } = dependencies
  let committed: () => number | null = () => null
  let learnedFromLog: number | null = null
  const horizon = createHorizon(() => (learnedFromLog === null ? 0 : Math.max(learnedFromLog, committed() ?? 0)))
  const stopping = new AbortController()
  const repository = createBehaviorRepository(dependencies)
  const cache = createProfileCache(capacity)
  const profiles = createKnownProfiles(cache, repository)
  const readLog = createLogReader({ ...dependencies, profiles, signal: stopping.signal })
  const upkeep = createUpkeep({ ...dependencies, cache, repository, horizon, readLog })
  const onCaughtUp = (position: number): void => {
    learnedFromLog = position
  }
  const rounds = createRounds({ upkeep, onCaughtUp, onFailure, milliseconds: roundMilliseconds })
  return {
    desk: createBehaviorDesk({ profiles, clock, horizon, isCaughtUp: rounds.isCaughtUp }),
    figures: cache.figures,
    start: (newest) => {
      committed = newest
      rounds.start()
    },
    keepUp: rounds.run,
    stop: () => {
      stopping.abort()
      return rounds.stop()
    },
  }
}
