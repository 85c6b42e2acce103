import type { Optional, Timestamp } from './scalars.ts'

/** What is known of a user's actor beside the account; a user without a row is an actor all the same. */
export interface ActorTable {
  /** Uid of the user. */
  id: string
  tenant_id: string
  /** The actor that adopted this one, to which its activity is attributed. A parent has no parent. */
  parent_id: Optional
  notes: Optional
  /** `YYYY-MM-DD`, with `00` for a day or month that is not known. */
  start_date: Optional
  end_date: Optional
  modified_at: Timestamp
}

/** A name that an actor bears in a cloud service. */
export interface ActorAliasTable {
  tenant_id: string
  /** What makes two names the same; one actor bears it. */
  name_key: string
  actor_id: string
  name: string
  created_at: Timestamp
}

/** An account of a cloud service that no user was behind when it was first seen. */
export interface CloudActorTable {
  id: string
  tenant_id: string
  /** What makes two names the same. */
  name_key: string
  name: string
  /** The actor that adopted this one: a user, or another account. */
  parent_id: Optional
  notes: Optional
  start_date: Optional
  end_date: Optional
  seen_at: Timestamp
  modified_at: Timestamp
}

/** Commits that changed what a cache holds, counted by triggers; see `revisionOf`. */
export interface RevisionTable {
  name: string
  writer: number
  changes: number
}
