import type { Counter, FlagWithDefault, Optional, Timestamp } from './scalars.ts'

/** A wish for a new password that came from outside. */
export interface PasswordResetRequestTable {
  /** `name:<user name key>`, `number:<legacy id>` or `uid:<uid>`, as it was asked. */
  subject: string
  requests: Counter
  requested_at: Timestamp
  expires_at: Timestamp
  /** Whether it was looked at by who answers wishes by mail. */
  judged: FlagWithDefault
}

/** Mail with which an account becomes a user's own. The secret in it is made when it is sent, and never stored. */
export interface AccountMessageTable {
  id: string
  user_uid: string
  kind: 'invitation' | 'password-reset'
  /** Address of the user when it was issued. */
  recipient: string
  state: 'waiting' | 'delivered' | 'dead'
  attempts: number
  /** When to try next; while somebody does, when others may take over. */
  due_at: Timestamp
  /** Who tries just now; each try has its own. */
  claim: Optional
  problem: Optional
  /** When its secret ends. */
  expires_at: Timestamp
  created_at: Timestamp
  settled_at: Optional<Timestamp>
}
