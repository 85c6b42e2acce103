import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { operation } from '@spillway/contract'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { SpillwayError } from '../platform/errors.ts'
import { createLogger } from '../platform/logging.ts'
import { createMetrics } from '../platform/metrics.ts'
import { createApplication } from './application.ts'
import type { Caller } from './caller.ts'
import { json, stream, text } from './reply.ts'
import { openRoute, type Route, route } from './route.ts'

const lifecycle = { added: '2020-01-01' } as const
const own = { family: 'system', summary: 'Test', permission: null, errors: [], lifecycle, source: 'own' } as const
const Thing = z.object({ id: z.string(), name: z.string() })
const asJson = { status: 200, type: 'application/json', schema: Thing } as const

const createThing = operation({
  ...own,
  id: 'things.create',
  method: 'POST',
  path: '/v2/things/{id}',
  alternatePaths: [
    { path: '/old/{id}/thing', lifecycle: { added: '2019-01-01', deprecated: '2022-01-26' }, source: 'own' },
  ],
  authentication: 'bearer',
  permission: 'agents.write',
  params: z.strictObject({ id: z.string() }),
  query: z.object({ size: z.coerce.number().int().min(1).default(5) }),
  body: z.strictObject({ name: z.string().min(1), tags: z.array(z.string()).default([]) }),
  success: asJson,
  errorShape: 'problem-details',
})
const open = operation({
  ...own,
  id: 'open.get',
  method: 'GET',
  path: '/open',
  authentication: 'none',
  success: asJson,
  errorShape: 'problem-details',
})
const enable = operation({
  ...own,
  id: 'things.enable',
  method: 'POST',
  path: '/v2/things/{id}/enable',
  authentication: 'bearer',
  success: { status: 204 },
  errorShape: 'portal',
})
const upload = operation({
  ...own,
  id: 'upload',
  method: 'POST',
  path: '/v1/upload',
  authentication: 'none',
  rawBody: { types: ['application/x-ndjson'], maximumBytes: 100_000 },
  success: { status: 200, type: 'application/json', schema: z.object({ bytes: z.number() }) },
  errorShape: 'problem-details',
})
const download = operation({
  ...own,
  id: 'download',
  method: 'GET',
  path: '/v1/download',
  authentication: 'none',
  query: z.object({ fail: z.string().optional() }),
  success: { status: 200, type: 'text/csv' },
  errorShape: 'problem-details',
})
const fail = operation({
  ...own,
  id: 'fail',
  method: 'GET',
  path: '/fail/{how}',
  authentication: 'none',
  params: z.object({ how: z.string() }),
  success: asJson,
  errorShape: 'problem-details',
})
const search = operation({
  ...own,
  family: 'file-events',
  id: 'search',
  method: 'POST',
  path: '/v2/search',
  authentication: 'bearer',
  body: z.unknown(),
  success: { status: 200, type: 'application/json', schema: z.object({ totalCount: z.number() }) },
  errorShape: 'query-problems',
  errorEnvelope: { totalCount: null, fileEvents: null },
})
const token = operation({
  ...own,
  id: 'token',
  method: 'POST',
  path: '/v1/token',
  authentication: 'basic-client',
  body: z.object({ grant_type: z.string().optional() }).optional(),
  success: { status: 200, type: 'application/json', schema: z.object({ is: z.string() }) },
  errorShape: 'oauth',
})
const legacy = operation({
  ...own,
  id: 'legacy.get',
  method: 'GET',
  path: '/api/v1/Resource/{id}',
  authentication: 'none',
  params: z.object({ id: z.coerce.number() }),
  success: asJson,
  errorShape: 'console-v1',
})
const legacy3 = operation({
  ...own,
  id: 'legacy3.get',
  method: 'GET',
  path: '/api/v3/resource/{id}',
  authentication: 'bearer',
  success: asJson,
  errorShape: 'console-v3',
})

