import type { FileEvent } from '@spillway/event-model'
import type { Origin } from './enrich/index.ts'

/** Judges the risk of enriched events, in place or anew: some events of a batch at a time, before any is stored. */
export type ScoreEvents = (events: readonly FileEvent[], origin: Origin) => readonly FileEvent[]

/**
 * Finds no risk in anything. An agent's own judgement does not count; what connectors and imports bring along is kept.
 */
export const findNoRisk: ScoreEvents = (events, { agent }) => {
  for (const { risk } of events) {
    if (agent || risk.score === null) risk.score = 0
    if (agent || risk.severity === null) risk.severity = 'NO_RISK_INDICATED'
    if (!agent) continue
    risk.indicators = []
    risk.trusted = false
    risk.trustReason = null
  }
  return events
}
