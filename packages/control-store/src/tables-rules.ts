import type { Flag, JsonText, Optional, TextWithDefault, Timestamp } from './scalars.ts'

export interface AlertRuleTable {
  id: string
  tenant_id: string
  name: string
  /** The name as it is compared: every letter in lower case, by no store's own notion of letters. */
  name_key: TextWithDefault
  description: string
  /** `Low`, `Medium` or `High`. */
  severity: string
  /** `FED_COMPOSITE`, or the family of version 1 that the rule keeps to. */
  family: string
  enabled: Flag
  /** Came with a watchlist. */
  system: Flag
  source: string
  watchlist_id: Optional
  version: number
  /** JSON of what the rule decides by. */
  definition: JsonText
  /** JSON array of `{ userIdFromAuthority, aliases }`: whose names the definition lists. */
  users: JsonText
  notifications: JsonText
  education: Optional<JsonText>
  /** JSON array of indicators that the server took out of the rule. */
  removed_indicators: TextWithDefault
  /** Why the server switched it off. */
  warning: Optional
  created_at: Timestamp
  created_by: string
  modified_at: Timestamp
  modified_by: string
  /** A removed rule keeps its id, so that what comes with the product does not come again. */
  deleted_at: Optional<Timestamp>
}

export interface AlertRuleVersionTable {
  rule_id: string
  version: number
  name: string
  description: string
  severity: string
  family: string
  definition: JsonText
  notifications: JsonText
  education: Optional<JsonText>
  changed_at: Timestamp
  changed_by: string
}

export interface AlertRuleStateTable {
  tenant_id: string
  /** Grows with every change, so that every server sees that there was one. */
  revision: number
}
