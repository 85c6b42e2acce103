import { type EventPart, type FieldPath, readerOf, renderSettings } from '@spillway/event-model'
import type { CompiledFilter } from '../query/index.ts'
import { eventTable } from '../schema/layout.ts'
import type { CallOptions, Engine } from './engine.ts'
import { type FeedCursor, type Stretch, stretchesOf } from './feed.ts'
import { joinLines } from './json-array.ts'

export interface FollowRequest<Path extends FieldPath> {
  readonly after: FeedCursor
  /** Where to end, of each node; what it does not name is not read. Without it, at the end. */
  readonly until?: FeedCursor
  /** Events at most that one page is made of. */
  readonly limit: number
  /** Only events that meet it are read; all count, and move the cursor. */
  readonly shown: CompiledFilter
  /** Leaves that the parts have. */
  readonly fields: readonly Path[]
}

export interface FollowPage<Path extends FieldPath> {
  readonly count: number
  /** Whether nothing of what was asked for lies behind it. */
  readonly isEnd: boolean
  /** In the order in which each node stored them. */
  readonly events: readonly EventPart<Path>[]
  readonly cursor: FeedCursor
}

interface End {
  readonly last: string
  readonly events: number
  readonly shown: number
}

/** The feed for a reader within the server: parts of events, far cheaper than whole ones, and no proof. */
export async function followEvents<Path extends FieldPath>(
  engine: Engine,
  { shown, fields, ...request }: FollowRequest<Path>,
  call?: CallOptions,
): Promise<FollowPage<Path>> {
  const stretches = await stretchesOf(engine, request, call)
  const pages = await Promise.all(
    stretches.map(async (stretch) => {
      const [end] = await engine.rows<End>(endStatement(stretch, shown), call)
      const until = end && end.events > 0 ? end.last : stretch.after
      const parts = end && end.shown > 0 ? await readParts(engine, { ...stretch, until }, shown, fields, call) : []
      const count = end?.events ?? 0
      return { origin: stretch.origin, count, isEnd: count < stretch.limit, until, parts }
    }),
  )
  return {
    count: pages.reduce((sum, { count }) => sum + count, 0),
    isEnd: pages.every(({ isEnd }) => isEnd),
    events: pages.flatMap(({ parts }) => parts),
    cursor: { ...request.after, ...Object.fromEntries(pages.map(({ origin, until }) => [origin, until])) },
  }
}

const condition = 'node = {node:UInt32} AND seq > {after:UInt64} AND seq <= {until:UInt64}'

const parametersOf = ({ origin, after, until }: Stretch, shown: CompiledFilter) => ({
  ...shown.parameters,
  ...{ node: Number(origin), after: BigInt(after), until: BigInt(until) },
})

const endStatement = (stretch: Stretch, shown: CompiledFilter) => ({
  sql: `SELECT toString(max(seq)) AS last, toUInt32(count()) AS events, toUInt32(countIf(isShown)) AS shown FROM
    (SELECT seq, toBool(${shown.where}) AS isShown FROM ${eventTable} WHERE ${condition} ORDER BY seq LIMIT {limit:UInt64})`,
  parameters: { ...parametersOf(stretch, shown), limit: stretch.limit },
})

const readParts = async <Path extends FieldPath>(
  engine: Engine,
  stretch: Stretch,
  shown: CompiledFilter,
  fields: readonly Path[],
  call?: CallOptions,
): Promise<readonly EventPart<Path>[]> => {
  const { sql, read } = readerOf(fields)
  const statement = {
    sql: `SELECT ${sql} FROM ${eventTable} WHERE ${condition} AND (${shown.where}) ORDER BY seq`,
    parameters: parametersOf(stretch, shown),
  }
  const lines = await engine.whole(statement, renderSettings, call, 'JSONCompactEachRow')
  return (JSON.parse(`[${Buffer.from(joinLines(lines)).toString()}]`) as unknown[][]).map(read)
}
