import * as contract from '@spillway/contract'
import { type Route, route } from '../../http/index.ts'
import { presentBacktest, presentSummary } from './present.ts'
import type { BacktestService } from './service.ts'

/** Rehearsals of rules, Spillway's own. */
export const backtestRoutes = (service: BacktestService): readonly Route[] => [
  route(contract.startBacktest, async ({ caller, body }) => presentBacktest(await service.start(caller, body))),
  route(contract.listBacktests, async ({ caller }) => ({
    backtests: (await service.list(caller)).map(presentSummary),
  })),
  route(contract.readBacktest, async ({ caller, params }) => presentBacktest(await service.read(caller, params.id))),
  route(contract.listBacktestAlerts, ({ caller, params, query }) =>
    service.alerts(caller, params.id, query.after, query.limit),
  ),
  route(contract.cancelBacktest, async ({ caller, params }) =>
    presentBacktest(await service.cancel(caller, params.id)),
  ),
  route(contract.deleteBacktest, async ({ caller, params }) => {
    await service.remove(caller, params.id)
    return undefined
  }),
]
