import type { ColumnType } from 'kysely'
import type { Counter, Flag, JsonText, Optional } from './scalars.ts'

/** Activity of one actor in one stretch of the grid of sessions. Instants are milliseconds since 1970. */
export interface SessionTable {
  /** `<actor>_<milliseconds>` */
  id: string
  tenant_id: string
  actor_key: string
  actor_id: string
  actor: string
  start: number
  begin_at: number
  end_at: number
  score: number
  /** 0 none, 1 low, 2 moderate, 3 high, 4 critical. */
  severity: number
  /** Whether it has risk or alerts: activity without either is kept, for risk may come late. */
  is_shown: Flag
  alert_count: number
  /** The state of version 2. */
  state: string
  first_observed: Optional<number>
  last_updated: number
  /** JSON of counts, tallies and events. */
  content: JsonText
  /** Number of the latest change. */
  change: Counter
}

/** Which session an alert belongs to. */
export interface SessionAlertTable {
  alert_id: string
  session_id: string
  rule_id: string
  rule_name: string
  lesson_id: Optional
  file_count: number
  /** JSON of the names of the indicators that the alert's events carry. */
  indicators: JsonText
  created_at: number
}

/** What sessions are looked for by. */
export interface SessionMarkTable {
  session_id: string
  kind: 'indicator' | 'watchlist'
  value: string
}

/** Histories of sessions. */
export interface SessionEntryTable {
  number: ColumnType<number, undefined, never>
  session_id: string
  kind: 'score' | 'state' | 'note'
  at: number
  user_id: Optional
  /** JSON. */
  content: JsonText
}
