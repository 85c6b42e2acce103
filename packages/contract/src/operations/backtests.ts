import { z } from 'zod'
import { operation } from '../operation.ts'
import { RuleDraft } from './alert-rules/own.ts'
import { AlertExplanation, alertSeverities } from './alerts/records.ts'
import { errors, errorsOfOne } from './errors.ts'
import { own } from './own.ts'

export const backtestLimits = {
  /** Days that one backtest looks back over. */
  days: 400,
  /** Explained alerts of each kind. */
  samples: 10,
  /** Backtests that wait or run, of all people. */
  waiting: 20,
  /** Backtests that are kept; older ones go. */
  kept: 200,
  /** Alerts that one rule would have raised, before the backtest ends early. */
  alerts: 250_000,
  /** Alerts that can be read one by one. */
  alertsListed: 10_000,
  /** People that are listed, those with the most alerts. */
  peopleListed: 1_000,
} as const

const instant = z.iso.datetime()
const count = z.int().min(0)

const subject = {
  ruleId: z.string().max(100).optional().describe('A stored rule'),
  version: z.int().min(1).optional().describe('One of its versions; the present one unless given'),
  draft: RuleDraft.optional().describe('A rule that is not stored, in place of `ruleId`'),
}

export const BacktestRequest = z.strictObject({
  ...subject,
  against: z
    .strictObject(subject)
    .nullable()
    .default(null)
    .describe('What to compare with: a version of the same rule, another rule, or a draft'),
  from: z.iso.datetime({ offset: true }).describe('Alerts count whose windows begin at this instant or later'),
  to: z.iso.datetime({ offset: true }).describe('Alerts count whose windows begin before this instant'),
  samples: z.int().min(0).max(backtestLimits.samples).default(3).describe('Explained alerts of each kind'),
})
export type BacktestRequest = z.output<typeof BacktestRequest>

const Subject = z.object({
  ruleId: z.string().nullable().describe('Null for a draft'),
  version: z.int().nullable(),
  name: z.string(),
  severity: z.enum(['Low', 'Medium', 'High']),
  windowMinutes: z.int(),
})

const Outcome = z.object({
  alerts: count,
  people: count.describe('People whom an alert would have named'),
  files: count.describe('Files that the alerts cover; one of two overlapping alerts counts in both'),
  byDay: z
    .array(z.object({ day: z.iso.date(), alerts: count, people: count }))
    .describe('Days of UTC on which windows of alerts begin; days without any are left out'),
  byPerson: z
    .array(
      z.object({
        actor: z.string(),
        actorId: z.string().nullable(),
        alerts: count,
        files: count,
        firstWindow: instant,
        lastWindow: instant,
      }),
    )
    .describe(`Those with the most alerts first, ${backtestLimits.peopleListed} at most`),
  load: z
    .object({
      alertsPerDay: z.number(),
      busiestDay: z.object({ day: z.iso.date(), alerts: count }).nullable(),
      alertsPerDayPerThousandPeople: z.number().nullable(),
      shareOfPeople: z.number().nullable().describe('Of the people with events in the range, those who are named'),
    })
    .describe('What analysts would have had to expect'),
})

const presence = z
  .enum(['both', 'only-before', 'only-after'])
  .nullable()
  .describe('By windows of the same person that overlap: `before` is `against`; null where there is nothing to compare')

const Sample = z.object({ presence, explanation: AlertExplanation })

const Result = z.object({
  eventsFrom: instant.nullable().describe('Hour of the earliest event in the range: events before may have expired'),
  eventsTo: instant.nullable(),
  people: count.describe('People with events in the range'),
  outcome: Outcome,
  against: Outcome.nullable(),
  difference: z.object({ onlyBefore: count, onlyAfter: count, both: count }).nullable(),
  samples: z.array(Sample),
  alertsListed: count.describe('Alerts that can be read one by one'),
})

