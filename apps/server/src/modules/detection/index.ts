import type { ControlStore } from '@spillway/control-store'
import type { Clock } from '../../platform/clock.ts'
import type { ActorLookup } from '../actors/index.ts'
import type { CommitSignal } from '../ingest/index.ts'
import type { ActiveRules } from '../rules/index.ts'
import type { Memberships } from '../watchlists/index.ts'
import { applyEffects } from './effects.ts'
import { createStep, type DetectionLog } from './engine.ts'
import { createEvaluator } from './evaluate.ts'
import { type Cursor, createLease } from './lease.ts'
import { createRunner } from './runner.ts'

export { type Attribute, type Attributed, createAttribution } from './circumstances.ts'

interface Dependencies {
  readonly store: Pick<ControlStore, 'db' | 'transaction'>
  readonly log: DetectionLog & { highestSequence(node: number): Promise<bigint> }
  readonly rules: ActiveRules
  readonly actors: ActorLookup
  readonly memberships: Memberships
  readonly commits: Pick<CommitSignal, 'wait'>
  readonly clock: Clock
  readonly tenantId: () => string
  /** This process. */
  readonly owner: string
  /** Whether no other process can be at work on these events. */
  readonly isAlone: boolean
  readonly onFailure: (error: unknown) => void
}

export interface DetectionModule {
  start(): void
  /** Finishes the step under way, and lets another process go on. */
  stop(): Promise<void>
}

const lookMilliseconds = { alone: 5_000, beside: 500 } as const

/** Detection: judges what was stored, and raises alerts. */
export const createDetectionModule = (dependencies: Dependencies): DetectionModule => {
  const { store, log, rules, commits, isAlone, onFailure } = dependencies
  const lease = createLease({ ...dependencies, force: isAlone, beginning: () => presentEnd(store, log) })
  const step = createStep({
    ...dependencies,
    rules,
    lease,
    evaluate: createEvaluator(dependencies),
    effects: applyEffects,
  })
  const runner = createRunner({
    step,
    wait: commits.wait,
    lookMilliseconds: isAlone ? lookMilliseconds.alone : lookMilliseconds.beside,
    onFailure,
  })
  return {
    start: runner.start,
    stop: async () => {
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
