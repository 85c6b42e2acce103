import type { Counter, Flag, FlagWithDefault, JsonText, Optional, Timestamp } from './scalars.ts'

/** Activity of one actor that met one version of a rule, in five minutes. */
export interface AlertActivityTable {
  tenant_id: string
  rule_id: string
  rule_version: number
  actor_key: string
  /** Milliseconds since 1970, a multiple of five minutes. */
  bucket: number
  /** `endpoint` or `cloud`. */
  kind: string
  /** JSON of counts, tallies and files. */
  content: JsonText
  /** Start of the window in which it lies, milliseconds since 1970. */
  window_start: Optional<number>
  /** Nothing that happens from here on counts with it, likewise. Null in rows of before 1970. */
  joined_until: Optional<number>
  /** Whether nothing counts with it any more and it stays for the sake of alerts. */
  is_kept: FlagWithDefault
}

export interface AlertTable {
  id: string
  tenant_id: string
  rule_id: string
  rule_version: number
  actor_key: string
  actor: string
  actor_id: Optional
  /** Milliseconds since 1970. */
  window_start: number
  type: string
  name: string
  description: string
  severity: string
  risk_severity: string
  rule_source: string
  /** JSON array of the lists the actor was on. */
  watchlists: JsonText
  significant_watchlist: Flag
  /** JSON of the lesson that the rule sends. */
  education: Optional<JsonText>
  state: string
  state_modified_at: Optional<Timestamp>
  state_modified_by: Optional
  note_id: Optional
  note: Optional
  note_at: Optional<Timestamp>
  note_by: Optional
  created_at: Timestamp
  modified_at: Timestamp
  modified_by: Optional
  /** Number of the latest change. */
  change: Counter
}

/** The number of the latest change of alerts and sessions. */
export interface ChangeCounterTable {
  tenant_id: string
  last: number
}

/** A part of everybody's activity: who judges it, and how far in the event feed. */
export interface DetectionShardTable {
  tenant_id: string
  shard: number
  /** JSON of the highest number read of each node. */
  cursor: JsonText
  owner: Optional
  lease_expires_at: Optional<Timestamp>
  /** Whatever was stored before then has been judged. */
  caught_up_at: Optional<Timestamp>
}
