import type { listBacktestAlerts, listBacktests, readBacktest, startBacktest } from '@spillway/contract'
import { acting, posting, reading, removing, segment } from '../core/calls.ts'
import type { BodyOf, ResponseOf } from '../core/operation-types.ts'
import type { CallOptions, Requester } from '../core/requester.ts'

/** A rule rehearsed on past events: how far it is, and what it found. */
export type Backtest = ResponseOf<typeof readBacktest>
export type BacktestRequest = BodyOf<typeof startBacktest>
export type BacktestSummary = ResponseOf<typeof listBacktests>['backtests'][number]
export type BacktestAlert = ResponseOf<typeof listBacktestAlerts>['alerts'][number]

const path = '/v1/spillway/backtests'
const one = (id: string): string => `${path}/${segment(id)}`
const alertsOfPage = 1_000

export const createBacktests = (requester: Requester) => ({
  start: (request: BacktestRequest, options?: CallOptions) =>
    requester.json<Backtest>(posting(path, request, false, options)),

  /** The newest first. */
  list: async (options?: CallOptions): Promise<readonly BacktestSummary[]> =>
    (await requester.json<ResponseOf<typeof listBacktests>>(reading(path, options))).backtests,

  get: (id: string, options?: CallOptions) => requester.json<Backtest>(reading(one(id), options)),

  /** Alerts of one that is done, in order of time. */
  async *alerts(id: string, options?: CallOptions): AsyncGenerator<BacktestAlert> {
    for (let after: number | null = 0; after !== null; ) {
      const call = reading(`${one(id)}/alerts`, options, { after, limit: alertsOfPage })
      const page: ResponseOf<typeof listBacktestAlerts> = await requester.json(call)
      yield* page.alerts
      after = page.next
    }
  },

  cancel: (id: string, options?: CallOptions) => requester.json<Backtest>(acting(`${one(id)}/cancel`, true, options)),

  remove: (id: string, options?: CallOptions) => requester.nothing(removing(one(id), options)),
})
