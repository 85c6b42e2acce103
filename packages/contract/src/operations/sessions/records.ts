import { z } from 'zod'
import { AlertExplanation, ObservedEvent } from '../alerts/records.ts'

/** States of version 2. `OPEN_NEW_DATA` is the server's own word. */
export const sessionStates = [
  'OPEN',
  'IN_PROGRESS',
  'CLOSED',
  'CLOSED_TP',
  'CLOSED_TP_BENIGN',
  'CLOSED_FP',
  'OPEN_NEW_DATA',
] as const
export type SessionState = (typeof sessionStates)[number]

export const sessionTypes = ['STANDARD', 'ACCOUNT_TAKE_OVER'] as const
export const inspectionStatuses = [
  'PENDING',
  'PII_NOT_FOUND',
  'PII_FOUND',
  'UNPROCESSED',
  'FOUND',
  'NOT_FOUND',
] as const

const instant = z.int().describe('Milliseconds since 1970')
const count = z.int().min(0)

const Indicator = z.object({ id: z.string(), name: z.string(), weight: z.int(), eventCount: count })

export const Session = z.object({
  sessionId: z.string(),
  tenantId: z.string(),
  actorId: z.string(),
  actorName: z.string(),
  type: z.enum(sessionTypes),
  beginTime: instant,
  endTime: instant,
  firstObserved: instant,
  lastUpdated: instant,
  noRiskEvents: count,
  lowEvents: count,
  moderateEvents: count,
  highEvents: count,
  criticalEvents: count,
  riskIndicators: z.array(Indicator).describe('The heaviest first'),
  riskIndicatorsAlertedOn: z.array(Indicator).describe('Those of them that events of alerts carry'),
  scores: z
    .array(z.object({ score: z.int(), severity: z.int().min(0).max(4), sourceTimestamp: instant }))
    .describe('At first, and whenever it changed'),
  states: z.array(
    z.object({
      state: z.enum(sessionStates).describe('As before 2026: what is newer is shown by the nearest'),
      stateV2: z.enum(sessionStates),
      sourceTimestamp: instant,
      userId: z.string().nullable().describe('Null where the server did it'),
    }),
  ),
  notes: z.array(
    z.object({ id: z.string(), content: z.string(), sourceTimestamp: instant, userId: z.string().nullable() }),
  ),
  triggeredAlerts: z.array(
    z.object({ alertId: z.string(), ruleId: z.string(), ruleName: z.string(), lessonId: z.string().nullable() }),
  ),
  exfiltrationSummary: z.string(),
  contextSummary: z.string(),
  contentInspectionResults: z.object({ detectedOnAlerts: z.array(z.string()) }),
})
export type Session = z.output<typeof Session>

/** Why a session is there. */
export const SessionExplanation = z.object({
  sessionId: z.string(),
  actor: z.string(),
  windowStart: z.iso.datetime(),
  windowEnd: z.iso.datetime(),
  reasons: z.array(z.object({ reason: z.enum(['risk', 'alerts']), words: z.string() })),
  score: z
    .object({
      score: z.int(),
      severity: z.int(),
      eventId: z.string(),
      terms: z.array(z.object({ id: z.string().nullable(), name: z.string().nullable(), weight: z.int() })),
      words: z.string(),
    })
    .nullable()
    .describe('The event whose score is the session’s; null without risk'),
  events: z.array(ObservedEvent).describe('Those with the highest scores, with the terms of these'),
  trust: z.object({ trustedEvents: count, untrustedEvents: count, words: z.string() }),
  watchlists: z.array(z.object({ id: z.string(), type: z.string(), title: z.string().nullable(), eventCount: count })),
  alerts: z.array(AlertExplanation),
  counterfactuals: z
    .array(z.object({ criterion: z.string(), words: z.string() }))
    .describe('Single changes, with what would have been then'),
  words: z.array(z.string()),
})
