import { createHash } from 'node:crypto'
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
}

interface NodePosition {
  origin: string
  highest: string
}

type FeedKey = RowKey & { origin: string }

/**
 * Events in the order in which each node stored them. A node has one writer that commits in the order of its numbers,
 * so nothing can appear later below a number already seen. Every node with news gets its share of a page.
 */
export async function readFeed(engine: Engine, request: FeedRequest, call?: CallOptions): Promise<FeedPage> {
  const { after, limit } = request
  const stretches = await Promise.all(
    (await stretchesOf(engine, request, call)).map((stretch) => engine.rows<FeedKey>(nodeKeysStatement(stretch), call)),
  )
  const keys = stretches.flat().slice(0, limit)
  return {
    events: await renderEvents(engine, 'v2', keys, 'node, seq', call),
    manifest: manifestOf(keys),
    cursor: { ...after, ...Object.fromEntries(keys.map(({ origin, number }) => [origin, number])) },
  }
}

/** Part of what a node stored, and how much of it to read at most. */
export interface Stretch {
  readonly origin: string
  readonly after: string
  readonly until: string
  readonly limit: number
}

/** What there is to read of each node with news. */
export async function stretchesOf(
  engine: Engine,
  { after, until, limit }: Pick<FeedRequest, 'after' | 'until' | 'limit'>,
  call?: CallOptions,
): Promise<readonly Stretch[]> {
  const positions = await engine.rows<NodePosition>(nodePositions, call)
  const fresh = positions
    .map(({ origin, highest }) => ({
      ...{ origin, highest, after: after[origin] ?? '0', until: until ? (until[origin] ?? '0') : farthest },
    }))
    .filter((node) => BigInt(node.highest) > BigInt(node.after) && BigInt(node.until) > BigInt(node.after))
  return fresh.map((node) => ({ ...node, limit: Math.ceil(limit / fresh.length) }))
}

/** The highest sequence number that can be stored. */
const farthest = String(2n ** 64n - 1n)

const nodePositions: Statement = {
  sql: `SELECT toString(node) AS origin, toString(max(seq)) AS highest FROM ${eventTable} GROUP BY node ORDER BY node`,
  parameters: {},
}

function nodeKeysStatement({ origin, after, until, limit }: Stretch): Statement {
  return {
    sql: [
      `SELECT toString(node) AS origin, ${rowKey} FROM ${eventTable}`,
      'WHERE node = {node:UInt32} AND seq > {after:UInt64} AND seq <= {until:UInt64}',
      'ORDER BY seq LIMIT {limit:UInt64}',
    ].join(' '),
    parameters: { node: Number(origin), after: BigInt(after), until: BigInt(until), limit },
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
