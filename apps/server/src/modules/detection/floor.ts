import type { ControlStore } from '@spillway/control-store'
import type { Timing } from '@spillway/detection'
import { shardCount } from './shards.ts'

/**
 * From the receipt of an event until every process can read it, in milliseconds: its request is over within minutes, and
 * the clocks of servers differ.
 */
const storedWithin = 60 * 60_000

/**
 * No event that is still to be judged will count for an earlier instant, milliseconds since 1970: all that was received
 * before has been judged, and what comes is not believed to be older. Null where that is not known.
 */
export const floorOf = async (
  { db }: Pick<ControlStore, 'db'>,
  tenantId: string,
  { late }: Timing,
): Promise<number | null> => {
  const rows = await db
    .selectFrom('detection_shard')
    .select('caught_up_at')
    .where('tenant_id', '=', tenantId)
    .where('caught_up_at', 'is not', null)
    .execute()
  if (rows.length < shardCount) return null
  return Math.min(...rows.map(({ caught_up_at }) => Date.parse(caught_up_at ?? ''))) - storedWithin - late
}
