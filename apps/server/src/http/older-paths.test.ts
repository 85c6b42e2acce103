import { webApps } from '@spillway/contract'
import { basicAuthorization, startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** Path as old scripts write it, and the path it stands for; the same where it was never deprecated. */
const examples = [
  ['/User/my', '/api/v1/User/my'],
  ['/computer?active=true', '/api/v1/Computer?active=true'],
  ['/api/user?pgSize=999', '/api/v1/User?pgSize=999'],
  ['/api/UserRole/1', '/api/v1/UserRole/1'],
  ['/api/userRole/my', '/api/v1/UserRole/my'],
  ['/api/ServerEnv/', '/api/v1/ServerEnv'],
  ['//console//api//v1//user//my', '/api/v1/User/my'],
  ['/api/org/1', '/api/v1/Org/1'],
  ['/console/api/Computer', '/api/v1/Computer'],
  ['/console/api/v1/user/1', '/api/v1/User/1'],
  ['/enterprise-store/api/v2/something', '/api/v2/Something'],
  ['/legal-hold/api/org/my', '/api/v1/Org/my'],
  ['/api/AuthToken/abc/', '/api/v1/AuthToken/abc'],
  ['/legal-hold/api/legalHold', '/api/v1/LegalHold'],
  [
    '/legal-hold/api/v1/LegalHoldMembershipSummary/?legalHoldUid=1',
    '/api/v1/LegalHoldMembershipSummary?legalHoldUid=1',
  ],
  ['/c42api/v3/auth/jwt?useBody=true', '/api/v3/auth/jwt?useBody=true'],
  ['/c42api/v3/LoginConfiguration?username=a', '/api/v3/LoginConfiguration?username=a'],
  ['/search/api/v3/roles', '/api/v3/roles'],
  ['/api/v3/roles', '/api/v3/roles'],
  ['/api/v4/role/view', '/api/v4/role/view'],
  ['/v1/users?page=1', '/v1/users?page=1'],
  ['/v1/AlertService-API_URL', '/v1/AlertService-API_URL'],
] as const

describe('paths from before they were unified', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ config: { limits: 'off' } })
  })
  afterAll(() => server.close())

  /** Without what changes from call to call. */
  const answerOf = async (path: string) => {
    const options = path.includes('auth/jwt') ? { token: null, headers: { authorization: basic() } } : {}
    const { status, headers, text } = await server.get(path, options)
    const body = text.replaceAll(/"(timestamp|requestId|v3_user_token)":"[^"]+"/g, '')
    return { status, headers, body }
  }
  const basic = () => basicAuthorization(server.admin.username, server.admin.password)

  it.each(examples)('%s is served in place as %s', async (older, path) => {
    const [old, current] = [await answerOf(older), await answerOf(path)]
    expect([old.status, old.body]).toEqual([current.status, current.body])
    expect(current.status).toBe(path.endsWith('Something') ? 404 : /LegalHold/.test(path) ? 501 : 200)
    expect(old.headers.get('location')).toBeNull()
    if (older === path || current.status === 404) return
    expect(old.headers.get('deprecation')).toBe('@1643155200')
    // Tokens in two parts ended before their paths would have.
    const end = path.includes('AuthToken') ? 'Fri, 23 Sep 2022 00:00:00 GMT' : 'Thu, 26 Jan 2023 00:00:00 GMT'
    expect(old.headers.get('sunset')).toBe(end)
    expect(old.headers.get('link')).toMatch(/^<\/[^>]+>; rel="successor-version"$/)
  })

  it('are known under the name of every web app, and of no other', async () => {
    expect(webApps).toHaveLength(15)
    for (const name of webApps) {
      for (const shape of [`/${name}/api/user/my`, `/${name}/api/v1/User/my`])
        expect([shape, (await server.get(shape)).status]).toEqual([shape, 200])
      // The bare names are pages, and what stands under them is none of the API.
      for (const page of [`/${name}`, `/${name}/User/my`, `/${name}/v1/users`, `/${name}/apis/User`])
        expect([page, (await server.get(page)).status]).toEqual([page, 404])
    }
    for (const other of ['/admin/api/v1/User/my', '/console/console/api/v1/User/my', '/consoles/api/User/my'])
      expect([other, (await server.get(other)).status]).toEqual([other, 404])
  })

  it('ask who is there only once the path is known, and refuse alike', async () => {
    for (const path of ['/console/api/Computer', '/console/api/v1/Computer', '/api/v1/Computer']) {
      const answer = await server.get(path, { token: null })
      expect([path, answer.status]).toEqual([path, 401])
      expect(answer.json()).toEqual([{ name: 'SYSTEM', description: expect.any(String) }])
      expect(answer.headers.get('www-authenticate')).toBeNull()
    }
    const wrong = await server.request('POST', '/console/api/v1/ServerEnv')
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })

  it('appear among the deprecations once somebody calls them', async () => {
    await server.get('/reporting/api/v1/Role')
    const { deprecations } = (await server.get('/v1/spillway/deprecations')).json<{
      deprecations: { path: string; uses: { requests: number }[] }[]
    }>()
    const used = deprecations.find(({ path }) => path === '/{webapp}/api/v1/Role')
    expect(used).toMatchObject({ sunset: '2023-01-26', successor: 'GET /api/v1/Role', uses: [{ requests: 1 }] })
    expect(deprecations.some(({ path }) => path === '/{webapp}/api/v1/Permission')).toBe(false)
  })
})

describe('paths on another date', () => {
  const statuses = async (server: TestServer, date: string) => {
    const { username, password } = server.admin
    const authorization = basicAuthorization(username, password)
    const headers = { authorization, 'spillway-api-date': date }
    const paths = ['/console/api/v1/Role', '/console/api/Role', '/api/Role', '/Role', '/api/v1/Role']
    return Promise.all(paths.map(async (path) => (await server.get(path, { token: null, headers })).status))
  }

  it('end for whoever asks for the surface after their end of support', async () => {
    const server = await startTestServer({ config: { apiDateHeader: true, enforceSunset: true } })
    expect(await statuses(server, '2022-06-01')).toEqual([200, 200, 200, 200, 200])
    expect(await statuses(server, '2023-01-26')).toEqual([410, 410, 410, 410, 200])
    expect(await statuses(server, '2012-12-31')).toEqual([404, 404, 404, 404, 404])
    await server.close()
  })
})
