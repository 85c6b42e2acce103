import type { Session, SessionState } from '@spillway/contract'
import { contextSummary, exfiltrationSummary, sessionIndicators } from '@spillway/detection'
import { contentOf, severityNumber } from './content.ts'
import type { WholeSession } from './repository.ts'
import { legacyState } from './states.ts'

/** A session as published. */
export const presentSession = ({ row, entries, alerts, earlier }: WholeSession): Session => {
  const content = contentOf(row)
  const indicators = sessionIndicators(content)
  const alertedOn = new Set(alerts.flatMap((alert) => JSON.parse(alert.indicators) as string[]))
  return {
    sessionId: row.id,
    tenantId: row.tenant_id,
    actorId: row.actor_id,
    actorName: row.actor,
    type: 'STANDARD',
    beginTime: Number(row.begin_at),
    endTime: Number(row.end_at),
    firstObserved: Number(row.first_observed),
    lastUpdated: Number(row.last_updated),
    noRiskEvents: content.events.NO_RISK_INDICATED,
    lowEvents: content.events.LOW,
    moderateEvents: content.events.MODERATE,
    highEvents: content.events.HIGH,
    criticalEvents: content.events.CRITICAL,
    riskIndicators: [...indicators],
    riskIndicatorsAlertedOn: indicators.filter(({ name }) => alertedOn.has(name)),
    scores: scoresOf(entries),
    states: statesOf(entries),
    notes: notesOf(entries),
    triggeredAlerts: alerts.map(({ alert_id, rule_id, rule_name, lesson_id }) => ({
      ...{ alertId: alert_id, ruleId: rule_id, ruleName: rule_name, lessonId: lesson_id },
    })),
    exfiltrationSummary: exfiltrationSummary(content),
    contextSummary: contextSummary(content, earlier),
    contentInspectionResults: { detectedOnAlerts: [] },
  }
}

type Entries = WholeSession['entries']

const ofKind = (entries: Entries, kind: Entries[number]['kind']) => entries.filter((entry) => entry.kind === kind)

const scoresOf = (entries: Entries): Session['scores'] =>
  ofKind(entries, 'score').map(({ at, content }) => {
    const score = JSON.parse(content) as number
    return { score, severity: severityNumber(score), sourceTimestamp: Number(at) }
  })

const statesOf = (entries: Entries): Session['states'] =>
  ofKind(entries, 'state').map(({ at, content, user_id }) => {
    const state = JSON.parse(content) as SessionState
    return { state: legacyState(state), stateV2: state, sourceTimestamp: Number(at), userId: user_id }
  })

const notesOf = (entries: Entries): Session['notes'] =>
  ofKind(entries, 'note').map(({ at, content, user_id }) => {
    const { id, text } = JSON.parse(content) as { id: string; text: string }
    return { id, content: text, sourceTimestamp: Number(at), userId: user_id }
  })
