import type { ChannelFilter } from '@spillway/contract'
import type { Row } from '@spillway/control-store'
import { watchlistsOf } from './message.ts'

const severities = ['LOW', 'MEDIUM', 'HIGH']

/** Whether a channel tells of an alert. */
export const isToldBy = (
  { minimumSeverity, ruleIds, watchlistIds }: ChannelFilter,
  alert: Pick<Row<'alert'>, 'severity' | 'rule_id' | 'watchlists'>,
): boolean =>
  severities.indexOf(alert.severity) >= severities.indexOf(minimumSeverity.toUpperCase()) &&
  (ruleIds.length === 0 || ruleIds.includes(alert.rule_id)) &&
  (watchlistIds.length === 0 || watchlistsOf(alert).some(({ id }) => watchlistIds.includes(id)))