let aborted = false
let returned = false
let chunksRead = 0
const endless = async function* () {
  try {
    for (;;) {
      chunksRead++
      yield Buffer.alloc(65_536, 'x')
    }
  } finally {
    returned = true
  }
}
const broken = async function* (): AsyncGenerator<Uint8Array> {
  if (broken.name) throw new SpillwayError('QUERY_FAILED', { reason: 'The engine gave up' })
  yield Buffer.of()
}

const failures: Record<string, () => unknown> = {
  defect: () => {
    throw new Error('secret detail')
  },
  away: () => {
    throw Object.assign(new Error('connect'), { name: 'EventStoreUnavailable' })
  },
  shape: () => ({ id: 'no name' }),
  later: () => {
    throw new SpillwayError('STORE_UNAVAILABLE', { retryAfterSeconds: 1.2 })
  },
}

const routes: Route[] = [
  route(createThing, ({ params, query, body, caller }) => {
    const stray = {
      id: `${params.id}-${query.size}-${body.tags.length}`,
      name: `${body.name} by ${caller.name}`,
      secret: 1,
    }
    return stray
  }),
  openRoute(open, () => json({ id: '1', name: 'open' }, { headers: { 'cache-control': 'max-age=5' } })),
  route(enable, () => undefined),
  openRoute(upload, async ({ raw }) => ({ bytes: (await raw.bytes()).length })),
  openRoute(download, ({ query, signal }) => {
    signal.addEventListener('abort', () => {
      aborted = true
    })
    return stream('text/csv', query.fail ? broken() : endless(), {
      'content-disposition': 'attachment; filename=a.csv',
    })
  }),
  openRoute(fail, ({ params }) => failures[params.how]?.() as { id: string; name: string }),
  route(search, () => ({ totalCount: 3 })),
  openRoute(token, ({ basic, body }) => {
    if (body?.grant_type === 'password') throw new SpillwayError('UNSUPPORTED_GRANT')
    if (!basic && !body?.grant_type) throw new SpillwayError('INVALID_CREDENTIALS')
    return { is: `${basic?.name}/${basic?.secret}/${body?.grant_type}` }
  }),
  openRoute(legacy, () => {
    throw new SpillwayError('NOT_FOUND', { reason: 'User not found' })
  }),
  route(legacy3, () => text('{"id":"1"}', 'application/json')),
]

const callers: Record<string, Pick<Caller, 'name' | 'permissions'>> = {
  writer: { name: 'Writer', permissions: new Set(['agents.write']) },
  reader: { name: 'Reader', permissions: new Set(['agents.read']) },
}

