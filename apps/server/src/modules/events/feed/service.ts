import type { FeedManifest } from '@spillway/contract'
import { badCursor } from '../../../http/index.ts'
import type { CommitSignal } from '../../ingest/index.ts'
import { type FeedCursor, readFeedCursor, writeFeedCursor } from './cursor.ts'
import type { GivenPositions } from './given.ts'

/** One page as the event store gives it. */
export interface StoredPage {
  /** Whole v2 events as JSON objects, joined by commas, without brackets. */
  readonly events: AsyncIterable<Uint8Array>
  readonly manifest: FeedManifest
  /** What was read once this page is. */
  readonly cursor: FeedCursor
}

/** What the feed needs of the event store: events in order of insertion, none of which can come late. */
export interface FeedStore {
  feed(request: { after: FeedCursor; limit: number }): Promise<StoredPage>
  /** The last number of a node that is stored, 0 for none. */
  highestSequence(node: number): Promise<bigint>
}

export interface FeedRequest {
  readonly cursor: string | undefined
  readonly limit: number
  /** Seconds to wait for an event when none is there. */
  readonly wait: number
}

/** A page on its way to a client. */
export interface OpenPage {
  readonly events: AsyncIterable<Uint8Array>
  readonly manifest: FeedManifest
  readonly cursor: string
}

interface Dependencies {
  readonly store: FeedStore
  readonly given: GivenPositions
  readonly commits: Pick<CommitSignal, 'wait'>
}

/** Other nodes commit without a sign to this one, so a waiting reader looks for itself so often (milliseconds). */
const lookMilliseconds = 1_000

export const createFeedService = ({ store, given, commits }: Dependencies) => {
  /** Refuses what cannot have come from this feed: it would skip events yet to come. */
  const check = async (cursor: FeedCursor): Promise<void> => {
    for (const [node, number] of await given.beyond(cursor)) {
      const highest = await store.highestSequence(Number(node))
      if (highest === 0n) throw badCursor(`names node ${node}, of which this feed has no event`)
      if (BigInt(number) > highest) throw badCursor(`lies beyond the last event of node ${node}`)
    }
  }

  /** The next page. An empty one is answered only once the wait is over or the client gone. */
  const read = async ({ cursor, limit, wait }: FeedRequest, signal: AbortSignal): Promise<OpenPage> => {
    const after = readFeedCursor(cursor)
    await check(after)
    const over = AbortSignal.any([signal, AbortSignal.timeout(wait * 1000)])
    while (true) {
      const look = new AbortController()
      // Listening starts before looking, so that a commit in between is not missed.
      const news = commits.wait(lookMilliseconds, AbortSignal.any([over, look.signal]))
      const page = await store.feed({ after, limit }).catch((error) => stopAndThrow(look, error))
      if (page.manifest.count > 0 || wait === 0 || over.aborted) {
        look.abort()
        await given.remember(page.cursor)
        return { events: page.events, manifest: page.manifest, cursor: writeFeedCursor(page.cursor) }
      }
      await news
    }
  }
  return { read }
}

export type FeedService = ReturnType<typeof createFeedService>

const stopAndThrow = (look: AbortController, error: unknown): never => {
  look.abort()
  throw error
}
