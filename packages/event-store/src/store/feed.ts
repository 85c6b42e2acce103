import { createHash } from 'node:crypto'
import type { CompiledFilter } from '../query/index.ts'
import { eventTable } from '../schema/layout.ts'
import type { CallOptions, Engine } from './engine.ts'
import { renderEvents } from './search.ts'
import { type RowKey, rowKey, type Statement } from './statements.ts'

/** How far a reader came: the highest sequence number read of each node, as decimal text. */
export type FeedCursor = Readonly<Record<string, string>>

export interface FeedManifest {
  count: number
  /** Positions `<node>:<seq>` of the first and last event, null on an empty page. */
  first: string | null
  last: string | null
  /** SHA-256 in lower-case hex of the event ids in order, each followed by a line feed. */
  hash: string
}

export interface FeedPage {
  /** Whole v2 events as JSON objects, joined by commas, without brackets. */
  events: AsyncIterable<Uint8Array>
  manifest: FeedManifest
  cursor: FeedCursor
}

export interface FeedRequest {
  after: FeedCursor
  /** Where to end, of each node; what it does not name is not read. Without it, at the end. */
  until?: FeedCursor
  limit: number
  /** Only events that meet it are rendered; all count, and move the cursor. */
  shown?: CompiledFilter
}

interface NodePosition {
  origin: string
  highest: string
}

type FeedKey = RowKey & { origin: string; isShown: number }

/**
 * Events in the order in which each node stored them. A node has one writer that commits in the order of its numbers,
 * so nothing can appear later below a number already seen. Every node with news gets its share of a page.
 */
export async function readFeed(
  engine: Engine,
  { after, until, limit, shown = everything }: FeedRequest,
  call?: CallOptions,
): Promise<FeedPage> {
  const positions = await engine.rows<NodePosition>(nodePositions, call)
  const endOf = (origin: string) => (until ? (until[origin] ?? '0') : farthest)
  const fresh = positions.filter(({ origin, highest }) => {
    const from = BigInt(after[origin] ?? '0')
    return BigInt(highest) > from && BigInt(endOf(origin)) > from
  })
  const share = Math.ceil(limit / Math.max(1, fresh.length))
  const stretches = await Promise.all(
    fresh.map(({ origin }) =>
      engine.rows<FeedKey>(nodeKeysStatement(origin, after[origin] ?? '0', endOf(origin), share, shown), call),
    ),
  )
  const keys = stretches.flat().slice(0, limit)
  const whole = keys.filter(({ isShown }) => isShown === 1)
  return {
    events: await renderEvents(engine, 'v2', whole, 'node, seq', call),
    manifest: manifestOf(keys),
    cursor: { ...after, ...Object.fromEntries(keys.map(({ origin, number }) => [origin, number])) },
  }
}

const everything: CompiledFilter = { where: '1', parameters: {} }

const nodePositions: Statement = {
  sql: `SELECT toString(node) AS origin, toString(max(seq)) AS highest FROM ${eventTable} GROUP BY node ORDER BY node`,
  parameters: {},
}

/** The highest sequence number that can be stored. */
const farthest = String(2n ** 64n - 1n)

function nodeKeysStatement(
  node: string,
  after: string,
  until: string,
  limit: number,
  shown: CompiledFilter,
): Statement {
  return {
    sql: [
      `SELECT toString(node) AS origin, ${rowKey}, toUInt8(${shown.where}) AS isShown FROM ${eventTable}`,
      'WHERE node = {node:UInt32} AND seq > {after:UInt64} AND seq <= {until:UInt64}',
      'ORDER BY seq LIMIT {limit:UInt64}',
    ].join(' '),
    parameters: { ...shown.parameters, node: Number(node), after: BigInt(after), until: BigInt(until), limit },
  }
}

function manifestOf(keys: readonly FeedKey[]): FeedManifest {
  const hash = createHash('sha256')
  for (const { id } of keys) hash.update(`${id}\n`)
  return {
    count: keys.length,
    first: positionOf(keys[0]),
    last: positionOf(keys.at(-1)),
    hash: hash.digest('hex'),
  }
}

function positionOf(key: FeedKey | undefined): string | null {
  return key ? `${key.origin}:${key.number}` : null
}
