import type { CompiledFilter } from '@spillway/event-store'
import { candidates } from './candidates.ts'
import { type Cursor, distanceOf, furthest } from './cursor.ts'

/** Parts of everybody's activity; as many processes can share the work at most. */
export const shardCount = 16

/** What a process holds, by shard: the cursor, as it is stored. */
export type Held = ReadonlyMap<number, string>

/** Shards that stand at the same place, and are read together. */
export interface Group {
  readonly shards: readonly number[]
  /** As it is stored. */
  readonly stored: string
  readonly from: Cursor
  /** Where the next group stands, which they join there; null where there is none. */
  readonly until: Cursor | null
}

/** The shards that came the least far; null where none is held. */
export const hindmost = (held: Held): Group | null => {
  const groups = [...Map.groupBy(held, ([, stored]) => stored)]
    .map(([stored, of]) => ({ stored, from: JSON.parse(stored) as Cursor, shards: of.map(([shard]) => shard) }))
    .sort((left, right) => Number(distanceOf(left.from) - distanceOf(right.from)))
  const [first, second] = groups
  return first ? { ...first, until: second ? furthest(first.from, second.from) : null } : null
}

/**
 * What some rule may look at in some shards. Which one an event belongs to is a matter of the event alone: who is meant by
 * its names may change while some shards have read it and others have not.
 */
export const shownTo = (shards: readonly number[]): CompiledFilter =>
  shards.length === shardCount
    ? candidates
    : {
        where: `(${candidates.where}) AND CRC32(${person}) % ${shardCount} IN {shards:Array(UInt8)}`,
        parameters: { ...candidates.parameters, shards },
      }

const person = "if(user_email != '', lower(user_email), user_id)"
