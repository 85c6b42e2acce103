import { operations } from '@spillway/contract'
import { startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ config: { apiDateHeader: true } })
})
afterAll(() => server.close())

/** Every place of the contract with a path that can be called. */
const places = operations.flatMap((operation) =>
  [{ path: operation.path, lifecycle: operation.lifecycle }, ...(operation.alternatePaths ?? [])].map((place) => ({
    operation,
    lifecycle: place.lifecycle,
    method: operation.method,
    path: place.path.replaceAll(/\{[^}]+\}/g, '0'),
  })),
)

it('carries out every operation of the contract, and none beside it', () => {
  const { routes } = server.server
  expect(routes.map(({ operation }) => operation.id).sort()).toEqual(operations.map(({ id }) => id).sort())
  for (const { operation } of routes) expect(operations).toContain(operation)
})

it('lets nobody in without a bearer token, except where the contract says so', async () => {
  expect(places.length).toBeGreaterThan(30)
  for (const { operation, method, path } of places) {
    const { status, headers } = await server.request(method, path, { token: null })
    if (operation.authentication === 'none') expect([path, status]).not.toEqual([path, 401])
    else expect([method, path, status]).toEqual([method, path, 401])
    expect(headers.has('www-authenticate')).toBe(false)
  }
})

it('asks for the permission of every operation that has one', async () => {
  const client = await server.apiClient(['audit.read'])
  const token = await server.token(client)
  const guarded = places.filter(({ operation: { permission } }) => permission !== null && permission !== 'audit.read')
  expect(guarded.length).toBeGreaterThan(10)
  for (const { method, path } of guarded) {
    const { status, headers } = await server.request(method, path, { token })
    expect([method, path, status, headers.has('www-authenticate')]).toEqual([method, path, 403, false])
  }
})

it('announces the end of everything deprecated, and of nothing else', async () => {
  for (const { method, path, lifecycle } of places) {
    const { headers } = await server.request(method, path, { token: null })
    const announced = [headers.has('deprecation'), headers.has('sunset'), headers.has('link')]
    const isDeprecated = lifecycle.deprecated !== undefined
    expect([path, ...announced]).toEqual([path, isDeprecated, isDeprecated, isDeprecated && headers.has('link')])
    if (lifecycle.replacedBy) expect(headers.get('link')).toMatch(/^<\/[^>]+>; rel="successor-version"$/)
  }
})
