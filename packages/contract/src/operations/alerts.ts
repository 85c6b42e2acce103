import { z } from 'zod'
import { operation } from '../operation.ts'
import {
  AlertAggregateV2,
  AlertAggregateV3,
  AlertDetails,
  AlertExplanation,
  AlertSummary,
  alertStates,
} from './alerts/records.ts'
import { SearchProblem, SearchRequest, searchConditions } from './alerts/search.ts'
import { anyCase } from './coercion.ts'
import { errorsOfOne } from './errors.ts'
import { own } from './own.ts'
import { portal, portalErrors, portalErrorsOfOne } from './portal.ts'

export * from './alerts/records.ts'

export const alertLimits = { ids: 100, id: 40, note: 2_000 } as const

/** Announced 2024-04-03; sessions take over. */
const lifecycleOf = (added: `${number}-${number}-${number}`) =>
  ({ added, deprecated: '2024-04-03', sunset: '2026-02-28' }) as const

const place = (name: string, added: `${number}-${number}-${number}` = '2020-12-15') => {
  const lifecycle = lifecycleOf(added)
  const alternatePaths = [{ path: `/svc/api/v1/${name}`, lifecycle, source: 'client' }] as const
  return { path: `/v1/alerts/${name}`, alternatePaths, lifecycle } as const
}

const shared = { ...portal, family: 'alerts', method: 'POST' } as const
const reading = { ...shared, permission: 'alerts.read' } as const
const writing = { ...shared, permission: 'alerts.write' } as const
const tenantId = z.string().max(100).nullish().describe("The caller's own tenant counts")
const alertId = z.string().max(alertLimits.id)
const alertIds = z.array(alertId).max(alertLimits.ids)
const note = z.string().max(alertLimits.note)
const state = z
  .preprocess(
    (given) => (typeof given === 'string' && given.toUpperCase() === 'DISMISSED' ? 'RESOLVED' : given),
    anyCase(alertStates),
  )
  .meta({ enum: [...alertStates] })
const done = { status: 200, type: 'application/json', schema: z.object({}) } as const

export const queryAlerts = operation({
  ...reading,
  ...place('query-alerts'),
  id: 'alerts.query.v1',
  summary: 'Search alerts; what is wrong with the question stands in `problems`',
  body: SearchRequest,
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({
      type$: z.literal('ALERT_QUERY_RESPONSE'),
      alerts: z.array(AlertSummary),
      totalCount: z.int(),
      problems: z.array(SearchProblem).nullable(),
    }),
  },
  errors: portalErrors,
})

export const queryAlertDetails = operation({
  ...reading,
  ...place('query-details'),
  id: 'alerts.query-details.v1',
  summary: 'Read alerts with what was observed; ids that are not there are left out, 404 where none is there',
  body: z.object({ tenantId, alertIds }),
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({ type$: z.literal('ALERT_DETAILS_RESPONSE'), alerts: z.array(AlertDetails) }),
  },
  errors: portalErrorsOfOne,
})

const aggregateOf = <Schema extends z.ZodType, const Type extends string>(
  version: 2 | 3,
  added: `${number}-${number}-${number}`,
  schema: Schema,
  type: Type,
) => {
  // The third was published when it was deprecated already.
  const lifecycle = version === 3 ? ({ ...lifecycleOf(added), deprecated: '2024-08-20' } as const) : lifecycleOf(added)
  return operation({
    ...reading,
    id: `alerts.aggregate.v${version}`,
    summary: 'Read an alert with its observations rolled up',
    path: `/api/v${version}/query-details-aggregate`,
    alternatePaths: [{ path: `/svc/api/v${version}/query-details-aggregate`, lifecycle, source: 'client' }],
    lifecycle,
    body: z.object({ alertId }),
    success: {
      status: 200,
      type: 'application/json',
      schema: z.object({ type$: z.literal(type), alert: schema }),
    },
    errors: portalErrorsOfOne,
  })
}

export const aggregateAlertV2 = aggregateOf(2, '2021-12-02', AlertAggregateV2, 'ALERT_DETAILS_IN_AGGREGATE_V2_RESPONSE')
export const aggregateAlertV3 = aggregateOf(3, '2024-08-19', AlertAggregateV3, 'ALERT_DETAILS_IN_AGGREGATE_V3_RESPONSE')

export const updateAlertState = operation({
  ...writing,
  ...place('update-state'),
  id: 'alerts.update-state.v1',
  summary: 'Set the state of alerts, and their note where one is given',
  body: z.object({ tenantId, alertIds, state, note: note.nullish() }),
  success: done,
  errors: portalErrorsOfOne,
})

export const updateAllAlertStates = operation({
  ...writing,
  ...place('update-all-state', '2023-02-14'),
  id: 'alerts.update-all-state.v1',
  summary: 'Set the state of every alert that a search finds, some at a time: go on with the token until it is null',
  body: z.object({ ...searchConditions, state, continuationToken: z.string().max(100).nullish() }),
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({ continuationToken: z.string().nullable() }),
  },
  errors: portalErrors,
})

export const addAlertNote = operation({
  ...writing,
  ...place('add-note'),
  id: 'alerts.add-note.v1',
  summary: 'Replace the note of an alert',
  body: z.object({ tenantId, alertId, note }),
  success: done,
  errors: portalErrorsOfOne,
})

export const explainAlert = operation({
  id: 'alerts.explain',
  family: 'alert-explanations',
  summary: 'Read why an alert was raised: conditions with the values that met them, and what would have kept it silent',
  method: 'GET',
  path: '/v1/spillway/alerts/{id}/explanation',
  params: z.object({ id: alertId }),
  authentication: 'bearer',
  permission: 'alerts.read',
  ...own,
  success: { status: 200, type: 'application/json', schema: AlertExplanation },
  errors: errorsOfOne,
})

export const alertsOperations = [
  queryAlerts,
  queryAlertDetails,
  aggregateAlertV2,
  aggregateAlertV3,
  updateAlertState,
  updateAllAlertStates,
  addAlertNote,
  explainAlert,
] as const
