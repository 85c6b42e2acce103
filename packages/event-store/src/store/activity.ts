import { eventTable } from '../schema/layout.ts'
import type { CallOptions, Engine } from './engine.ts'

/** What somebody did within an hour, as the stored events tell it; '' for what they do not tell. */
export interface StoredActivity {
  readonly userId: string
  readonly userEmail: string
  readonly action: string
  readonly vector: string
  readonly destination: string
  /** Hours since 1970, by the time of the events. */
  readonly hour: number
}

export interface ActivityRequest {
  readonly node: number
  /** Sequence number of the last event that is known already, as decimal text. */
  readonly after: string
  /** Events at most that one page is made of. */
  readonly limit: number
}

export interface ActivityPage {
  /** Each kind of activity once, in no order. */
  readonly activities: readonly StoredActivity[]
  /** Sequence number of the last event of the page; of the request where it has none. */
  readonly last: string
  /** True when this was all that had been stored by then. */
  readonly isEnd: boolean
}

/** What people did in the events that a node stored after one of them, in pages of the order in which it stored them. */
export async function readActivity(
  engine: Engine,
  request: ActivityRequest,
  call?: CallOptions,
): Promise<ActivityPage> {
  const { node, limit } = request
  const after = BigInt(request.after)
  const [page] = await engine.rows<PageEnd>({ sql: pageEnd, parameters: { node, after, limit } }, call)
  if (!page || page.events === 0) return { activities: [], last: request.after, isEnd: true }
  const parameters = { node, after, last: BigInt(page.last) }
  const activities = await engine.rows<StoredActivity>({ sql: activityOfPage, parameters }, call)
  return { activities, last: page.last, isEnd: page.events < limit }
}

interface PageEnd {
  readonly last: string
  readonly events: number
}

const pageEnd = `SELECT toString(max(seq)) AS last, toUInt32(count()) AS events FROM
  (SELECT seq FROM ${eventTable} WHERE node = {node:UInt32} AND seq > {after:UInt64} ORDER BY seq LIMIT {limit:UInt64})`

/** Devices whose clocks are more than a day ahead tell nothing of hours and days. */
const activityOfPage = `SELECT user_id AS userId, user_email AS userEmail, event_action AS action, event_vector AS vector,
  destination_name AS destination, toInt32(intDiv(toUnixTimestamp64Milli(timestamp), 3600000)) AS hour
  FROM ${eventTable}
  WHERE node = {node:UInt32} AND seq > {after:UInt64} AND seq <= {last:UInt64} AND (user_id != '' OR user_email != '')
    AND timestamp BETWEEN toDateTime64('1970-01-02 00:00:00', 3, 'UTC') AND event_inserted + INTERVAL 1 DAY
  GROUP BY userId, userEmail, action, vector, destination, hour`
