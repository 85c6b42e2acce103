import type { ControlStore } from '@spillway/control-store'
import type { Timing } from '@spillway/detection'
import type { Clock } from '../../platform/clock.ts'
import type { ActorLookup } from '../actors/index.ts'
import type { CommitSignal } from '../ingest/index.ts'
import type { ActiveRules } from '../rules/index.ts'
import type { Memberships } from '../watchlists/index.ts'
import { lockActors } from './actor-locks.ts'
import type { Cursor } from './cursor.ts'
import { applyEffects } from './effects.ts'
import { createStep, type DetectionLog, pageSize } from './engine.ts'
import { createEvaluator } from './evaluate.ts'
import { createLease } from './lease.ts'
import { createRunner } from './runner.ts'

export { type Attribute, type Attributed, createAttribution } from './circumstances.ts'
export { floorOf } from './floor.ts'

interface Dependencies {
  readonly store: Pick<ControlStore, 'db' | 'dialect' | 'transaction'>
  readonly log: DetectionLog & { highestSequence(node: number): Promise<bigint> }
  readonly rules: ActiveRules
  readonly actors: ActorLookup
  readonly memberships: Memberships
  /** Which times of events are believed. */
  readonly timing: Timing
  readonly commits: Pick<CommitSignal, 'wait'>
  readonly clock: Clock
  readonly tenantId: () => string
  /** This process. */
  readonly owner: string
  /** Whether no other process can be at work on these events. */
  readonly isAlone: boolean
  /** Told how many events of a step were judged by their receipt, for what they told was not believed. */
  readonly onLate: (events: number) => void
  readonly onFailure: (error: unknown) => void
}

export interface DetectionModule {
  start(): void
  /** Finishes the step under way, and lets another process go on. */
  stop(): Promise<void>
}

const renewMilliseconds = 1_500
const lookMilliseconds = { alone: 5_000, beside: 250 } as const

/** Detection: judges what was stored, and raises alerts. */
export const createDetectionModule = (dependencies: Dependencies): DetectionModule => {
  const { store, log, rules, commits, isAlone, onFailure } = dependencies
  const lease = createLease({ ...dependencies, beginning: () => presentEnd(store, log) })
  const step = createStep({
    ...dependencies,
    rules,
    lease,
    evaluate: createEvaluator(dependencies),
    lock: lockActors(store),
    effects: applyEffects,
  })
  const runner = createRunner({
    ...{ step, pageSize },
    wait: commits.wait,
    lookMilliseconds: isAlone ? lookMilliseconds.alone : lookMilliseconds.beside,
    onFailure,
  })
  let heartbeat: NodeJS.Timeout | undefined
  return {
    start: () => {
      // A renewal that fails is made up for by a later one, or the lease runs out and somebody else goes on.
      if (!isAlone) heartbeat = setInterval(() => void lease.renew().catch(() => undefined), renewMilliseconds)
      heartbeat?.unref()
      runner.start()
    },
    stop: async () => {
      clearInterval(heartbeat)
      await runner.stop()
      await lease.release()
    },
  }
}

/** An installation that is older than detection begins with what comes: its past raises no alerts. */
const presentEnd = async (
  { db }: Pick<ControlStore, 'db'>,
  log: Pick<Dependencies['log'], 'highestSequence'>,
): Promise<Cursor> => {
  const nodes = await db.selectFrom('node').select('id').orderBy('id').execute()
  const ends = await Promise.all(nodes.map(async ({ id }) => [id, await log.highestSequence(Number(id))] as const))
  return Object.fromEntries(ends.filter(([, end]) => end > 0n).map(([id, end]) => [String(id), String(end)]))
}
