import { z } from 'zod'
import { RuleFamily } from '../alert-rules/own.ts'

export const alertStates = ['OPEN', 'RESOLVED', 'IN_PROGRESS', 'PENDING', 'RESOLVED_TP', 'RESOLVED_FP'] as const
export const alertSeverities = ['NO_RISK_INDICATED', 'LOW', 'MODERATE', 'HIGH', 'CRITICAL'] as const

const instant = z.iso.datetime()

const Watchlist = z.object({
  type$: z.literal('WATCHLIST'),
  id: z.string(),
  name: z.string().nullable(),
  type: z.string(),
  isSignificant: z.boolean(),
})

const Education = z.object({
  lessonId: z.string().nullable(),
  messagingMethod: z.string(),
  isAutoDismissAlertEnabled: z.boolean(),
})

const summary = {
  id: z.string(),
  tenantId: z.string(),
  type: RuleFamily,
  name: z.string(),
  description: z.string(),
  actor: z.string(),
  actorId: z.string().nullable(),
  target: z.string(),
  severity: z.enum(['HIGH', 'MEDIUM', 'LOW']),
  riskSeverity: z.enum(alertSeverities),
  ruleId: z.string(),
  ruleSource: z.string(),
  watchlists: z.array(Watchlist),
  userEducation: Education.nullable(),
  notificationInfo: z.array(z.never()),
  createdAt: instant,
  state: z.enum(alertStates),
  stateLastModifiedBy: z.string().nullable(),
  stateLastModifiedAt: instant.nullable(),
}

export const AlertSummary = z.object({ type$: z.literal('ALERT_SUMMARY'), ...summary })

const Note = z.object({
  type$: z.literal('NOTE'),
  id: z.string(),
  lastModifiedAt: instant,
  lastModifiedBy: z.string(),
  message: z.string(),
})

/** An alert as it is now, in the feed of their changes. */
export const ChangedAlert = AlertSummary.extend({
  note: Note.nullable(),
  modifiedAt: instant,
  modifiedBy: z.string().nullable().describe('Null where the server did it'),
})

const observed = {
  observedAt: instant,
  lastObservedAt: instant,
  type: z.string(),
  data: z.string().describe('A JSON document as text'),
}

export const AlertDetails = z.object({
  type$: z.literal('ALERT_DETAILS'),
  ...summary,
  observations: z.array(z.object({ type$: z.literal('OBSERVATION'), id: z.string(), ...observed })),
  note: Note.nullable(),
})

export const RiskSeveritySummary = z.object({
  type$: z.literal('RISK_SEVERITY_SUMMARY'),
  severity: z.enum(alertSeverities),
  numEvents: z.int(),
  summarizedRiskIndicators: z.array(
    z.object({ type$: z.literal('SUMMARIZED_RISK_INDICATOR'), name: z.string(), numEvents: z.int() }),
  ),
})

const aggregate = {
  ...summary,
  observations: z.array(z.object({ type$: z.literal('OBSERVATION_AGGREGATE'), ...observed })),
  firstObservationAt: instant,
  lastObservationAt: instant,
  fileCount: z.int(),
  totalFileSize: z.int(),
  riskSeveritySummary: z.array(RiskSeveritySummary),
  alertUrl: z.string().nullable(),
  note: Note.nullable(),
}

export const AlertAggregateV2 = z.object({
  type$: z.literal('ALERT_DETAILS_AGGREGATE_V2'),
  ...aggregate,
  fileCategories: z.array(
    z.object({
      type$: z.literal('OBSERVED_FILE_CATEGORY'),
      category: z.string(),
      fileCount: z.int(),
      totalFileSize: z.int(),
      isSignificant: z.boolean(),
    }),
  ),
  ffsUrlEndpoint: z.string().nullable(),
  ffsUrlCloud: z.string().nullable(),
})

export const ObservedEvent = z.object({
  eventId: z.string(),
  path: z.string().nullable(),
  name: z.string().nullable(),
  url: z.string().nullable(),
  size: z.int(),
  origin: z.string(),
  action: z.object({ type: z.string() }),
  observedAt: instant,
  riskSeverity: z.object({
    score: z.int(),
    severity: z.enum(alertSeverities),
    matchedRiskIndicators: z.array(
      z.object({ id: z.string().nullable(), name: z.string().nullable(), weight: z.int().nullable() }),
    ),
  }),
})

export const AlertAggregateV3 = z.object({
  type$: z.literal('ALERT_DETAILS_AGGREGATE_V3'),
  ...aggregate,
  ffsUrls: z.array(z.object({ type: z.string(), url: z.string() })),
  observedEvents: z.object({ events: z.array(ObservedEvent), eventsIsTruncated: z.boolean() }),
})

const Condition = z.object({
  criterion: z.string(),
  wanted: z.unknown().describe('What the rule says there; null where any way out counts'),
  met: z.array(z.object({ value: z.string(), files: z.int() })),
  words: z.string(),
})

/** Why an alert was raised. */
export const AlertExplanation = z.object({
  alertId: z.string(),
  ruleId: z.string(),
  ruleVersion: z.int(),
  actor: z.string(),
  windowStart: instant,
  windowEnd: instant,
  conditions: z.array(Condition),
  volume: z.object({
    fileCount: z.int(),
    totalFileSize: z.int(),
    windowMinutes: z.int(),
    threshold: z.object({
      countGreaterThan: z.int().nullable(),
      sizeGreaterThanInBytes: z.int().nullable(),
      operator: z.enum(['AND', 'OR']),
    }),
    words: z.string(),
  }),
  counterfactuals: z
    .array(z.object({ criterion: z.string(), words: z.string() }))
    .describe('Single changes, each of which would have kept the rule silent'),
  watchlists: z.array(
    z.object({ id: z.string(), type: z.string(), title: z.string().nullable(), isSignificant: z.boolean() }),
  ),
  events: z.array(ObservedEvent).describe('The earliest of each five minutes, with the terms of their scores'),
  words: z.array(z.string()),
})