const state = z.enum(['QUEUED', 'RUNNING', 'DONE', 'CANCELLED', 'FAILED'])

const summary = {
  id: z.string(),
  state,
  reason: z.string().nullable().describe('Why it failed'),
  rule: Subject,
  against: Subject.nullable(),
  from: instant,
  to: instant,
  progress: z.object({
    events: count.nullable().describe('Events in the range; null before they are counted'),
    eventsDone: count,
    candidates: count.describe('Events that were looked at one by one'),
    alerts: count,
  }),
  createdAt: instant,
  createdBy: z.string(),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
}

export const BacktestSummary = z.object(summary)
export type BacktestSummary = z.output<typeof BacktestSummary>

export const Backtest = z.object({ ...summary, result: Result.nullable() })
export type Backtest = z.output<typeof Backtest>

export const BacktestAlert = z.object({
  alertId: z.string().describe('Of a stored rule: the id under which the alert itself is raised'),
  presence,
  actor: z.string(),
  actorId: z.string().nullable(),
  windowStart: instant,
  windowEnd: instant,
  fileCount: count,
  totalFileSize: count,
  riskSeverity: z.enum(alertSeverities),
})
export type BacktestAlert = z.output<typeof BacktestAlert>

const shared = { family: 'backtests', authentication: 'bearer', ...own } as const
const path = '/v1/spillway/backtests'
const one = { path: `${path}/{id}`, params: z.object({ id: z.string().max(100) }) } as const
const backtest = { status: 200, type: 'application/json', schema: Backtest } as const

export const startBacktest = operation({
  ...shared,
  id: 'backtests.start',
  summary: 'Rehearse a rule, a version of it or a draft on past events: which alerts it would have raised, on whom',
  method: 'POST',
  path,
  permission: 'backtests.write',
  body: BacktestRequest,
  success: { ...backtest, status: 201 },
  errors: [...errorsOfOne, 'TOO_MANY_REQUESTS'],
})

export const listBacktests = operation({
  ...shared,
  id: 'backtests.list',
  summary: 'List backtests, the newest first',
  method: 'GET',
  path,
  permission: 'backtests.read',
  success: { status: 200, type: 'application/json', schema: z.object({ backtests: z.array(BacktestSummary) }) },
  errors,
})

export const readBacktest = operation({
  ...shared,
  ...one,
  id: 'backtests.read',
  summary: 'Read a backtest: how far it is, and what it found',
  method: 'GET',
  permission: 'backtests.read',
  success: backtest,
  errors: errorsOfOne,
})

export const listBacktestAlerts = operation({
  ...shared,
  id: 'backtests.alerts',
  summary: 'Read the alerts of a backtest that is done one by one, in order of time',
  method: 'GET',
  path: `${one.path}/alerts`,
  params: one.params,
  permission: 'backtests.read',
  query: z.strictObject({
    after: z.coerce.number().int().min(0).default(0).describe('Alerts to skip'),
    limit: z.coerce.number().int().min(1).max(1_000).default(100),
  }),
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({ alerts: z.array(BacktestAlert), next: z.int().nullable().describe('`after` of the next page') }),
  },
  errors: errorsOfOne,
})

export const cancelBacktest = operation({
  ...shared,
  id: 'backtests.cancel',
  summary: 'Stop a backtest; one that has ended stays as it is',
  method: 'POST',
  path: `${one.path}/cancel`,
  params: one.params,
  permission: 'backtests.write',
  success: backtest,
  errors: errorsOfOne,
})

export const deleteBacktest = operation({
  ...shared,
  ...one,
  id: 'backtests.delete',
  summary: 'Remove a backtest and what it found; one that runs is stopped',
  method: 'DELETE',
  permission: 'backtests.write',
  success: { status: 204 },
  errors: errorsOfOne,
})

export const backtestsOperations = [
  startBacktest,
  listBacktests,
  readBacktest,
  listBacktestAlerts,
  cancelBacktest,
  deleteBacktest,
] as const
