import { setTimeout as sleep } from 'node:timers/promises'
import type { Turns } from './turns.ts'

/** What one transaction removed, by table, and whether there may be more. */
export interface Removal {
  readonly deleted: Readonly<Record<string, number>>
  readonly isDone: boolean
}

/** Something that grows, and is kept small a bounded step at a time. A step may be repeated, cut short and left out. */
export interface Chore {
  readonly name: string
  step(): Promise<Removal>
}

interface Dependencies {
  readonly chores: readonly Chore[]
  readonly turns: Turns
  readonly onDeleted: (table: string, rows: number) => void
  readonly onFailure: (error: unknown) => void
  /** Between two looks at what is due, in milliseconds. */
  readonly lookMilliseconds: number
}

/** Rests after a step as long as it took, so that others come to the store, and no longer than this, in milliseconds. */
const longestRest = 1_000

/** Does chores when they are due, one after the other, until stopped. */
export const createKeeper = ({ chores, turns, onDeleted, onFailure, lookMilliseconds }: Dependencies) => {
  const ended = new AbortController()
  const { signal } = ended
  let running = Promise.resolve()

  const rest = (milliseconds: number): Promise<unknown> =>
    sleep(milliseconds, null, { signal, ref: false }).catch(() => null)

  const doWhole = async ({ step }: Chore): Promise<void> => {
    for (let isDone = false; !isDone && !signal.aborted; ) {
      const begun = performance.now()
      const removal = await step()
      for (const [table, rows] of Object.entries(removal.deleted)) if (rows > 0) onDeleted(table, rows)
      isDone = removal.isDone
      if (!isDone) await rest(Math.min(performance.now() - begun, longestRest))
    }
  }

  const look = async (): Promise<void> => {
    for (const chore of chores)
      try {
        if (!signal.aborted && (await turns.take(chore.name))) await doWhole(chore)
      } catch (error) {
        onFailure(error)
      }
  }

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      await look()
      await rest(lookMilliseconds)
    }
  }

  return {
    start: (): void => {
      running = run()
    },
    /** Finishes the step under way. */
    stop: async (): Promise<void> => {
      ended.abort()
      await running
    },
  }
}

export type Keeper = ReturnType<typeof createKeeper>
