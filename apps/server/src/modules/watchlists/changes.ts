import type { ControlStore } from '@spillway/control-store'
import type { Clock } from '../../platform/clock.ts'

/** How long a change is remembered at least. */
const keptMilliseconds = 10 * 60_000

export type Changes = ReturnType<typeof createChanges>

/** The log of committed changes to who is where, by which a cache knows whether it is still right. */
export const createChanges = ({ db }: ControlStore, clock: Clock) => ({
  /**
   * Differs after every committed change, on every node. A count alone would miss one that is cleared as another comes,
   * the highest number one that commits after a later one; what comes always has a higher number than what is cleared.
   */
  version: async (): Promise<string> => {
    const { rows, sum } = await db
      .selectFrom('membership_change')
      .select(({ fn }) => [fn.countAll().as('rows'), fn.sum('seq').as('sum')])
      .executeTakeFirstOrThrow()
    return `${rows}:${sum}`
  },

  /** Clears what is old, but never the newest. */
  clear: async (): Promise<void> => {
    const newest = db.selectFrom('membership_change').select(({ fn }) => fn.max('seq').as('seq'))
    await db
      .deleteFrom('membership_change')
      .where('changed_at', '<', new Date(clock().getTime() - keptMilliseconds).toISOString())
      .where('seq', '<', newest)
      .execute()
  },
})
