import { type ChoreDependencies, detectionChores, otherChores } from './chores.ts'
import { createKeeper, type Keeper } from './keeper.ts'
import { createTurns } from './turns.ts'

interface Dependencies extends ChoreDependencies {
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
