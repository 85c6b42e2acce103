import { accessOf, builtInRoles, guardedOperations, type RoleDefinition } from '@spillway/contract'
import { startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const password = 'a long enough password'
/** No body is as long: whoever is let in meets 413 before anything is carried out. */
const endless = { 'content-length': String(10 ** 15) }

describe('every role before every guarded operation', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ config: { limits: 'off' } })
  })
  afterAll(() => server.close())

  const tokenOf = async (role: RoleDefinition): Promise<string> => {
    const username = `${role.id}@matrix.example`
    const created = await server.post('/api/v1/User', { orgId: 1, username, password })
    const { userId } = created.json<{ data: { userId: number } }>().data
    const given = await server.post('/api/v1/UserRole', { userId, roleName: role.name })
    expect(given.status).toBe(200)
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
    const answer = await server.get('/v1/auth', { token: null, headers: { authorization } })
    return answer.json<{ bearerToken: string }>().bearerToken
  }

  it.each(builtInRoles.map((role) => [role.name, role] as const))('%s', async (_, role) => {
    const authorization = `Bearer ${await tokenOf(role)}`
    const served = guardedOperations(server.server.routes.map(({ operation }) => operation))
    expect(served.length).toBeGreaterThan(40)
    const expected = served.map((operation) => [operation.id, accessOf(role, operation) === 'none' ? 403 : 413])
    const met = await Promise.all(
      served.map(async ({ id, method, path }) => {
        const url = path.replaceAll(/\{[^}]+\}/g, 'none')
        const { statusCode } = await server.server.app.inject({ method, url, headers: { authorization, ...endless } })
        return [id, statusCode]
      }),
    )
    expect(met).toEqual(expected)
  })

  it('a user name and password in place of a token, on the console API alone', async () => {
    const headers = {
      authorization: `Basic ${Buffer.from('org-admin@matrix.example:a long enough password').toString('base64')}`,
    }
    expect((await server.get('/api/v1/User?q=matrix', { token: null, headers })).status).toBe(200)
    expect((await server.get('/api/v1/DeviceBackupReport', { token: null, headers })).status).toBe(200)
    expect((await server.request('POST', '/api/v1/Role', { token: null, headers, body: {} })).status).toBe(403)
    expect((await server.get('/v1/users', { token: null, headers })).status).toBe(401)
  })

  it('a caller without a token before any of them', async () => {
    for (const { method, path } of guardedOperations(server.server.routes.map(({ operation }) => operation))) {
      const url = path.replaceAll(/\{[^}]+\}/g, 'none')
      expect([url, (await server.server.app.inject({ method, url, headers: endless })).statusCode]).toEqual([url, 401])
    }
  })
})
