import type { Optional, Timestamp } from './scalars.ts'

/** A stretch of time from its first instant up to, and without, its last; open while `to_at` is null. */
interface Stretch {
  from_at: Timestamp
  to_at: Optional<Timestamp>
}

/** Which department a user belonged to, and when. What stands open is what the directory profile says. */
export interface DepartmentMembershipTable extends Stretch {
  user_uid: string
  department_id: string
}

/** Which directory groups a user was in, and when. Outlives the group. */
export interface GroupMembershipTable extends Stretch {
  group_id: string
  user_uid: string
}

export interface WatchlistTable {
  id: string
  tenant_id: string
  /** `CUSTOM` or one of the recommended types, of which there is one list each. */
  list_type: string
  /** Of custom lists alone. */
  title: Optional
  description: Optional
  created_at: Timestamp
  modified_at: Timestamp
  /** The row stays, since who was on the list remains a fact of its time. */
  deleted_at: Optional<Timestamp>
}

/** Who is on a list by which rule, and when: never a row for each person of a department or group. */
export interface WatchlistRuleTable extends Stretch {
  watchlist_id: string
  kind: 'included' | 'excluded' | 'department' | 'group'
  /** Uid of a user, or id of a department or directory group. */
  subject: string
  /** What the subject was called when the rule was made; shown when it is no longer there. */
  label: string
}
