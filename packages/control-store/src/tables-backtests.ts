import type { JsonText, Optional, Timestamp } from './scalars.ts'

/** A rehearsal of a rule on past events. */
export interface BacktestTable {
  id: string
  tenant_id: string
  /** JSON of the rules as they were when it was asked for, and the range. */
  request: JsonText
  /** `QUEUED`, `RUNNING`, `DONE`, `CANCELLED` or `FAILED`. */
  state: string
  reason: Optional
  /** JSON of how far it is. */
  progress: JsonText
  /** JSON of what it found. */
  result: Optional<JsonText>
  /** How often a process began with it. */
  attempts: number
  /** The process that runs it. */
  owner: Optional
  lease_expires_at: Optional<Timestamp>
  created_at: Timestamp
  created_by: string
  started_at: Optional<Timestamp>
  finished_at: Optional<Timestamp>
}

export interface BacktestAlertTable {
  backtest_id: string
  /** In order of time, from 0. */
  position: number
  /** JSON of the alert. */
  content: JsonText
}
