import { type Bucket, earliest, explain, type ObservedFile, totalOf } from '@spillway/detection'
import type { AlertFacts } from './facts.ts'
import {
  instantOf,
  presentAggregate,
  presentCategories,
  presentObservation,
  presentSeverities,
} from './observations.ts'
import type { AlertSeverity } from './severity.ts'
import { presentNote, presentSummary } from './summary.ts'

/** An alert with all that was observed. */
export const presentDetails = ({ alert, rule, window }: AlertFacts) => ({
  ...presentSummary(alert),
  type$: 'ALERT_DETAILS' as const,
  observations: window.buckets.map((bucket) => presentObservation(rule, alert.id, bucket)),
  note: presentNote(alert),
})

/** Files that a roll-up lists. */
const filesOfAggregate = 25

const presentTotal = ({ alert, window: { buckets } }: AlertFacts) => {
  const total = totalOf(buckets)
  return {
    ...presentSummary(alert),
    firstObservationAt: instantOf(buckets[0]?.start ?? 0),
    lastObservationAt: instantOf(buckets.at(-1)?.start ?? 0),
    fileCount: total?.fileCount ?? 0,
    totalFileSize: total?.totalFileSize ?? 0,
    riskSeveritySummary: presentSeverities(total?.tallies ?? {}),
    alertUrl: null,
    note: presentNote(alert),
  }
}

/** Observations of each side, rolled up. */
const sidesOf = ({ alert, rule, window: { buckets } }: AlertFacts) =>
  (['endpoint', 'cloud'] as const).flatMap((kind) => {
    const side = buckets.filter((bucket) => bucket.kind === kind)
    const total = totalOf(side)
    return total ? [presentAggregate(rule, alert.id, withFiles(total, side), side.at(-1)?.start ?? 0)] : []
  })

const withFiles = (total: Bucket, buckets: readonly Bucket[]): Bucket => ({
  ...total,
  files: earliest(
    buckets.flatMap(({ files }) => files),
    filesOfAggregate,
  ),
})

export const presentAggregateV2 = (facts: AlertFacts) => {
  const total = totalOf(facts.window.buckets)
  return {
    ...presentTotal(facts),
    type$: 'ALERT_DETAILS_AGGREGATE_V2' as const,
    observations: sidesOf(facts),
    fileCategories: presentCategories(total?.tallies.category, facts.rule.filters?.fileCategory != null),
    ffsUrlEndpoint: null,
    ffsUrlCloud: null,
  }
}

export const presentAggregateV3 = (facts: AlertFacts) => {
  const events = observedEvents(facts)
  const { fileCount, ...total } = presentTotal(facts)
  return {
    ...total,
    fileCount,
    type$: 'ALERT_DETAILS_AGGREGATE_V3' as const,
    observations: sidesOf(facts),
    ffsUrls: [],
    observedEvents: { events, eventsIsTruncated: events.length < fileCount },
  }
}

/** As much of an alert as its explanation tells. */
type ExplainableFacts = Pick<AlertFacts, 'rule' | 'window'> & {
  readonly alert: Pick<AlertFacts['alert'], 'id' | 'rule_id' | 'rule_version' | 'actor'>
}

/** Why the alert was raised, out of what is stored of it. */
export const presentExplanation = (facts: ExplainableFacts) => {
  const { alert, rule, window } = facts
  const { conditions, volume, counterfactuals, watchlists, words } = explain(rule, window)
  return {
    alertId: alert.id,
    ruleId: alert.rule_id,
    ruleVersion: Number(alert.rule_version),
    actor: alert.actor,
    windowStart: instantOf(window.start),
    windowEnd: instantOf(window.start + rule.windowMinutes * 60_000),
    conditions: conditions.map((condition) => ({ ...condition, met: [...condition.met] })),
    volume,
    counterfactuals: [...counterfactuals],
    watchlists: [...watchlists],
    events: observedEvents(facts),
    words: [...words],
  }
}

const observedEvents = ({ window: { buckets } }: Pick<AlertFacts, 'window'>) =>
  buckets.flatMap(({ kind, files }) => files.map((file) => presentEvent(kind, file)))

const actions: Readonly<Record<string, string>> = {
  fileUpload: 'UPLOAD',
  removableMedia: 'TRANSFER_VIA_EXTERNAL_DEVICE',
  cloudSharing: 'SHARE',
  email: 'EMAIL',
  download: 'DOWNLOAD',
}

/** An event that was observed, with the terms of its score. */
export const presentEvent = (kind: Bucket['kind'], file: ObservedFile) => ({
  eventId: file.eventId,
  path: file.path,
  name: file.name,
  url: null,
  size: file.size,
  origin: kind === 'endpoint' ? 'Endpoint' : 'Cloud',
  action: { type: actions[file.way] ?? 'UNKNOWN' },
  observedAt: instantOf(file.at),
  riskSeverity: {
    score: file.score,
    severity: file.severity as AlertSeverity,
    matchedRiskIndicators: file.indicators.map(({ id, name, weight }) => ({ id, name, weight })),
  },
})
