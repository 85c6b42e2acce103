import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ClientOptions, createSpillwayClient, SpillwayApiError, SpillwayConnectionError } from './index.ts'
import { type Answer, dropConnection, json, type StubServer, silence, startStubServer } from './testing/stub-server.ts'

let server: StubServer
let waits: number[]
let now: number

beforeEach(async () => {
  server = await startStubServer()
  waits = []
  now = 0
  server.answer('/v1/oauth', json({ access_token: 'token-1', expires_in: 900 }), json({ access_token: 'token-2' }))
})
afterEach(() => server.close())

const clientWith = (options: Partial<ClientOptions> = {}) => {
  let id = 0
  return createSpillwayClient({
    baseUrl: server.url,
    credentials: { clientId: 'key-1', clientSecret: 'secret' },
    platform: {
      monotonic: () => now,
      random: () => 1,
      newId: () => `id-${++id}`,
      sleep: async (milliseconds) => void waits.push(milliseconds),
    },
    ...options,
  })
}
const query = { groups: [{ filters: [{ term: 'file.name', operator: 'IS', value: 'a' }] }] }
const emptyPage = json({ totalCount: 0, fileEvents: [], nextPgToken: null, problems: null })
const requestsTo = (path: string) => server.received.filter((request) => request.path === path)

describe('authentication', () => {
  it('signs an API client in once for many concurrent calls', async () => {
    server.answer('/v2/file-events', emptyPage)
    const client = clientWith()
    await Promise.all([client.fileEvents.search(query), client.fileEvents.search(query)])
    expect(requestsTo('/v1/oauth')).toHaveLength(1)
    expect(requestsTo('/v1/oauth')[0]?.headers.authorization).toBe(`Basic ${btoa('key-1:secret')}`)
    expect(requestsTo('/v2/file-events').map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-1',
    ])
  })

  it('renews a token before it expires', async () => {
    server.answer('/v2/file-events', emptyPage)
    const client = clientWith()
    await client.fileEvents.search(query)
    now = 850_000
    await client.fileEvents.search(query)
    expect(requestsTo('/v2/file-events')[1]?.headers.authorization).toBe('Bearer token-2')
  })

  it('renews a refused token once, then gives the refusal to the caller', async () => {
    server.answer('/v2/file-events', json({}, 401), emptyPage)
    await clientWith().fileEvents.search(query)
    server.answer('/v2/file-events', json({}, 401))
    const refused = clientWith().fileEvents.search(query)
    await expect(refused).rejects.toMatchObject({ name: 'SpillwayApiError', status: 401 })
    expect(requestsTo('/v2/file-events')).toHaveLength(4)
    expect(waits).toEqual([])
  })

  it('signs a user in with a fresh one-time password', async () => {
    server.answer('/v1/auth', json({ bearerToken: 'user-token' }))
    server.answer('/v2/file-events', emptyPage)
    const credentials = { username: 'ann@example.com', password: 'pä:ss', totp: () => '123456' }
    await clientWith({ credentials }).fileEvents.search(query)
    const [signIn] = requestsTo('/v1/auth')
    expect(signIn?.headers).toMatchObject({ 'totp-auth': '123456' })
    expect(signIn?.headers.authorization).toBe(`Basic ${Buffer.from('ann@example.com:pä:ss').toString('base64')}`)
  })

  it('cannot renew a token the caller brought', async () => {
    server.answer('/v2/file-events', json({}, 401))
    const failed = clientWith({ credentials: { token: 'mine' } }).fileEvents.search(query)
    await expect(failed).rejects.toBeInstanceOf(SpillwayApiError)
    expect(requestsTo('/v2/file-events')).toHaveLength(1)
  })

  it('does not repeat wrong credentials', async () => {
    server.answer('/v1/oauth', json({ error: 'invalid_client' }, 401))
    await expect(clientWith().fileEvents.search(query)).rejects.toMatchObject({ status: 401, code: 'invalid_client' })
    expect(requestsTo('/v1/oauth')).toHaveLength(1)
  })
})

describe('retries', () => {
  it('waits as long as Retry-After asks', async () => {
    server.answer('/v2/file-events', json({}, 429, { 'retry-after': '7' }), emptyPage)
    await clientWith().fileEvents.search(query)
    expect(waits).toEqual([7000])
  })

  it('reads a Retry-After date against the clock of the server', async () => {
    const dates = { date: 'Sun, 01 Feb 2026 00:00:00 GMT', 'retry-after': 'Sun, 01 Feb 2026 00:00:05 GMT' }
    server.answer('/v2/file-events', json({}, 503, dates), emptyPage)
    await clientWith().fileEvents.search(query)
    expect(waits).toEqual([5000])
  })

  it('hands a Retry-After beyond the cap to the caller', async () => {
    server.answer('/v2/file-events', json({}, 429, { 'retry-after': '3600' }))
    await expect(clientWith().fileEvents.search(query)).rejects.toMatchObject({ retryAfter: 3_600_000 })
  })

  it('backs off exponentially while the connection drops, then fails typed', async () => {
    server.answer('/v2/file-events', dropConnection)
    await expect(clientWith().fileEvents.search(query)).rejects.toBeInstanceOf(SpillwayConnectionError)
    expect(waits).toEqual([200, 400, 800, 1600])
  })

  it('recovers from an answer cut off in the middle', async () => {
    const cut: Answer = (response) => {
      response.writeHead(200, { 'content-length': '500' }).write('{"totalCount":')
      setTimeout(() => response.socket?.destroy(), 20)
    }
    server.answer('/v2/file-events', cut, emptyPage)
    expect(await clientWith().fileEvents.search(query)).toMatchObject({ totalCount: 0 })
  })

  it('never repeats a creation whose outcome is unknown', async () => {
    server.answer('/v1/spillway/api-clients', dropConnection)
    const created = clientWith().apiClients.create({ name: 'x', permissions: [] })
    await expect(created).rejects.toBeInstanceOf(SpillwayConnectionError)
    expect(requestsTo('/v1/spillway/api-clients')).toHaveLength(1)
  })

  it('gives up on a slow server after the timeout', async () => {
    server.answer('/v2/file-events', silence)
    const client = clientWith({ timeout: 50, retry: { attempts: 1 }, credentials: { token: 't' } })
    await expect(client.fileEvents.search(query)).rejects.toMatchObject({ timedOut: true })
    expect(requestsTo('/v2/file-events')).toHaveLength(2)
  })

  it('stops at once when the caller aborts', async () => {
    server.answer('/v2/file-events', silence)
    const signal = AbortSignal.timeout(50)
    const failure = await clientWith()
      .fileEvents.search(query, { signal })
      .catch((reason: unknown) => reason)
    expect(failure).toBe(signal.reason)
  })
})

