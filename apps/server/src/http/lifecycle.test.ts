import { operation } from '@spillway/contract'
import type { FastifyInstance } from 'fastify'
import { afterEach, expect, it } from 'vitest'
import { z } from 'zod'
import { SpillwayError } from '../platform/errors.ts'
import { createLogger } from '../platform/logging.ts'
import { createMetrics } from '../platform/metrics.ts'
import { createApplication } from './application.ts'
import type { LifecyclePolicy } from './lifecycle.ts'
import { openRoute, type Route, route } from './route.ts'

const shared = {
  family: 'sample',
  summary: 'Sample',
  method: 'GET',
  authentication: 'bearer',
  permission: null,
  params: z.object({ id: z.string().default('none') }),
  success: { status: 200, type: 'application/json', schema: z.object({ from: z.string() }) },
  errors: [],
  errorShape: 'problem-details',
  source: 'published',
} as const

const current = operation({
  ...shared,
  id: 'sample.current',
  path: '/v2/samples/{id}',
  alternatePaths: [
    {
      path: '/c42api/samples/{id}',
      lifecycle: { added: '2021-06-01', deprecated: '2022-01-26', sunset: '2022-09-23' },
      source: 'published',
    },
  ],
  lifecycle: { added: '2021-06-01' },
})
const old = operation({
  ...shared,
  id: 'sample.old',
  path: '/v1/samples/{id}',
  lifecycle: { added: '2019-01-01', deprecated: '2022-01-26', sunset: '2023-01-26', replacedBy: 'sample.current' },
})
const ours = operation({
  ...shared,
  id: 'sample.ours',
  path: '/ours',
  lifecycle: { added: '2026-01-01' },
  source: 'own',
})
const ingest = operation({ ...ours, id: 'sample.ingest', path: '/in', family: 'ingest' })
const open = operation({ ...ours, id: 'sample.open', path: '/open', authentication: 'none' })

const routes: Route[] = [
  route(current, () => ({ from: 'current' })),
  route(old, () => ({ from: 'old' })),
  route(ours, () => ({ from: 'ours' })),
  route(ingest, () => ({ from: 'ingest' })),
  openRoute(open, () => ({ from: 'open' })),
]

let app: FastifyInstance
afterEach(() => app.close())

const used: string[] = []
const start = async (policy: Partial<LifecyclePolicy> = {}, requestsPerMinute = 0) => {
  used.length = 0
  app = await createApplication({
    routes,
    authenticate: (token, visitor) => {
      if (token === 'bad') throw new SpillwayError('UNAUTHENTICATED')
      return { kind: 'api-client', id: token, name: token, permissions: new Set(), tenantId: 't', ...visitor }
    },
    authenticateBasic: () => Promise.reject(new SpillwayError('INVALID_CREDENTIALS')),
    lifecycle: {
      clock: () => new Date('2024-06-01'),
      apiDate: null,
      apiDateHeader: false,
      enforceSunset: false,
      ...policy,
    },
    limits: {
      requestsPerMinute,
      requestTimeout: 0,
      headersTimeout: 0,
      idleTimeout: 0,
      maximumConnections: 9,
      closeGrace: 9,
    },
    trustedProxies: 0,
    servedOverTls: true,
    newRequestId: () => 'request',
    logger: createLogger('silent', () => new Date(0)),
    metrics: createMetrics({ processMetrics: false }),
    onDeprecatedUse: ({ path }, caller) => used.push(`${caller?.id} ${path}`),
  })
  return (url: string, headers: Record<string, string> = {}) =>
    app.inject({ url, headers: { authorization: 'Bearer ada', ...headers } })
}

it('announces what is deprecated and leads to its successor', async () => {
  const get = await start()
  const answer = await get('/v1/samples/a%20b')
  expect(answer.statusCode).toBe(200)
  expect(answer.headers).toMatchObject({
    deprecation: '@1643155200',
    sunset: 'Thu, 26 Jan 2023 00:00:00 GMT',
    link: '</v2/samples/a%20b>; rel="successor-version"',
  })
  expect((await get('/v2/samples/1')).headers).not.toHaveProperty('deprecation')
})

