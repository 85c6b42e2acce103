import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ControlStore } from '@spillway/control-store'
import { badCursor } from '../../http/index.ts'
import { isAhead, nextChange, type Position, readPosition, writePosition } from './position.ts'

/** Something that changed, as it is now. */
export interface ChangedItem<Item> {
  readonly position: Position
  readonly item: Item
}

interface Dependencies<Item> {
  readonly store: Pick<ControlStore, 'db'>
  /** Letters before the cursor. */
  readonly feed: string
  /** What changed behind a position, in the order of positions. */
  readonly after: (tenantId: string, position: Position, limit: number) => Promise<readonly ChangedItem<Item>[]>
}

interface FeedRequest {
  readonly tenantId: string
  readonly cursor?: string | undefined
  /** Where to begin without a cursor. */
  readonly start: 'beginning' | 'now'
  readonly limit: number
  /** Seconds to wait for a change when none is there. */
  readonly wait: number
}

/** How often who waits looks for a change (milliseconds): any process may have made it. */
const lookMilliseconds = 250

/** Pages of what changed, each thing at its latest change: whoever goes on from cursor to cursor misses nothing. */
export const createChangeFeed = <Item>({ store, feed, after }: Dependencies<Item>) => {
  const counter = async (tenantId: string): Promise<number> => {
    const query = store.db.selectFrom('change_counter').select('last').where('tenant_id', '=', tenantId)
    return Number((await query.executeTakeFirst())?.last ?? 0)
  }

  const read = async ({ tenantId, cursor, start, limit, wait }: FeedRequest, signal: AbortSignal) => {
    let last = await counter(tenantId)
    const from = !cursor && start === 'now' ? nextChange(last) : readPosition(feed, cursor)
    // It would skip what is yet to come.
    if (isAhead(from, last)) throw badCursor('lies beyond the last change')
    const over = AbortSignal.any([signal, AbortSignal.timeout(wait * 1000)])
    let items = await after(tenantId, from, limit)
    while (items.length === 0 && wait > 0 && !over.aborted) {
      await sleep(lookMilliseconds, undefined, { signal: over }).catch(() => undefined)
      const now = await counter(tenantId)
      if (now !== last) items = await after(tenantId, from, limit)
      last = now
    }
    return pageOf(feed, items, from)
  }
  return { read }
}

const pageOf = <Item>(feed: string, items: readonly ChangedItem<Item>[], from: Position) => {
  const hash = createHash('sha256')
  for (const { position } of items) hash.update(`${position.id}\n`)
  const [first, last] = [items[0]?.position, items.at(-1)?.position]
  return {
    items: items.map(({ item }) => item),
    cursor: writePosition(feed, last ?? from),
    manifest: { count: items.length, first: textOf(first), last: textOf(last), hash: hash.digest('hex') },
  }
}

const textOf = (position: Position | undefined): string | null =>
  position === undefined ? null : `${position.change}:${position.id}`
