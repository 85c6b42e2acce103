import { basicAuthorization, startTestServer, type TestRequest, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'

/** Sent by the protocol or with every answer of any server; no part of an operation. */
const transport = /^(date|connection|keep-alive|transfer-encoding|content-(type|length)|cache-control|pragma)$/
const security = /^(x-content-type-options|content-security-policy|referrer-policy|strict-transport-security)$/

interface Described {
  readonly parameters: readonly object[]
  readonly responses: Readonly<Record<string, { readonly headers?: object }>>
}

let server: TestServer
let paths: Record<string, Record<string, Described>>
beforeAll(async () => {
  server = await startTestServer()
  paths = (await server.get('/openapi.json', { token: null })).json<{ paths: typeof paths }>().paths
})
afterAll(() => server.close())

const query = { groups: [{ filters: [{ term: 'file.name', operator: 'IS', value: 'a' }] }] }
const event = [{ file: { name: 'a' } }]
const once = { headers: { 'idempotency-key': 'once' } }
const administrator = () => ({ authorization: basicAuthorization(server.admin.username, server.admin.password) })

type Case = [method: string, path: string, headers: string[], request: TestRequest]
const cases: Case[] = [
  ['POST', '/v1/ingest/file-events', [], { body: event, ...once }],
  ['POST', '/v1/ingest/file-events', ['idempotency-replayed'], { body: event, ...once }],
  ['POST', '/v2/file-events', [], { body: query }],
  ['POST', '/v1/file-events', ['deprecation', 'sunset', 'link'], { body: query }],
  ['POST', '/v1/file-events', ['deprecation', 'sunset', 'link'], { body: { groups: [] } }],
  ['POST', '/v2/file-events/export', ['content-disposition'], { body: query }],
  ['GET', '/v1/auth', ['deprecation', 'sunset', 'link'], { token: null }],
  ['GET', '/v1/users', [], {}],
  ['GET', '/v1/spillway/event-feed', [], {}],
]

it.each(cases)('%s %s answers with headers of the contract, %j among them', async (method, path, named, request) => {
  const { status, headers } = await server.request(method, path, request)
  const sent = [...headers.keys()].filter((name) => !transport.test(name) && !security.test(name))
  const documented = Object.keys(paths[path]?.[method.toLowerCase()]?.responses[status]?.headers ?? {})
  expect(sent.filter((name) => !documented.includes(name))).toEqual([])
  expect(sent).toEqual(expect.arrayContaining(['x-request-id', ...named]))
})

it('names the cookie that carries a user token, and when to come back', async () => {
  const signIn = paths['/api/v3/auth/jwt']?.get
  const answer = await server.get('/api/v3/auth/jwt', { token: null, headers: administrator() })
  expect([answer.status, answer.headers.has('set-cookie')]).toEqual([200, true])
  expect(signIn?.responses[200]?.headers).toHaveProperty('set-cookie')
  const wrong = { token: null, headers: { authorization: basicAuthorization(server.admin.username, 'wrong') } }
  let refused = await server.get('/api/v3/auth/jwt', wrong)
  for (let tries = 0; tries < 50 && refused.status !== 429; tries++)
    refused = await server.get('/api/v3/auth/jwt', wrong)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^\d+$/)])
  expect(signIn?.responses[429]?.headers).toHaveProperty('retry-after')
})

it('names the headers that requests may bear', () => {
  const names = (path: string, method: string) => JSON.stringify(paths[path]?.[method]?.parameters)
  for (const header of ['idempotency-key', 'content-encoding', 'spillway-stream', 'spillway-sequence', 'x-request-id'])
    expect(names('/v1/ingest/file-events', 'post')).toContain(`${header}"`)
  for (const path of ['/v1/auth', '/v1/auth/basic', '/api/v3/auth/jwt', '/c42api/v3/auth/jwt', '/api/v1/User'])
    expect(names(path, 'get')).toContain('totp-auth"')
})