it('types an error with code, problems and request id', async () => {
  const problem = { badFilter: null, description: 'no groups', type: 'MISSING_GROUPS' }
  server.answer('/v2/file-events', json({ totalCount: null, problems: [problem] }, 400, { 'x-request-id': 'r-1' }))
  const error = await clientWith()
    .fileEvents.search({ groups: [] })
    .catch((reason: unknown) => reason)
  expect(error).toMatchObject({ status: 400, problems: [problem], requestId: 'r-1', code: null })
  expect(String(error)).toContain('POST /v2/file-events answered 400 (request r-1)')
})

it('follows page tokens to the end', async () => {
  const event = (id: string) => ({ event: { id } })
  server.answer(
    '/v2/file-events',
    json({ totalCount: 3, fileEvents: [event('a'), event('b')], nextPgToken: 'b' }),
    json({ totalCount: 3, fileEvents: [event('c')], nextPgToken: null }),
  )
  const ids: string[] = []
  for await (const { event } of clientWith().fileEvents.searchAll(query)) ids.push(event.id)
  expect(ids).toEqual(['a', 'b', 'c'])
  const bodies = requestsTo('/v2/file-events').map(({ body }) => JSON.parse(String(body)))
  expect(bodies.map(({ pgToken, srtKey, srtDir }) => [pgToken, srtKey, srtDir])).toEqual([
    ['', 'event.inserted', 'asc'],
    ['b', 'event.inserted', 'asc'],
  ])
})

it('streams an export and types a break in the middle of it', async () => {
  server.answer('/v2/file-events/export', (response) => {
    response.writeHead(200, { 'content-type': 'text/csv' }).write('Date observed\r\n')
    setTimeout(() => response.socket?.destroy(), 20)
  })
  const chunks: string[] = []
  const reading = (async () => {
    for await (const chunk of await clientWith().fileEvents.exportCsv(query)) chunks.push(String(Buffer.from(chunk)))
  })()
  await expect(reading).rejects.toBeInstanceOf(SpillwayConnectionError)
  expect(chunks.join('')).toBe('Date observed\r\n')
})

describe('ingest', () => {
  const receipt = json({ received: 2, stored: 2, duplicates: 0, rejectedRows: 0, rejected: [] })

  it('repeats a lost answer under the same idempotency key', async () => {
    server.answer('/v1/ingest/file-events', dropConnection, receipt)
    await clientWith().ingest.fileEvents([{ file: { name: 'a' } }, { file: { name: 'b' } }])
    const sent = requestsTo('/v1/ingest/file-events')
    expect(sent.map(({ headers }) => headers['idempotency-key'])).toEqual(['id-1', 'id-1'])
    expect(String(gunzipSync(sent[1]?.body ?? ''))).toBe('{"file":{"name":"a"}}\n{"file":{"name":"b"}}\n')
  })

  it('sends bytes as they are, numbered and compressed as asked', async () => {
    server.answer('/v1/ingest/file-events', receipt)
    const options = {
      compression: 'zstd',
      idempotencyKey: 's-5-6',
      stream: 's',
      sequence: { first: 5, last: 6 },
      dropped: 3,
    } as const
    await clientWith().ingest.fileEvents(Buffer.from('{}\n{}\n'), options)
    const [sent] = requestsTo('/v1/ingest/file-events')
    expect(sent?.headers).toMatchObject({
      'content-type': 'application/x-ndjson',
      'content-encoding': 'zstd',
      'spillway-stream': 's',
      'spillway-sequence': '5-6',
      'spillway-dropped': '3',
    })
    expect(String(zstdDecompressSync(sent?.body ?? ''))).toBe('{}\n{}\n')
  })
})

describe('system', () => {
  it('tells not ready from gone, without a token', async () => {
    server.answer('/readyz', json({}, 503), json({}))
    const client = clientWith()
    expect([await client.system.ready(), await client.system.ready()]).toEqual([false, true])
    expect(requestsTo('/v1/oauth')).toHaveLength(0)
  })
})

describe('base URL', () => {
  const open =
    (baseUrl: string, allowPlainHttp = false) =>
    () =>
      clientWith({ baseUrl, allowPlainHttp })
  it.each(['http://spillway.example', 'ftp://127.0.0.1', 'nonsense', 'https://u:p@spillway.example'])(
    'refuses %s',
    (url) => expect(open(url)).toThrow(),
  )
  it.each(['https://spillway.example/', 'http://localhost:4200', 'http://[::1]:4200', 'http://127.0.0.1:1'])(
    'takes %s',
    (url) => expect(open(url)).not.toThrow(),
  )
  it('takes plain http to elsewhere when told so', () => expect(open('http://spillway.example', true)).not.toThrow())
})
