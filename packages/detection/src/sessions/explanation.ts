import type { ObservedFile } from '../rules/bucket.ts'
import { isRisky, type SessionActivity, sessionScore } from './activity.ts'
import { sessionWatchlists } from './indicators.ts'
import { exfiltrationSummary } from './words.ts'

export interface SessionExplanation {
  /** What makes it a session: risk, alerts, or both. */
  readonly reasons: readonly { readonly reason: 'risk' | 'alerts'; readonly words: string }[]
  /** The event whose score is the session's, and what that score is made of; null without risk. */
  readonly score: {
    readonly eventId: string
    readonly terms: readonly { readonly id: string | null; readonly name: string | null; readonly weight: number }[]
    readonly words: string
  } | null
  /** The events with the highest scores. */
  readonly events: readonly ObservedFile[]
  readonly trust: { readonly trustedEvents: number; readonly untrustedEvents: number; readonly words: string }
  readonly watchlists: ReturnType<typeof sessionWatchlists>
  /** Single changes, with what would have been then. */
  readonly counterfactuals: readonly { readonly criterion: string; readonly words: string }[]
  readonly words: readonly string[]
}

/** Why a session is there, out of what is stored of it: the same session gives the same bytes. */
export const explainSession = (activity: SessionActivity, ruleNames: readonly string[]): SessionExplanation => {
  const reasons = reasonsOf(activity, ruleNames)
  const score = scoreOf(activity)
  const trust = trustOf(activity)
  const watchlists = sessionWatchlists(activity)
  const lists = watchlists.map(({ title, type, eventCount }) => `${title ?? type} (${events(eventCount)})`)
  return {
    reasons,
    score,
    events: activity.top,
    trust,
    watchlists,
    counterfactuals: [...withoutTerms(activity), ...withoutReasons(activity, ruleNames)],
    words: [
      ...reasons.map(({ words }) => words),
      ...(score ? [score.words] : []),
      trust.words,
      ...(lists.length === 0 ? [] : [`The person was on watchlists: ${lists.join(', ')}.`]),
    ],
  }
}

const events = (count: number): string => `${count} ${count === 1 ? 'event' : 'events'}`

const riskyEvents = ({ events: { LOW, MODERATE, HIGH, CRITICAL } }: SessionActivity): number =>
  LOW + MODERATE + HIGH + CRITICAL

const reasonsOf = (activity: SessionActivity, ruleNames: readonly string[]): SessionExplanation['reasons'] => [
  ...(isRisky(activity)
    ? [
        {
          reason: 'risk' as const,
          words: `${events(riskyEvents(activity))} with risk within the hour. ${exfiltrationSummary(activity)}.`,
        },
      ]
    : []),
  ...(ruleNames.length > 0
    ? [{ reason: 'alerts' as const, words: `Rules fired within the hour: ${ruleNames.join(', ')}.` }]
    : []),
]

const scoreOf = (activity: SessionActivity): SessionExplanation['score'] => {
  const [riskiest] = activity.top
  if (!riskiest) return null
  const terms = riskiest.indicators.map(({ id, name, weight }) => ({ id, name, weight: weight ?? 0 }))
  const sum = terms.map(({ name, id, weight }) => `${name ?? id} ${weight}`).join(' + ')
  const words = `The score ${riskiest.score} is that of ${riskiest.name ?? riskiest.eventId}: ${sum || 'as it came'}.`
  return { eventId: riskiest.eventId, terms, words }
}

const trustOf = (activity: SessionActivity): SessionExplanation['trust'] => {
  const all = riskyEvents(activity) + activity.events.NO_RISK_INDICATED
  const untrustedEvents = all - activity.trusted
  const words = `${events(activity.trusted)} went where it is trusted, ${events(untrustedEvents)} elsewhere.`
  return { trustedEvents: activity.trusted, untrustedEvents, words }
}

/** What the score would have been without each of its terms: the next event may take the first one's place. */
const withoutTerms = (activity: SessionActivity): SessionExplanation['counterfactuals'] => {
  const [riskiest, next] = activity.top
  if (!riskiest) return []
  return riskiest.indicators.flatMap(({ id, name, weight }) => {
    const score = Math.max(riskiest.score - (weight ?? 0), next?.score ?? 0)
    if (score === sessionScore(activity)) return []
    const words = `Had the event not carried ${name ?? id}, the session's score would have been ${Math.max(score, 0)}.`
    return [{ criterion: `indicator.${id ?? name}`, words }]
  })
}

const withoutReasons = (
  activity: SessionActivity,
  ruleNames: readonly string[],
): SessionExplanation['counterfactuals'] => [
  {
    criterion: 'trust',
    words: `Had the ${events(riskyEvents(activity))} with risk been trusted, there would be no session.`,
  },
  ...(ruleNames.length > 0
    ? [{ criterion: 'alerts', words: withoutAlerts(activity) }]
    : [{ criterion: 'risk', words: 'Had no event carried risk, there would be no session.' }]),
]

const withoutAlerts = (activity: SessionActivity): string =>
  isRisky(activity)
    ? 'Had the rules been silent, the session would be there for its risk alone, without alerts.'
    : 'Had the rules been silent, there would be no session.'
