import type { NotificationMessage } from '@spillway/contract'
import type { Row } from '@spillway/control-store'
import type { WatchlistAtTheTime } from '@spillway/detection'

/** What is told of an alert, as of when it was raised. `firstAt` is in milliseconds since 1970. */
export const messageOf = (id: string, alert: Row<'alert'>, firstAt: number): NotificationMessage => ({
  id,
  type: 'alert.created',
  timestamp: alert.created_at,
  data: {
    alertId: alert.id,
    tenantId: alert.tenant_id,
    name: alert.name,
    description: alert.description,
    severity: alert.severity,
    riskSeverity: alert.risk_severity,
    actor: alert.actor,
    actorId: alert.actor_id,
    ruleId: alert.rule_id,
    ruleVersion: Number(alert.rule_version),
    watchlists: watchlistsOf(alert).map(({ id, type, title }) => ({ id, type, title })),
    firstActivityAt: new Date(firstAt).toISOString(),
    createdAt: alert.created_at,
    explanation: explanationOf(alert.id),
  },
})

export const watchlistsOf = ({ watchlists }: Pick<Row<'alert'>, 'watchlists'>): readonly WatchlistAtTheTime[] =>
  JSON.parse(watchlists) as WatchlistAtTheTime[]

const explanationOf = (alertId: string): string => `/v1/spillway/alerts/${alertId}/explanation`

interface Test {
  readonly id: string
  readonly tenantId: string
  readonly channelName: string
  /** Who asked for it. */
  readonly actor: string
  readonly at: string
}

const nothing = '00000000-0000-0000-0000-000000000000'

/** A message of the same shape that tells of nothing. */
export const testMessage = ({ id, tenantId, channelName, actor, at }: Test): NotificationMessage => ({
  id,
  type: 'test',
  timestamp: at,
  data: {
    ...{ alertId: nothing, tenantId, name: `Test of ${channelName}`, description: 'Nothing happened' },
    ...{ severity: 'LOW', riskSeverity: 'NO_RISK_INDICATED', actor, actorId: null },
    ...{ ruleId: nothing, ruleVersion: 0, watchlists: [], firstActivityAt: at, createdAt: at },
    explanation: explanationOf(nothing),
  },
})
