import type { ControlStore } from '@spillway/control-store'
import type { Clock } from '../../platform/clock.ts'

interface Dependencies {
  readonly store: Pick<ControlStore, 'db'>
  readonly clock: Clock
  /** Between two turns of the same name, in milliseconds. */
  readonly pause: number
}

/**
 * Who looks after something next, among any number of processes: whoever moves its time on. What such a one leaves undone
 * when it dies is found at the next turn.
 */
export const createTurns = ({ store: { db }, clock, pause }: Dependencies) => {
  /** When to ask again, by name: what others have taken on is not asked for all the time. */
  const due = new Map<string, number>()

  const takeStored = async (name: string, now: Date): Promise<boolean> => {
    const next = { due_at: new Date(now.getTime() + pause).toISOString() }
    const made = await db
      .insertInto('upkeep_round')
      .values({ name, ...next })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .executeTakeFirst()
    if (Number(made.numInsertedOrUpdatedRows) > 0) return true
    const { numUpdatedRows } = await db
      .updateTable('upkeep_round')
      .set(next)
      .where('name', '=', name)
      .where('due_at', '<=', now.toISOString())
      .executeTakeFirst()
    return numUpdatedRows > 0n
  }

  return {
    /** Whether this process is the one to do it now. */
    take: async (name: string): Promise<boolean> => {
      const now = clock()
      if (now.getTime() < (due.get(name) ?? 0)) return false
      due.set(name, now.getTime() + pause)
      return takeStored(name, now)
    },
  }
}

export type Turns = ReturnType<typeof createTurns>
