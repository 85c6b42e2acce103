import type { SessionFilters } from '@spillway/contract'
import { type RawBuilder, sql } from 'kysely'

type Condition = RawBuilder<boolean>

/** Filters of a search of sessions (domain reference 2.6) as one condition with bound values. */
export const conditionOf = (filters: SessionFilters): Condition => {
  const parts = [...ownConditions(filters), ...relatedConditions(filters)]
  return sql<boolean>`(${sql.join([sql`session.is_shown = 1`, ...parts], sql` and `)})`
}

const ownConditions = (filters: SessionFilters): readonly Condition[] => [
  ...given(filters.actor_id, (id) => sql`session.actor_id = ${id}`),
  ...given(filters.on_or_after, (at) => sql`session.begin_at >= ${at}`),
  ...given(filters.before, (at) => sql`session.begin_at < ${at}`),
  ...given(filters.has_alerts, (has) => (has ? sql`session.alert_count > 0` : sql`session.alert_count = 0`)),
  ...anyOf(statesOf(filters.state), (states) => sql`session.state in (${states})`),
  ...anyOf(filters.severity, (severities) => sql`session.severity in (${severities})`),
  // Nothing is ever inspected, and there is one type.
  ...given(filters.content_inspection_status, (status) => (status === 'UNPROCESSED' ? sql`1 = 1` : sql`1 = 0`)),
  ...given(filters.type, (type) => (type === 'STANDARD' ? sql`1 = 1` : sql`1 = 0`)),
]

const relatedConditions = ({ risk_indicators, rule_id, watchlist_id }: SessionFilters): readonly Condition[] => [
  ...risk_indicators.map((id) => marked('indicator', sql`= ${id}`)),
  ...anyOf(watchlist_id, (ids) => marked('watchlist', sql`in (${ids})`)),
  ...anyOf(
    rule_id,
    (ids) => sql`exists (select 1 from session_alert where session_id = session.id and rule_id in (${ids}))`,
  ),
]

const marked = (kind: string, value: RawBuilder<unknown>): Condition =>
  sql`exists (select 1 from session_mark where session_id = session.id and kind = ${kind} and value ${value})`

/** A session is found by its state as well as by how older clients are told it. */
const statesOf = (states: readonly string[]): readonly string[] => [
  ...states,
  ...(states.includes('CLOSED_TP') ? ['CLOSED_TP_BENIGN'] : []),
]

const given = <Value>(value: Value | undefined, build: (value: Value) => RawBuilder<unknown>): Condition[] =>
  value === undefined ? [] : [build(value) as Condition]

const anyOf = (
  values: readonly (string | number)[],
  build: (list: RawBuilder<unknown>) => RawBuilder<unknown>,
): Condition[] => (values.length === 0 ? [] : [build(sql.join([...values])) as Condition])
