import {
  type Circumstances,
  type CompiledTrust,
  compileScorer,
  compileTrust,
  decideTrust,
  isFromHighValueSource,
  movementOf,
  type Scorer,
  severityOf,
} from '@spillway/detection'
import type { FileEvent } from '@spillway/event-model'
import type { Origin } from './enrich/index.ts'
import type { ScoringSettings } from './scoring-settings.ts'

/** Judges the risk of enriched events, in place or anew: some events of a batch at a time, before any is stored. */
export type ScoreEvents = (
  events: readonly FileEvent[],
  origin: Origin,
  /** What is known beside the event of a place. */
  circumstancesAt: (index: number) => Circumstances,
) => readonly FileEvent[]

/** Decides trust and scores. An agent's own judgement does not count; what connectors and imports bring along is kept. */
const scoreBy =
  (score: Scorer, trust: CompiledTrust): ScoreEvents =>
  (events, { agent }, circumstancesAt) => {
    for (const [index, event] of events.entries()) {
      if (agent === null && isJudged(event)) complete(event)
      else judge(event, circumstancesAt(index), score, trust)
    }
    return events
  }

/** The order is published: what the company trusts comes first, and scores nothing. */
const judge = (event: FileEvent, known: Circumstances, score: Scorer, trust: CompiledTrust): void => {
  const { trustReason, untrustedValues } = decideTrust(event, trust)
  if (trustReason !== null) score(event, { ...known, trustReason })
  else if (leavesHighValueSource(event, trust)) score(event, { ...known, isFromHighValueSource: true })
  else score(event, known)
  event.risk.untrustedValues = untrustedValues
}

/** Where a file came from matters once it leaves. */
const leavesHighValueSource = (event: FileEvent, trust: CompiledTrust): boolean =>
  trust.hasHighValue && movementOf(event) !== 'stays' && isFromHighValueSource(event, trust)

const isJudged = ({ risk }: FileEvent): boolean =>
  risk.score !== null || risk.severity !== null || risk.indicators.length > 0 || risk.trusted

/** A judgement from elsewhere may lack its sum: of a trusted event that is 0 whatever was found. */
const complete = ({ risk }: FileEvent): void => {
  risk.score ??= risk.trusted ? 0 : risk.indicators.reduce((sum, { weight }) => sum + (weight ?? 0), 0)
  risk.severity ??= severityOf(risk.score)
}

/** Scoring by settings. Compiled anew only when other settings come: the same object stands for the same settings. */
export const createScoring = (): ((settings: ScoringSettings) => ScoreEvents) => {
  const scorerOf = remembering(compileScorer)
  const trustOf = remembering(({ entries }: ScoringSettings['trust']) => compileTrust(entries))
  return ({ risk, trust }) => scoreBy(scorerOf(risk), trustOf(trust))
}

/** The function, which keeps its last result for as long as the same object comes. */
const remembering = <Given extends object, Made>(make: (given: Given) => Made): ((given: Given) => Made) => {
  let last: { readonly given: Given; readonly made: Made } | null = null
  return (given) => {
    if (last?.given !== given) last = { given, made: make(given) }
    return last.made
  }
}
