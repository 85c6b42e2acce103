import { explainSession, sessionMinutes } from '@spillway/detection'
import { type AlertFacts, presentEvent, presentExplanation } from '../alerts/index.ts'
import { contentOf } from './content.ts'
import type { WholeSession } from './repository.ts'

const instantOf = (at: number): string => new Date(at).toISOString()
const endpointWays: ReadonlySet<string> = new Set(['fileUpload', 'removableMedia'])

interface Explained {
  readonly session: WholeSession
  readonly facts: readonly AlertFacts[]
}

/** Why a session is there, with the explanations of its alerts. */
export const presentSessionExplanation = ({ session: { row, alerts }, facts }: Explained) => {
  const ruleNames = alerts.map(({ rule_name }) => rule_name)
  const { score, events, watchlists, ...told } = explainSession(contentOf(row), ruleNames)
  const start = Number(row.start)
  return {
    sessionId: row.id,
    actor: row.actor,
    windowStart: instantOf(start),
    windowEnd: instantOf(start + sessionMinutes * 60_000),
    reasons: [...told.reasons],
    score: score && { ...score, terms: [...score.terms], score: Number(row.score), severity: Number(row.severity) },
    events: events.map((file) => presentEvent(endpointWays.has(file.way) ? 'endpoint' : 'cloud', file)),
    trust: told.trust,
    watchlists: [...watchlists],
    alerts: facts.map(presentExplanation),
    counterfactuals: [...told.counterfactuals],
    words: [...told.words],
  }
}
