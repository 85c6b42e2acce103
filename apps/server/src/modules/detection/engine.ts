import type { FileEvent } from '@spillway/event-model'
import type { CompiledFilter } from '@spillway/event-store'
import type { Clock } from '../../platform/clock.ts'
import type { ActiveRules } from '../rules/index.ts'
import { candidates } from './candidates.ts'
import type { Effects } from './effects.ts'
import type { Judged } from './evaluate.ts'
import type { Cursor, Lease } from './lease.ts'

/** What detection needs of the event store: events in order of insertion, none of which can come late. */
export interface DetectionLog {
  feed(request: { after: Cursor; limit: number; shown: CompiledFilter }): Promise<{
    readonly events: AsyncIterable<Uint8Array>
    readonly manifest: { readonly count: number }
    readonly cursor: Cursor
  }>
}

interface Dependencies {
  readonly log: DetectionLog
  readonly lease: Lease
  readonly rules: ActiveRules
  readonly evaluate: (events: readonly FileEvent[], rules: Awaited<ReturnType<ActiveRules>>) => Promise<Judged>
  readonly effects: Effects
  readonly tenantId: () => string
  readonly clock: Clock
}

/** Events looked at in one step: what is held in memory does not grow with what waits. */
const pageSize = 2_000

/**
 * One step: the next events of the log, judged; their effects and the place after them are stored together, so that a
 * crash before repeats the step and a crash after does not. Answers how many events it took.
 */
export const createStep =
  ({ log, lease, rules, evaluate, effects, tenantId, clock }: Dependencies) =>
  async (): Promise<number> => {
    const from = await lease.take()
    if (from === null) return 0
    const page = await log.feed({ after: JSON.parse(from) as Cursor, limit: pageSize, shown: candidates })
    if (page.manifest.count === 0) return 0
    const events = await parsed(page.events)
    const judged = await evaluate(events, await rules(tenantId()))
    await lease.advance(from, page.cursor, (within) => effects(within, judged, clock(), tenantId()))
    return page.manifest.count
  }

const parsed = async (chunks: AsyncIterable<Uint8Array>): Promise<readonly FileEvent[]> => {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return JSON.parse(`[${Buffer.concat(parts).toString()}]`) as FileEvent[]
}
