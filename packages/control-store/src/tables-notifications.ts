import type { Flag, JsonText, Optional, Timestamp } from './scalars.ts'

export interface NotificationChannelTable {
  id: string
  tenant_id: string
  name: string
  /** `webhook`, `mail` or `syslog`. */
  kind: string
  enabled: Flag
  /** JSON of where it leads. */
  target: JsonText
  /** JSON of the alerts it tells of. */
  filter: JsonText
  /** What a webhook is signed with, base64. It has to sign, so that no hash of it would do. */
  secret: Optional
  /** The secret before, which signs beside the new one for a while. */
  previous_secret: Optional
  previous_secret_until: Optional<Timestamp>
  created_at: Timestamp
  created_by: string
  modified_at: Timestamp
  modified_by: string
}

/** What somebody is to be told, written with what it tells of. */
export interface NotificationTable {
  id: string
  tenant_id: string
  /** A channel, or `contacts` for those of a rule. */
  channel_id: string
  /** Address of a contact. */
  recipient: Optional
  alert_id: string
  /** The message as it is sent, each time the same bytes. */
  message: JsonText
  state: 'waiting' | 'delivered' | 'dead'
  attempts: number
  /** When to try next; while somebody does, when others may take over. */
  due_at: Timestamp
  /** Who tries just now; each try has its own. */
  claim: Optional
  /** From when its time runs: its creation, or the last replay. */
  waiting_since: Timestamp
  last_attempt_at: Optional<Timestamp>
  problem: Optional
  created_at: Timestamp
  settled_at: Optional<Timestamp>
}
