import { reading } from '../core/calls.ts'
import type { Persist } from '../core/persist.ts'
import type { Requester } from '../core/requester.ts'
import { type FeedRequest, type FollowRequest, followCursor } from '../feed/follow.ts'
import { checkManifest, type FeedPage } from '../feed/manifest.ts'
import type { FileEvent } from '../types.ts'

export interface FollowedPage {
  readonly events: readonly FileEvent[]
  /** Keep this once the events are dealt with; the next run goes on here. */
  readonly cursor: string
}

const path = '/v1/spillway/event-feed'

export const createEventFeed = (requester: Requester, persist: Persist) => {
  /** One page, checked against its manifest. */
  const page = async ({ cursor, limit, wait, ...options }: FeedRequest = {}): Promise<FeedPage> => {
    const received = await requester.json<FeedPage>(reading(path, options, { cursor, limit, wait }))
    checkManifest(received)
    return received
  }

  /** Every event exactly once in order of insertion, for as long as the caller listens; abort by signal or `break`. */
  async function* follow(request: FollowRequest = {}): AsyncGenerator<FollowedPage> {
    for await (const { events, cursor } of followCursor(page, request, persist))
      if (events.length > 0) yield { events, cursor }
  }

  return { page, follow }
}
