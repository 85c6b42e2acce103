import * as contract from '@spillway/contract'
import { type Route, route } from '../../http/index.ts'
import type { createChangeFeed } from '../changes/index.ts'
import { presentAggregateV2, presentAggregateV3, presentDetails, presentExplanation } from './present.ts'
import type { AlertService } from './service.ts'
import type { presentChanged } from './summary.ts'

type AlertFeed = ReturnType<typeof createChangeFeed<ReturnType<typeof presentChanged>>>

/** Alerts as published, and why they were raised. */
export const alertRoutes = (service: AlertService, feed: AlertFeed): readonly Route[] => [
  route(contract.queryAlerts, ({ caller, body }) => service.search(caller, body)),
  route(contract.queryAlertDetails, async ({ caller, body }) => ({
    type$: 'ALERT_DETAILS_RESPONSE' as const,
    alerts: (await service.details(caller, body.alertIds)).map(presentDetails),
  })),
  route(contract.aggregateAlertV2, async ({ caller, body }) => ({
    type$: 'ALERT_DETAILS_IN_AGGREGATE_V2_RESPONSE' as const,
    alert: presentAggregateV2(await service.read(caller, body.alertId)),
  })),
  route(contract.aggregateAlertV3, async ({ caller, body }) => ({
    type$: 'ALERT_DETAILS_IN_AGGREGATE_V3_RESPONSE' as const,
    alert: presentAggregateV3(await service.read(caller, body.alertId)),
  })),
  route(contract.updateAlertState, async ({ caller, body }) => {
    await service.updateState(caller, body.alertIds, body.state, body.note ?? null)
    return {}
  }),
  route(contract.updateAllAlertStates, async ({ caller, body }) => ({
    continuationToken: await service.updateAll(caller, body, body.state, body.continuationToken ?? null),
  })),
  route(contract.addAlertNote, async ({ caller, body }) => {
    await service.addNote(caller, body.alertId, body.note)
    return {}
  }),
  route(contract.readAlertChanges, async ({ caller, query, signal, closing }) => {
    const request = { ...query, tenantId: caller.tenantId }
    const { items: alerts, ...page } = await feed.read(request, AbortSignal.any([signal, closing]))
    return { alerts, ...page }
  }),
  route(contract.explainAlert, async ({ caller, params }) => presentExplanation(await service.read(caller, params.id))),
]
