import { reading } from '../core/calls.ts'
import type { CallOptions, Requester } from '../core/requester.ts'
import { checkManifest, type FeedPage } from '../feed/manifest.ts'
import type { FileEvent } from '../types.ts'

export interface FeedRequest extends CallOptions {
  /** Where to go on; absent = from the oldest event kept. */
  readonly cursor?: string
  /** Events a page, at most. */
  readonly limit?: number
  /** Seconds the server may hold the answer while nothing new is there. */
  readonly wait?: number
}

export interface FollowedPage {
  readonly events: readonly FileEvent[]
  /** Keep this once the events are dealt with; the next run goes on here. */
  readonly cursor: string
}

const defaultWait = 20
const path = '/v1/spillway/event-feed'

export const createEventFeed = (requester: Requester) => {
  /** One page, checked against its manifest. */
  const page = async ({ cursor, limit, wait, ...options }: FeedRequest = {}): Promise<FeedPage> => {
    const received = await requester.json<FeedPage>(reading(path, options, { cursor, limit, wait }))
    checkManifest(received)
    return received
  }

  /** Every event exactly once in order of insertion, for as long as the caller listens; abort by signal or `break`. */
  async function* follow(request: FeedRequest = {}): AsyncGenerator<FollowedPage> {
    let { cursor } = request
    while (true) {
      const next = await page({ wait: defaultWait, ...request, ...(cursor !== undefined && { cursor }) })
      cursor = next.cursor
      if (next.events.length > 0) yield { events: next.events, cursor }
    }
  }

  return { page, follow }
}
