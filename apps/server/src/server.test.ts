import { createTestClock, startTestServer, type TestServer } from '@spillway/testkit'
import { afterEach, describe, expect, it } from 'vitest'

let server: TestServer
afterEach(() => server.close())

const event = (id: string) => ({
  '@timestamp': '2026-01-31T12:00:00.000Z',
  event: { id, action: 'file-created' },
  file: { name: 'roadmap.docx', directory: 'C:/Users/ada/', sizeInBytes: 1234 },
  user: { email: 'ada@example.com' },
})
const query = {
  groupClause: 'AND',
  groups: [{ filterClause: 'AND', filters: [{ term: 'file.name', operator: 'IS', value: '*roadmap*' }] }],
  pgSize: 10,
  pgNum: 1,
}
const found = async () => {
  const answer = await server.post('/v2/file-events', query)
  return answer.status === 200 ? answer.json<{ totalCount: number }>().totalCount : answer.status
}

const controls = process.env.SPILLWAY_TEST_POSTGRES ? (['sqlite', 'postgres'] as const) : (['sqlite'] as const)
const stores = (['embedded', 'remote'] as const).flatMap((store) => controls.map((control) => ({ store, control })))

describe.each(stores)('a server on $control, with an engine that is $store', (kinds) => {
  it('finds at once what it acknowledged, and feeds it', async () => {
    server = await startTestServer(kinds)
    expect(await server.ingest([event('e1'), event('e2')])).toMatchObject({ stored: 2 })
    const answer = (await server.post('/v2/file-events', query)).json()
    expect(answer).toMatchObject({ totalCount: 2, problems: null, nextPgToken: null })
    expect(answer).toHaveProperty('fileEvents[0].file.name', 'roadmap.docx')
    const feed = (await server.get('/v1/spillway/event-feed')).json()
    expect(feed).toMatchObject({ manifest: { count: 2 }, events: [{}, {}] })
  })
})

it('keeps everything over a restart', async () => {
  const clock = createTestClock()
  server = await startTestServer({ clock })
  await server.ingest([event('e1')])
  const client = await server.apiClient(['file-events.read'])
  await server.server.close()
  const again = await startTestServer({ clock, directory: server.directory })
  expect(again.server.firstStart).toBeNull()
  const answer = await again.post('/v2/file-events', query, { token: await again.token(client) })
  expect(answer.json()).toMatchObject({ totalCount: 1 })
  await again.close()
})

it('answers 503 where the engine is needed while it is away, and recovers by itself', async () => {
  server = await startTestServer({ store: 'remote' })
  await server.ingest([event('e1')])
  await server.engine?.kill()
  const answer = await server.post('/v2/file-events', query)
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, expect.stringMatching(/^\d+$/)])
  expect(answer.json()).toMatchObject({ fileEvents: null, problems: [{ type: 'SEARCH_FAILED' }] })
  expect((await server.get('/v1/spillway/event-feed')).status).toBe(503)
  await server.engine?.restart()
  await expect.poll(found).toBe(1)
})

it('starts without its engine, and prepares it when it comes', async () => {
  const clock = createTestClock()
  server = await startTestServer({ store: 'remote', clock })
  const { engine } = server
  await server.server.close()
  await engine?.kill()
  const eventStore = Object.assign(new URL(engine?.url ?? ''), {
    username: engine?.username,
    password: engine?.password,
  }).href
  const late = await startTestServer({ clock, directory: server.directory, config: { eventStore } })
  expect((await late.get('/readyz')).status).toBe(503)
  expect((await late.get('/v1/customer')).status).toBe(200)
  expect((await late.post('/v2/file-events', query)).status).toBe(503)
  await engine?.restart()
  await expect.poll(async () => (await late.post('/v2/file-events', query)).status, { timeout: 15_000 }).toBe(200)
  await late.close()
})

it('closes twice as if once, and finishes what it accepted', async () => {
  server = await startTestServer()
  const batches = Array.from({ length: 5 }, (_, batch) => server.ingest([event(`b${batch}`)]))
  await Promise.all(batches)
  await Promise.all([server.server.close(), server.server.close()])
  await expect(server.get('/healthz', { token: null })).rejects.toThrow()
})
