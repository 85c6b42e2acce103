import type { explainAlert, queryAlerts, readAlertChanges } from '@spillway/contract'
import { posting, reading, segment } from '../core/calls.ts'
import type { ResponseOf } from '../core/operation-types.ts'
import type { Persist } from '../core/persist.ts'
import type { CallOptions, Requester } from '../core/requester.ts'
import { createChangeFeed } from './change-feed.ts'

export type AlertPage = ResponseOf<typeof queryAlerts>
export type Alert = AlertPage['alerts'][number]
/** Alerts that were raised or changed, as they are now. */
export type AlertChangePage = ResponseOf<typeof readAlertChanges>
/** Why an alert was raised: conditions, volume, what would have kept the rule silent, and events. */
export type AlertExplanation = ResponseOf<typeof explainAlert>

/** Terms, operators and values as `POST /v1/alerts/query-alerts` takes them. */
export interface AlertQuery {
  readonly groups?: readonly {
    readonly filters: readonly { readonly term: string; readonly operator: string; readonly value: unknown }[]
    readonly filterClause?: 'AND' | 'OR'
  }[]
  readonly groupClause?: 'AND' | 'OR'
  /** From 0. */
  readonly pgNum?: number
  readonly pgSize?: number
  readonly srtKey?: string
  readonly srtDirection?: 'ASC' | 'DESC'
}

export const createAlerts = (requester: Requester, persist: Persist) => ({
  ...createChangeFeed<AlertChangePage>(requester, persist, {
    path: '/v1/spillway/alerts/changes',
    idsOf: ({ alerts }) => alerts.map(({ id }) => id),
  }),

  /** One page; what is wrong with the question stands in `problems`. */
  search: (query: AlertQuery, options?: CallOptions) =>
    requester.json<AlertPage>(posting('/v1/alerts/query-alerts', query, true, options)),

  explain: (id: string, options?: CallOptions) =>
    requester.json<AlertExplanation>(reading(`/v1/spillway/alerts/${segment(id)}/explanation`, options)),
})
