import { readEventFeed } from '@spillway/contract'
import { type Route, route, stream } from '../../../http/index.ts'
import type { FeedService, OpenPage } from './service.ts'

export const feedRoutes = (service: FeedService): readonly Route[] => [
  route(readEventFeed, async ({ query: { cursor, limit, wait }, signal, closing }) =>
    stream(
      'application/json; charset=utf-8',
      pageBody(await service.read({ cursor, limit, wait }, AbortSignal.any([signal, closing]))),
    ),
  ),
]

/** The page as JSON around the bytes that the engine wrote. */
async function* pageBody({ events, cursor, manifest }: OpenPage): AsyncGenerator<Uint8Array | string> {
  yield '{"events":['
  yield* events
  yield `],"cursor":${JSON.stringify(cursor)},"manifest":${JSON.stringify(manifest)}}`
}
