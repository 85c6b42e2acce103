import { type JudgedEvent, judgedFields } from '@spillway/detection'
import type { CompiledFilter } from '@spillway/event-store'
import type { Clock } from '../../platform/clock.ts'
import type { AlertTransaction } from '../alerts/index.ts'
import type { ActiveRules } from '../rules/index.ts'
import type { Cursor } from './cursor.ts'
import type { Effects } from './effects.ts'
import type { Judged } from './evaluate.ts'
import { type Lease, LeaseLost } from './lease.ts'
import { type Group, shownTo } from './shards.ts'

/** What detection needs of the event store: events in order of insertion, none of which can come late. */
export interface DetectionLog {
  follow(request: {
    readonly after: Cursor
    readonly until?: Cursor
    readonly limit: number
    readonly shown: CompiledFilter
    readonly fields: typeof judgedFields
  }): Promise<{
    readonly count: number
    /** Whether nothing of what was asked for lies behind. */
    readonly isEnd: boolean
    readonly events: readonly JudgedEvent[]
    readonly cursor: Cursor
  }>
}

interface Dependencies {
  readonly log: DetectionLog
  readonly lease: Lease
  readonly rules: ActiveRules
  readonly evaluate: (events: readonly JudgedEvent[], rules: Awaited<ReturnType<ActiveRules>>) => Promise<Judged>
  /** Keeps others off what is stored of some actors. */
  readonly lock: (within: AlertTransaction, actorKeys: readonly string[]) => Promise<void>
  readonly effects: Effects
  /** Told how many events of a step were judged by their receipt. */
  readonly onLate?: (events: number) => void
  readonly tenantId: () => string
  readonly clock: Clock
}

/** Events looked at in one step: what is held in memory does not grow with what waits. */
export const pageSize = 5_000
/** Looked at after steps that failed: what is too much for a statement, or for the time of one, is not too much for good. */
const smallestPage = 50

/**
 * One step: the next events of the log, judged; their effects and the place after them are stored together, so that a
 * crash before repeats the step and a crash after does not. Answers how many events it took, at least one where there may
 * be more to do.
 */
export const createStep = ({ log, lease, rules, evaluate, lock, effects, onLate, tenantId, clock }: Dependencies) => {
  let limit = pageSize
  const advance = async (group: Group): Promise<number> => {
    const { from, until, shards } = group
    const bounds = { after: from, ...(until && { until }) }
    const begun = clock()
    const page = await log.follow({ ...bounds, limit, shown: shownTo(shards), fields: judgedFields })
    const { count, events } = page
    const caughtUpAt = page.isEnd && until === null ? begun : null
    if (count === 0 && until === null) {
      await lease.noteCaughtUp(group, begun)
      return 0
    }
    const judged = await evaluate(events, await rules(tenantId()))
    // Nothing is left before the place where others stand: what was has expired.
    const to = count === 0 && until !== null ? until : page.cursor
    await lease.advance(group, { to, caughtUpAt }, async (within) => {
      await lock(
        within,
        judged.activities.map(({ actor }) => actor.key),
      )
      await effects(within, judged, clock(), tenantId())
    })
    onLate?.(judged.activities.filter(({ event }) => event.toldAt !== undefined).length)
    return Math.max(1, count)
  }
  return async (): Promise<number> => {
    const group = await lease.take()
    if (group === null) return 0
    try {
      const taken = await advance(group)
      limit = Math.min(pageSize, limit * 2)
      return taken
    } catch (error) {
      // Somebody else goes on with it; the rest is taken up again at once.
      if (error instanceof LeaseLost) return 1
      limit = Math.max(smallestPage, Math.floor(limit / 4))
      throw error
    }
  }
}
