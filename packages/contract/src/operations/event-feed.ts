import { z } from 'zod'
import { operation } from '../operation.ts'
import { own } from './own.ts'

/** Bounds of one feed page: events, and seconds an answer may wait for something new. */
export const feedLimits = { pageSize: 10_000, defaultPageSize: 1_000, waitSeconds: 30 } as const

/**
 * Proof of a page. `first` and `last` are positions `<node>:<number>` and null on an empty page.
 * `hash` is the SHA-256, in lower-case hex, of the event ids in order, each followed by a line feed.
 */
export const FeedManifest = z.object({
  count: z.number().int(),
  first: z.string().nullable(),
  last: z.string().nullable(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
})

export const FeedPage = z.object({
  events: z.array(z.looseObject({ '@timestamp': z.string().nullable() })).describe('File events of version 2, whole'),
  cursor: z.string().describe('Opaque; give it back to receive what comes next'),
  manifest: FeedManifest,
})

export type FeedManifest = z.infer<typeof FeedManifest>

const whole = (minimum: number, maximum: number) => z.coerce.number().int().min(minimum).max(maximum)

export const readEventFeed = operation({
  id: 'event-feed.read',
  family: 'event-feed',
  summary: 'Read every stored event once, in order of insertion',
  method: 'GET',
  path: '/v1/spillway/event-feed',
  authentication: 'bearer',
  permission: 'file-events.read',
  query: z.strictObject({
    cursor: z.string().max(4_096).optional().describe('From the page before; absent: from the oldest event kept'),
    limit: whole(1, feedLimits.pageSize).default(feedLimits.defaultPageSize),
    wait: whole(0, feedLimits.waitSeconds).default(0).describe('Seconds to wait for an event when none is there'),
  }),
  success: { status: 200, type: 'application/json', schema: FeedPage },
  errors: ['MALFORMED_REQUEST', 'UNAUTHENTICATED', 'FORBIDDEN', 'TOO_MANY_REQUESTS', 'STORE_UNAVAILABLE'],
  ...own,
})

export const eventFeedOperations = [readEventFeed] as const
