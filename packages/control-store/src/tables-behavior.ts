import type { Timestamp } from './scalars.ts'

/** What an actor usually does. */
export interface BehaviorProfileTable {
  actor_id: string
  /** The profile as `packages/detection` encodes it. */
  profile: Uint8Array
  /** Grows by one with every change: whoever writes must have read the one before. */
  revision: number
  /** Node that wrote last. */
  node: number
  updated_at: Timestamp
}

/** How far the events of a node are part of the profiles. */
export interface BehaviorPositionTable {
  node: number
  /** Sequence number of the last event up to which all are. */
  seq: number
  updated_at: Timestamp
}
