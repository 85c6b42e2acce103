import type { AlertSummary, RuleEducation } from '@spillway/contract'
import type { RuleFamily, WatchlistAtTheTime } from '@spillway/detection'
import type { z } from 'zod'
import type { AlertRow } from './repository.ts'

type Summary = z.output<typeof AlertSummary>

/** An alert among the results of a search. */
export const presentSummary = (alert: AlertRow): Summary => ({
  type$: 'ALERT_SUMMARY',
  id: alert.id,
  tenantId: alert.tenant_id,
  type: alert.type as RuleFamily,
  name: alert.name,
  description: alert.description,
  actor: alert.actor,
  actorId: alert.actor_id,
  target: 'N/A',
  severity: alert.severity as Summary['severity'],
  riskSeverity: alert.risk_severity as Summary['riskSeverity'],
  ruleId: alert.rule_id,
  ruleSource: alert.rule_source,
  watchlists: (JSON.parse(alert.watchlists) as WatchlistAtTheTime[]).map(({ id, type, title, isSignificant }) => ({
    ...({ type$: 'WATCHLIST', id, name: title, type, isSignificant } as const),
  })),
  userEducation: alert.education === null ? null : (JSON.parse(alert.education) as RuleEducation),
  notificationInfo: [],
  createdAt: alert.created_at,
  state: alert.state as Summary['state'],
  stateLastModifiedBy: alert.state_modified_by,
  stateLastModifiedAt: alert.state_modified_at,
})

/** The latest note. */
export const presentNote = ({ note_id: id, note, note_at, note_by }: AlertRow) =>
  id === null || note === null
    ? null
    : { type$: 'NOTE' as const, id, lastModifiedAt: note_at ?? '', lastModifiedBy: note_by ?? '', message: note }

/** An alert in the feed of changes. */
export const presentChanged = (alert: AlertRow) => ({
  ...presentSummary(alert),
  note: presentNote(alert),
  modifiedAt: alert.modified_at,
  modifiedBy: alert.modified_by,
})
