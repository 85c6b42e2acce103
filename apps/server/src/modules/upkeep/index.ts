import type { ControlStore } from '@spillway/control-store'
import type { Timing } from '@spillway/detection'
import type { Clock } from '../../platform/clock.ts'
import { detectionChores, otherChores, type Retention } from './chores.ts'
import { createKeeper, type Keeper } from './keeper.ts'
import { createTurns } from './turns.ts'

interface Dependencies {
  readonly store: Pick<ControlStore, 'db' | 'transaction'>
  readonly clock: Clock
  readonly tenantId: () => string
  /** Which times of events are believed. */
  readonly timing: Timing
  readonly retention: Retention
  /** Told how many rows of a table went. */
  readonly onDeleted: (table: string, rows: number) => void
  readonly onFailure: (error: unknown) => void
}

const pause = 10 * 60_000
const lookMilliseconds = 1_000

/** Upkeep: lets go of what nobody can need any more, so that the control store does not grow for good. */
export const createUpkeep = (dependencies: Dependencies): Keeper =>
  createKeeper({
    ...dependencies,
    chores: [...detectionChores(dependencies), ...otherChores(dependencies)],
    turns: createTurns({ ...dependencies, pause }),
    lookMilliseconds,
  })
