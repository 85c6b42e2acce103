import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSpillwayClient, manifestHash, SpillwayFeedGapError } from '../index.ts'
import { json, type StubServer, startStubServer } from '../testing/stub-server.ts'

let server: StubServer
beforeEach(async () => {
  server = await startStubServer()
})
afterEach(() => server.close())

const feed = () => createSpillwayClient({ baseUrl: server.url, credentials: { token: 't' } }).eventFeed
const eventsOf = (...ids: string[]) => ids.map((id) => ({ '@timestamp': null, event: { id } }))
const page = (cursor: string, ids: string[], change: Record<string, unknown> = {}) => {
  const events = eventsOf(...ids)
  const manifest = { count: ids.length, first: null, last: null, hash: manifestHash(events), ...change }
  return json({ events, cursor, manifest })
}

it('follows the feed from a cursor, over empty pages', async () => {
  server.answer('/v1/spillway/event-feed', page('1:2', ['a', 'b']), page('1:2', []), page('1:3', ['c']))
  const seen: string[] = []
  for await (const { events, cursor } of feed().follow({ cursor: '1:0', wait: 0 })) {
    seen.push(...events.map(({ event }) => event.id), cursor)
    if (cursor === '1:3') break
  }
  expect(seen).toEqual(['a', 'b', '1:2', 'c', '1:3'])
  expect(server.received.map(({ query }) => query.get('cursor'))).toEqual(['1:0', '1:2', '1:2'])
})

it.each([
  ['an event is missing', { count: 3 }],
  ['an event is another', { hash: manifestHash(eventsOf('a', 'x')) }],
])('fails when %s', async (_, change) => {
  server.answer('/v1/spillway/event-feed', page('1:2', ['a', 'b'], change))
  await expect(feed().page()).rejects.toBeInstanceOf(SpillwayFeedGapError)
})