const metrics = createMetrics({ processMetrics: false })
let app: FastifyInstance
let url: string
beforeAll(async () => {
  let ids = 0
  app = await createApplication({
    routes,
    authenticate: (name, visitor) => {
      const caller = callers[name]
      if (!caller) throw new SpillwayError('UNAUTHENTICATED')
      return { ...caller, ...visitor, kind: 'user', id: name, tenantId: 't' }
    },
    lifecycle: { clock: () => new Date('2024-06-01'), apiDate: null, apiDateHeader: false, enforceSunset: false },
    limits: {
      requestsPerMinute: 0,
      requestTimeout: 400,
      headersTimeout: 300,
      idleTimeout: 0,
      maximumConnections: 50,
      closeGrace: 500,
    },
    trustProxy: false,
    servedOverTls: false,
    newRequestId: () => `request-${++ids}`,
    logger: createLogger('silent', () => new Date(0)),
    metrics,
    onDeprecatedUse: () => undefined,
  })
  url = await app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => app.close())

const send = (path: string, init: RequestInit = {}, as?: string) =>
  fetch(url + path, { ...init, headers: { ...(as && { authorization: `Bearer ${as}` }), ...init.headers } })
const post = (path: string, body: string | Buffer<ArrayBuffer>, as = 'writer', type = 'application/json') =>
  send(path, { method: 'POST', body, headers: { 'content-type': type } }, as)

describe('a good request', () => {
  it('reaches the handler validated, and its answer is stripped to the contract', async () => {
    const response = await post('/v2/things/a%20b?size=7', '{"name":"x","tags":["t"]}')
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ id: 'a b-7-1', name: 'x by Writer' })
    expect(response.headers.get('content-type')).toMatch(/^application\/json/)
  })

  it.each(['/v2/things/a/', '//v2//things/a', '/V2/THINGS/a', '/old/a/thing'])('finds %s', async (path) => {
    const response = await post(path, '{"name":"x"}')
    expect(await response.json()).toEqual({ id: 'a-5-0', name: 'x by Writer' })
  })

  it('may have no body and no content type', async () => {
    const response = await send('/v2/things/a/enable', { method: 'POST' }, 'reader')
    expect(response.status).toBe(204)
    expect((await post('/v2/things/a/enable', '<ignored/>', 'reader', 'text/xml')).status).toBe(204)
  })

  it('answers HEAD like GET without a body', async () => {
    const response = await send('/open', { method: 'HEAD' })
    expect([response.status, await response.text()]).toEqual([200, ''])
  })

  it('takes forms, and JSON labelled as a form', async () => {
    const form = 'application/x-www-form-urlencoded'
    const basic = { authorization: `Basic ${Buffer.from('id:se:crét').toString('base64')}` }
    const init = {
      method: 'POST',
      body: 'grant_type=client%5Fcredentials',
      headers: { ...basic, 'content-type': form },
    }
    expect(await (await send('/v1/token', init)).json()).toEqual({ is: 'id/se:crét/client_credentials' })
    expect(await (await post('/v2/things/a', '{"name":"x"}', 'writer', form)).json()).toMatchObject({ id: 'a-5-0' })
    expect(await (await send('/v1/token', { method: 'POST', headers: basic })).json()).toMatchObject({
      is: 'id/se:crét/undefined',
    })
  })
})

describe('headers', () => {
  it('carry a request id and forbid sniffing, framing and caching on every answer', async () => {
    for (const path of ['/v2/things/a', '/nowhere', '/fail/defect']) {
      const { headers } = await send(path)
      expect(headers.get('x-request-id')).toMatch(/^request-\d+$/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cache-control')).toBe('no-store')
    }
    expect((await send('/open')).headers.get('cache-control')).toBe('max-age=5')
  })

  it('keep a usable request id of the client and replace a dangerous one', async () => {
    const id = async (value: string) =>
      (await send('/open', { headers: { 'x-request-id': value } })).headers.get('x-request-id')
    expect(await id('trace-42')).toBe('trace-42')
    expect(await id('two words')).toMatch(/^request-/)
  })
})

describe('a caller', () => {
  it.each([undefined, 'Bearer', 'Bearer unknown', 'Basic d3JpdGVyOng=', 'v3_user_token writer', 'Bearer a b'])(
    'is refused with 401 and no challenge for Authorization: %s',
    async (authorization) => {
      const response = await send('/v2/search', { method: 'POST', headers: authorization ? { authorization } : {} })
      expect(response.status).toBe(401)
      expect(response.headers.has('www-authenticate')).toBe(false)
      expect(await response.json()).toMatchObject({ error: 'UNAUTHORIZED' })
    },
  )

  it('may spell the scheme in any case with several blanks', async () => {
    const headers = { authorization: 'bearer  writer' }
    expect((await send('/v2/search', { method: 'POST', headers })).status).toBe(200)
  })

  it('without the permission is refused with 403 before its body is looked at', async () => {
    const response = await post('/v2/things/a', '{broken', 'reader')
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ code: 'FORBIDDEN', detail: 'The permission agents.write is needed' })
  })
})

