import { compileScorer, type RiskSettings, type Scorer, severityOf } from '@spillway/detection'
import type { FileEvent } from '@spillway/event-model'
import type { Origin } from './enrich/index.ts'

/** Judges the risk of enriched events, in place or anew: some events of a batch at a time, before any is stored. */
export type ScoreEvents = (events: readonly FileEvent[], origin: Origin) => readonly FileEvent[]

/** Scores with one scorer. An agent's own judgement does not count; what connectors and imports bring along is kept. */
export const scoreBy =
  (score: Scorer): ScoreEvents =>
  (events, { agent }) => {
    for (const event of events) {
      if (agent === null && isJudged(event)) complete(event)
      else score(event)
    }
    return events
  }

const isJudged = ({ risk }: FileEvent): boolean =>
  risk.score !== null || risk.severity !== null || risk.indicators.length > 0 || risk.trusted

/** A judgement from elsewhere may lack its sum: of a trusted event that is 0 whatever was found. */
const complete = ({ risk }: FileEvent): void => {
  risk.score ??= risk.trusted ? 0 : risk.indicators.reduce((sum, { weight }) => sum + (weight ?? 0), 0)
  risk.severity ??= severityOf(risk.score)
}

/** Scoring by settings. Compiled anew only when other settings come: the same object stands for the same settings. */
export const createScoring = (): ((settings: RiskSettings) => ScoreEvents) => {
  let current: { readonly settings: RiskSettings; readonly score: ScoreEvents } | null = null
  return (settings) => {
    if (current?.settings !== settings) current = { settings, score: scoreBy(compileScorer(settings)) }
    return current.score
  }
}