it('announces a path that is given up, though its operation lives on', async () => {
  const get = await start()
  expect((await get('/c42api/samples/7')).headers).toMatchObject({
    sunset: 'Fri, 23 Sep 2022 00:00:00 GMT',
    link: '</v2/samples/7>; rel="successor-version"',
  })
})

it('tells who calls deprecated paths, and only of calls that were let in', async () => {
  const get = await start()
  await get('/v1/samples/1')
  await get('/v2/samples/1')
  await get('/c42api/samples/1')
  await get('/v1/samples/1', { authorization: 'Bearer bad' })
  expect(used).toEqual(['ada /v1/samples/{id}', 'ada /c42api/samples/{id}'])
})

it('serves past the end of support, unless the operator enforces it', async () => {
  const lenient = await start()
  expect((await lenient('/v1/samples/1')).statusCode).toBe(200)
  await app.close()
  const strict = await start({ enforceSunset: true })
  const answer = await strict('/v1/samples/1')
  expect([answer.statusCode, answer.json()]).toEqual([
    410,
    expect.objectContaining({ detail: 'Support ended on 2023-01-26; use GET /v2/samples/{id}' }),
  ])
  expect(answer.headers).toHaveProperty('sunset')
  expect((await strict('/c42api/samples/1')).statusCode).toBe(410)
  expect((await strict('/v2/samples/1')).statusCode).toBe(200)
})

it('serves the surface of another date', async () => {
  const get = await start({ apiDate: '2020-06-01', enforceSunset: true })
  expect((await get('/v2/samples/1')).statusCode).toBe(404)
  const answer = await get('/v1/samples/1')
  expect([answer.statusCode, answer.headers.deprecation]).toEqual([200, undefined])
  expect((await get('/ours')).statusCode).toBe(200)
})

it('lets a request choose its date where that is enabled', async () => {
  const get = await start({ apiDateHeader: true, enforceSunset: true })
  const at = (date: string) => get('/v1/samples/1', { 'spillway-api-date': date })
  expect((await at('2022-06-01')).statusCode).toBe(200)
  expect((await at('2023-01-26')).statusCode).toBe(410)
  for (const broken of ['soon', '2022-02-30', '2022-13-01', '2022-6-1', '']) {
    expect((await at(broken)).json()).toMatchObject({ status: 400, field: 'header.spillway-api-date' })
  }
  await app.close()
  const plain = await start({ enforceSunset: true })
  expect((await plain('/v1/samples/1', { 'spillway-api-date': '2022-06-01' })).statusCode).toBe(410)
})

it('takes the old token scheme only on a date on which it worked', async () => {
  const get = await start({ apiDateHeader: true })
  const at = async (date: string) =>
    (await get('/v1/samples/1', { authorization: 'v3_user_token ada', 'spillway-api-date': date })).statusCode
  expect(await at('2022-08-30')).toBe(200)
  expect(await at('2022-08-31')).toBe(401)
  expect((await get('/v1/samples/1', { authorization: 'v3_user_token ada' })).statusCode).toBe(401)
})

it('limits each caller by itself, and says in whole seconds when to come back', async () => {
  const get = await start({}, 2)
  const status = async (as: string, url = '/v2/samples/1') =>
    (await get(url, { authorization: `Bearer ${as}` })).statusCode
  expect([await status('ada'), await status('ada', '/ours'), await status('ada'), await status('bob')]).toEqual([
    200, 200, 429, 200,
  ])
  const refused = await get('/v2/samples/1')
  expect(refused.headers['retry-after']).toMatch(/^([1-9]|[1-5]\d|60)$/)
  expect(refused.json()).toMatchObject({ code: 'TOO_MANY_REQUESTS', status: 429 })
  expect(await status('ada', '/in')).toBe(200)
})

it('limits refused tokens by address, apart from callers and from sign-in', async () => {
  const get = await start({}, 2)
  const status = async (url: string, headers?: Record<string, string>) => (await get(url, headers)).statusCode
  const bad = { authorization: 'Bearer bad' }
  expect([await status('/ours', bad), await status('/ours', bad), await status('/ours', bad)]).toEqual([401, 401, 429])
  expect([await status('/ours'), await status('/open')]).toEqual([200, 200])
})

it('asks browsers to stay on TLS where it is served over it', async () => {
  const get = await start()
  expect((await get('/ours')).headers).toHaveProperty('strict-transport-security')
})