describe('a broken request', () => {
  const nested = '['.repeat(5000) + ']'.repeat(5000)
  it.each([
    ['broken JSON', '{"name":', 'The body is not valid JSON'],
    ['invalid UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'not valid UTF-8'],
    ['NUL', '{"name":"a\\u0000b"}', 'NUL'],
    ['deep nesting', nested, 'nested deeper'],
    ['an empty body', '', 'expected object'],
    ['null', 'null', 'expected object'],
  ])('with %s is a 400 that says so', async (_, body, reason) => {
    const response = await post('/v2/things/a', body)
    expect(response.status).toBe(400)
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    expect(await response.json()).toMatchObject({ status: 400, field: 'body', detail: expect.stringContaining(reason) })
  })

  it('keeps an escaped backslash before u0000', async () => {
    expect((await post('/v2/things/a', '{"name":"C:\\\\u0000"}')).status).toBe(200)
  })

  it('names every bad field', async () => {
    const response = await post('/v2/things/a', '{"name":"","tags":[1],"other":2}')
    const body = (await response.json()) as { fields: { field: string }[] }
    expect(body).toMatchObject({ code: 'MALFORMED_REQUEST', field: 'body.name' })
    expect(body.fields.map(({ field }) => field)).toEqual(['body.name', 'body.tags[0]', 'body.other'])
    expect(await (await post('/v2/things/a?size=x', '{"name":"x"}')).json()).toMatchObject({ field: 'query.size' })
  })

  it('is told in the words of its family', async () => {
    expect(await (await post('/v2/search', '{', 'writer')).json()).toEqual({
      totalCount: null,
      fileEvents: null,
      problems: [{ badFilter: null, description: expect.stringContaining('not valid JSON'), type: 'ILLEGAL_VALUE' }],
    })
    expect(await (await send('/api/v1/Resource/1')).json()).toEqual([{ name: 'SYSTEM', description: 'User not found' }])
    expect(await (await send('/api/v3/resource/1')).json()).toEqual({
      data: null,
      error: [{ primaryErrorKey: 'UNAUTHENTICATED', otherErrors: null }],
      warnings: null,
    })
    const refused = await send('/v1/token', { method: 'POST' })
    expect([refused.status, await refused.json()]).toEqual([401, expect.objectContaining({ error: 'invalid_client' })])
    const grant = await post('/v1/token', '{"grant_type":"password"}')
    expect([grant.status, await grant.json()]).toEqual([
      400,
      expect.objectContaining({ error: 'unsupported_grant_type' }),
    ])
  })

  it.each([
    ['text/xml', {}],
    ['application/json; charset=utf-16', {}],
    ['application/json', { 'content-encoding': 'gzip' }],
    ['not a type', {}],
  ])('of type %s %j is a 415', async (type, headers) => {
    const init = { method: 'POST', body: '{"name":"x"}', headers: { 'content-type': type, ...headers } }
    expect((await send('/v2/things/a', init, 'writer')).status).toBe(415)
  })

  it.each(['/v2/things/a%00b', '/open?x=%00', '/v2/things/%ff', '/v2/things/%zz'])('to %s is a 400', async (path) => {
    const response = await post(path, '{"name":"x"}')
    expect([response.status, response.headers.has('x-request-id')]).toEqual([400, true])
  })

  it('to an unknown path is a 404 in the shape of the prefix', async () => {
    const problem = await send('/nowhere')
    expect([problem.status, await problem.json()]).toEqual([404, expect.objectContaining({ code: 'NOT_FOUND' })])
    expect(await (await send('/api/v1/Nothing')).json()).toEqual([{ name: 'SYSTEM', description: 'No such path' }])
    expect(await (await send('/c42api/v3/x')).json()).toMatchObject({ error: [{ primaryErrorKey: 'NOT_FOUND' }] })
  })

  it('with a wrong method is a 405 naming the right ones', async () => {
    const response = await send('/V2/things/a/', { method: 'DELETE' })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
    expect((await send('/open', { method: 'POST', body: '{' })).headers.get('allow')).toBe('GET, HEAD')
    expect((await send('/api/v1/resource/1', { method: 'PUT' })).status).toBe(405)
  })
})

describe('size', () => {
  it('over 1 MiB is a 413, with and without a length', async () => {
    const big = JSON.stringify({ name: 'x'.repeat(1_100_000) })
    expect((await post('/v2/things/a', big)).status).toBe(413)
    expect((await chunked('/v2/things/a', big)).status).toBe(413)
  })

  it('of a raw body is the one its operation declares', async () => {
    const type = 'application/x-ndjson'
    expect(await (await post('/v1/upload', 'x'.repeat(100_000), 'writer', type)).json()).toEqual({ bytes: 100_000 })
    expect((await post('/v1/upload', 'x'.repeat(100_001), 'writer', type)).status).toBe(413)
    expect((await chunked('/v1/upload', 'x'.repeat(900_001))).status).toBe(413)
    expect((await post('/v1/upload', 'x', 'writer', 'text/xml')).status).toBe(415)
    expect(await (await send('/v1/upload', { method: 'POST' })).json()).toEqual({ bytes: 0 })
  })
})

/** A POST with chunked transfer encoding and no content type. */
const chunked = (path: string, body: string) =>
  new Promise<{ status: number }>((resolve, reject) => {
    const headers = { authorization: 'Bearer writer', 'transfer-encoding': 'chunked' }
    const outgoing = httpRequest(url + path, { method: 'POST', headers }, (response) => {
      response.resume()
      resolve({ status: response.statusCode ?? 0 })
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })

describe('the server', () => {
  it('answers its own defects with 500, a request id and no detail', async () => {
    const response = await send('/fail/defect')
    const body = await response.text()
    expect([response.status, body.includes('secret')]).toEqual([500, false])
    expect(JSON.parse(body)).toMatchObject({ code: 'INTERNAL', requestId: response.headers.get('x-request-id') })
    expect((await send('/fail/shape')).status).toBe(500)
  })

  it('answers 503 with whole seconds while a store is away', async () => {
    const away = await send('/fail/away')
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, '1'])
    expect((await send('/fail/later')).headers.get('retry-after')).toBe('2')
  })

  it('turns a stream that fails at once into an error body', async () => {
    const response = await send('/v1/download?fail=1')
    expect([response.status, await response.json()]).toEqual([500, expect.objectContaining({ code: 'QUERY_FAILED' })])
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    expect(response.headers.has('content-disposition')).toBe(false)
  })

  it('reads a stream no faster than the client, and stops when the client goes away', async () => {
    chunksRead = 0
    const controller = new AbortController()
    const response = await send('/v1/download', { signal: controller.signal })
    expect(response.headers.get('content-disposition')).toBe('attachment; filename=a.csv')
    const reader = response.body?.getReader()
    await reader?.read()
    await settled(() => chunksRead)
    expect(chunksRead).toBeLessThan(400)
    controller.abort()
    await reader?.cancel().catch(() => undefined)
    await expect.poll(() => [returned, aborted]).toEqual([true, true])
  })

  it('counts what it answers', async () => {
    await send('/open')
    const page = await metrics.registry.metrics()
    expect(page).toMatch(/spillway_http_requests_total\{operation="open.get",method="GET",status="200"\} \d+/)
    expect(page).toContain('spillway_http_request_duration_seconds_bucket')
  })
})

describe('a bare socket', () => {
  it('that sends no HTTP gets a 400', async () => {
    expect(await exchange('BREW coffee\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 .*application\/problem\+json/s)
  })

  it('with oversized headers gets a 431', async () => {
    expect(await exchange(`GET / HTTP/1.1\r\nhost: x\r\nbig: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 /,
    )
  })

  it('that dawdles gets a 408 and is closed', async () => {
    const head =
      'POST /v1/upload HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-ndjson\r\ncontent-length: 10\r\n\r\nab'
    expect(await exchange(head)).toMatch(/^HTTP\/1\.1 408 /)
  }, 60_000)
})

const exchange = (text: string): Promise<string> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname, () => socket.write(text))
    let received = ''
    socket.on('data', (chunk) => {
      received += chunk
    })
    socket.on('close', () => resolve(received))
    socket.on('error', () => resolve(received))
  })

/** Waits until a number has not moved for 100 ms. */
const settled = async (read: () => number): Promise<void> => {
  for (let before = -1; before !== read(); ) {
    before = read()
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
