import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { operation } from '@spillway/contract'
import { pino } from 'pino'
import { z } from 'zod'
import { SpillwayError } from '../../platform/errors.ts'
import { createMetrics } from '../../platform/metrics.ts'
import { createApplication } from '../application.ts'
import type { Caller } from '../caller.ts'
import { json, stream, text } from '../reply.ts'
import { openRoute, type Route, route } from '../route.ts'

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
  alsoBasic: true,
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
const poll = operation({
  ...own,
  id: 'poll',
  method: 'GET',
  path: '/v1/poll',
  authentication: 'none',
  query: z.object({ deaf: z.string().optional() }),
  success: asJson,
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

/** What the endless download saw. */
export const seen = { aborted: false, returned: false, chunksRead: 0, polls: 0 }
const endless = async function* () {
  try {
    for (;;) {
      seen.chunksRead++
      yield Buffer.alloc(65_536, 'x')
    }
  } finally {
    seen.returned = true
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
      seen.aborted = true
    })
    return stream('text/csv', query.fail ? broken() : endless(), {
      'content-disposition': 'attachment; filename=a.csv',
    })
  }),
  openRoute(poll, async ({ query, closing, signal }) => {
    seen.polls++
    await new Promise((resolve, reject) => {
      if (query.deaf === 'until-gone') signal.addEventListener('abort', () => reject(signal.reason))
      else if (!query.deaf) closing.addEventListener('abort', resolve)
    })
    return { id: '1', name: 'answered' }
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

/** The sample routes on a free port, with helpers that call them. */
export const startSample = async () => {
  let ids = 0
  const logged: string[] = []
  const metrics = createMetrics({ processMetrics: false })
  const app = await createApplication({
    routes,
    authenticate: (name, visitor) => {
      const caller = callers[name]
      if (!caller) throw new SpillwayError('UNAUTHENTICATED')
      return { ...caller, ...visitor, kind: 'user', id: name, tenantId: 't' }
    },
    authenticateBasic: async ({ name, secret }, code, visitor) => {
      const caller = callers[name]
      if (!caller || secret !== `password ${code}`) throw new SpillwayError('INVALID_CREDENTIALS')
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
    trustedProxies: 0,
    servedOverTls: false,
    newRequestId: () => `request-${++ids}`,
    logger: pino({ level: 'warn' }, { write: (line) => void logged.push(line) }),
    metrics,
    onDeprecatedUse: () => undefined,
  })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const send = (path: string, init: RequestInit = {}, as?: string) =>
    fetch(url + path, { ...init, headers: { ...(as && { authorization: `Bearer ${as}` }), ...init.headers } })
  return {
    app,
    url,
    metrics,
    /** Warnings and errors in the log. */
    logged,
    send,
    post: (path: string, body: string | Buffer<ArrayBuffer>, as = 'writer', type = 'application/json') =>
      send(path, { method: 'POST', body, headers: { 'content-type': type } }, as),
    chunked: (path: string, body: string) => sendChunked(url + path, body),
    exchange: (text: string) => exchange(url, text),
  }
}

export type Sample = Awaited<ReturnType<typeof startSample>>

/** A POST with chunked transfer encoding and no content type. */
const sendChunked = (url: string, body: string) =>
  new Promise<{ status: number }>((resolve, reject) => {
    const headers = { authorization: 'Bearer writer', 'transfer-encoding': 'chunked' }
    const outgoing = httpRequest(url, { method: 'POST', headers }, (response) => {
      response.resume()
      resolve({ status: response.statusCode ?? 0 })
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })

/** Writes raw text to a socket and gives what comes back until it closes. */
const exchange = (url: string, text: string): Promise<string> =>
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
