import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSpillwayClient, manifestHash, SpillwayConnectionError, SpillwayFeedGapError } from '../index.ts'
import { dropConnection, json, type StubServer, startStubServer } from '../testing/stub-server.ts'

let server: StubServer
let waits: number[]
beforeEach(async () => {
  server = await startStubServer()
  waits = []
})
afterEach(() => server.close())

const client = () =>
  createSpillwayClient({
    ...{ baseUrl: server.url, credentials: { token: 't' }, retry: { attempts: 1, base: 100, cap: 400 } },
    platform: { random: () => 1, sleep: async (milliseconds) => void waits.push(milliseconds) },
  })
const path = '/v1/spillway/alerts/changes'
const page = (cursor: string, ids: string[], claimed = ids) => {
  const hash = manifestHash(claimed.map((id) => ({ '@timestamp': null, event: { id } })))
  const manifest = { count: claimed.length, first: null, last: null, hash }
  return json({ alerts: ids.map((id) => ({ id })), cursor, manifest })
}
const follow = async (lastCursor: string, reconnect: boolean) => {
  const seen: string[] = []
  for await (const { alerts, cursor } of client().alerts.follow({ start: 'now', wait: 0, reconnect })) {
    seen.push(...alerts.map(({ id }) => id))
    if (cursor === lastCursor) break
  }
  return seen
}

it('goes on from its cursor once a server that was away is back', async () => {
  server.answer(path, page('1', []), ...Array.from({ length: 6 }, () => dropConnection), page('2', ['a']))
  expect(await follow('2', true)).toEqual(['a'])
  expect(server.received.map(({ query }) => query.get('cursor'))).toEqual([null, ...Array(7).fill('1')])
  expect(server.received[0]?.query.get('start')).toBe('now')
  // Each look has its own second attempt; between looks it waits longer and longer, up to the cap.
  expect(waits).toEqual([100, 100, 100, 200, 100, 400])
})

it('fails after its attempts where it is not to reconnect, and at a refusal in any case', async () => {
  server.answer(path, dropConnection)
  await expect(follow('2', false)).rejects.toBeInstanceOf(SpillwayConnectionError)
  server.answer(path, json({}, 403))
  await expect(follow('2', true)).rejects.toMatchObject({ status: 403 })
})

it('fails when a page holds other alerts than its manifest says', async () => {
  server.answer(path, page('1', ['a'], ['a', 'b']))
  await expect(client().alerts.changes()).rejects.toBeInstanceOf(SpillwayFeedGapError)
  server.answer('/v1/spillway/sessions/changes', json({ sessions: [{ sessionId: 'x' }], cursor: '1', manifest: {} }))
  await expect(client().sessions.changes()).rejects.toBeInstanceOf(SpillwayFeedGapError)
})
