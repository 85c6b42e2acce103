import type { Counter, Flag, Optional, Timestamp } from './scalars.ts'

/** A lesson that the tenant wrote. */
export interface LessonTable {
  id: string
  tenant_id: string
  title: string
  description: Optional
  subject: string
  message: string
  media_url: Optional
  created_at: Timestamp
  created_by: string
  modified_at: Timestamp
  modified_by: string
  /** A removed lesson stays readable to whoever is still to deliver it. */
  deleted_at: Optional<Timestamp>
}

/** The lesson for whoever joins a watchlist. */
export interface WatchlistLessonTable {
  watchlist_id: string
  tenant_id: string
  lesson_id: string
  method: string
  /** Whoever joined before that instant is sent nothing. */
  since: Timestamp
  /** Whoever joined well before that instant has been looked at. */
  looked_at: Timestamp
  modified_at: Timestamp
  modified_by: string
}

/** That somebody is to receive a lesson, and what became of it. */
export interface LessonNotificationTable {
  seq: Counter
  /** Made of what called for the lesson, so that it is there once. */
  id: string
  tenant_id: string
  lesson_id: string
  /** `Email` or `ThirdPartyIntegration`. */
  method: string
  trigger: 'ALERT_RULE' | 'WATCHLIST' | 'MANUAL'
  actor_id: Optional
  actor_name: string
  rule_id: Optional
  rule_name: Optional
  alert_id: Optional
  watchlist_id: Optional
  file_name: Optional
  destination: Optional
  /** Whether the alert was dismissed with it. */
  dismissed: Flag
  /** Whether the audit log knows of that; 1 where there is nothing to tell. */
  told: Flag
  /** Who sent it by hand. */
  sent_by: Optional
  created_at: Timestamp
  state: 'WAITING' | 'FETCHED' | 'SENT' | 'UNDELIVERABLE'
  state_at: Timestamp
  /** Why it cannot be delivered, or was not so far. */
  reason: Optional
  /** How often a mail server was asked to take it. */
  attempts: number
  /** When it is to be sent; whoever sends it moves this on first. */
  due_at: Timestamp
}
