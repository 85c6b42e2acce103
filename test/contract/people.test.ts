import { operations } from '@spillway/contract'
import type { ControlStore } from '@spillway/control-store'
import { sqliteUnderTest } from '@spillway/control-store/testing'
import { startTestServer, type TestRequest, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parts } from '../support/parts.ts'
import { createComparison, documentedAnswers, expectEveryAnswer, readDefinition, withoutTable } from './answers.ts'
import { peopleCorrections } from './people-corrections.ts'
import { peopleRefusals } from './people-refusals.ts'

const password = 'a long enough password'
const families = ['users', 'organizations', 'agents', 'devices', 'departments', 'directory-groups', 'customer']

/** What is documented, but never answered, and why. */
const notProvoked: Readonly<Record<string, string>> = {
  'GET /v1/customer 404': 'a server without its tenant does not start',
  'GET /v1/customer 403': 'every caller may read the tenant',
}

/** Operations of the families as the definition writes their paths. */
const published = operations.filter(
  ({ family, path, errorShape }) =>
    families.includes(family) &&
    errorShape === 'portal' &&
    path.startsWith('/v1/') &&
    !path.startsWith('/v1/spillway/'),
)

describe.skipIf(!parts.publishedDefinition.present)('people and machines against the published definition', () => {
  let server: TestServer
  let store: ControlStore
  const definition = readDefinition()
  const all = documentedAnswers(definition, published)
  const comparison = createComparison(definition, peopleCorrections)
  let userId: string
  let agentId: string
  let orgGuid: string
  let blind: string
  beforeAll(async () => {
    store = await sqliteUnderTest.open()
    server = await startTestServer({ openControl: async () => store, config: { limits: 'off' } })
    const user = await server.post('/api/v1/User', { orgId: 1, username: 'ada@contract.example', password })
    userId = user.json<{ data: { userUid: string } }>().data.userUid
    const registration = {
      hostname: 'ws',
      operatingSystem: 'Linux',
      agentVersion: '2.0',
      userEmail: 'ada@contract.example',
    }
    agentId = (await server.post('/v1/spillway/agents', registration)).json<{ agentUid: string }>().agentUid
    await server.post('/v1/spillway/agents', { hostname: 'orphan', operatingSystem: 'Mac', agentVersion: '2.0' })
    orgGuid = (await server.post('/v1/orgs', { orgName: 'Contract' })).json<{ orgGuid: string }>().orgGuid
    blind = await server.token(await server.apiClient(['file-events.read']))
  }, 60_000)
  afterAll(() => server.close())

  const compare = (method: string, path: string, url: string, status: number, options: TestRequest = {}) =>
    comparison.compare(server, { method, path, status, url, options })
  const get = (path: string, url: string, status = 200) => compare('GET', path, url, status)
  const post = (path: string, url: string, body: unknown, status: number) =>
    compare('POST', path, url, status, { body })
  const put = (path: string, url: string, body: unknown, status: number) => compare('PUT', path, url, status, { body })

  it('users and roles', async () => {
    await get('/v1/users', '/v1/users?active=True&pageSize=100&page=1')
    await get('/v1/users', '/v1/users?active=perhaps', 400)
    await get('/v1/users/{userId}', `/v1/users/${userId}`)
    await get('/v1/users/{userId}', '/v1/users/none', 404)
    await put('/v1/users/{userId}/roles', `/v1/users/${userId}/roles`, { roleIds: ['desktop-user'] }, 200)
    await put('/v1/users/{userId}/roles', `/v1/users/${userId}/roles`, { roleIds: 'desktop-user' }, 400)
    await get('/v1/users/{userId}/roles', `/v1/users/${userId}/roles`)
    await get('/v1/users/roles', '/v1/users/roles')
    await get('/v1/users/roles/{roleId}', '/v1/users/roles/desktop-user')
    await get('/v1/users/roles/{roleId}', '/v1/users/roles/none', 404)
    await post('/v1/users/{userId}/move', `/v1/users/${userId}/move`, { orgGuid }, 200)
    await post('/v1/users/{userId}/move', `/v1/users/${userId}/move`, { orgGuid: 'none' }, 400)
    await post('/v1/users/{userId}/deactivate', `/v1/users/${userId}/deactivate`, undefined, 200)
    await post('/v1/users/{userId}/activate', `/v1/users/${userId}/activate`, undefined, 200)
    const me = (await server.get('/api/v1/User/my')).json<{ data: { userUid: string } }>().data.userUid
    await post('/v1/users/{userId}/deactivate', `/v1/users/${me}/deactivate`, undefined, 400)
  })

  it('organizations', async () => {
    await get('/v1/orgs', '/v1/orgs?active=True')
    await post(
      '/v1/orgs',
      '/v1/orgs',
      { orgName: 'Another', parentOrgGuid: orgGuid, orgExtRef: null, notes: null },
      200,
    )
    await get('/v1/orgs/{orgGuid}', `/v1/orgs/${orgGuid}`)
    await put('/v1/orgs/{orgGuid}', `/v1/orgs/${orgGuid}`, { orgName: 'Changed' }, 200)
    await post('/v1/orgs/{orgGuid}/deactivate', `/v1/orgs/${orgGuid}/deactivate`, undefined, 200)
    await post('/v1/orgs/{orgGuid}/activate', `/v1/orgs/${orgGuid}/activate`, undefined, 200)
  })

  it('agents and devices', async () => {
    await get('/v1/agents', '/v1/agents?srtKey=LAST_CONNECTED&srtDir=DESC')
    await get('/v1/agents', '/v1/agents?srtKey=COLOUR', 400)
    await get('/v1/agents/{agentId}', `/v1/agents/${agentId}`)
    await get('/v1/agents/{agentId}', '/v1/agents/1', 404)
    await put('/v1/agents/{agentId}', `/v1/agents/${agentId}`, { name: 'ws', externalReference: '' }, 204)
    await put('/v1/agents/{agentId}', `/v1/agents/${agentId}`, { name: '' }, 400)
    await put('/v1/agents/{agentId}', '/v1/agents/1', { name: 'x' }, 404)
    await post('/v1/agents/deactivate', '/v1/agents/deactivate', { agentIds: [agentId] }, 204)
    await post('/v1/agents/activate', '/v1/agents/activate', { agentIds: [agentId] }, 204)
    await post('/v1/agents/activate', '/v1/agents/activate', { agentIds: ['1'] }, 404)
    await get('/v1/devices', '/v1/devices?sortKey=lastConnected&sortDirection=desc')
    await get('/v1/devices', '/v1/devices?page=0', 400)
    await get('/v1/devices/{deviceId}', `/v1/devices/${agentId}`)
    await get('/v1/devices/{deviceId}', '/v1/devices/1', 404)
    await get('/v1/users/{userId}/devices', `/v1/users/${userId}/devices`)
  })

  it('departments and directory groups', async () => {
    await get('/v1/departments', '/v1/departments?page=1&page_size=100')
    await get('/v1/directory-groups', '/v1/directory-groups?name=x')
  })

  it('customer', () => get('/v1/customer', '/v1/customer'))

  it.each(published.map(({ method, path }) => [method, path] as const))('%s %s is refused', async (method, path) => {
    const url = path
      .replace('{userId}', userId)
      .replace('{orgGuid}', orgGuid)
      .replace(/\{(agent|device)Id\}/, agentId)
    const at = url.replace('{roleId}', 'desktop-user')
    await compare(method, path, at, 401, { token: null })
    if (all.includes(`${method} ${path} 403`) && path !== '/v1/customer')
      await compare(method, path, at, 403, { token: blind })
    if (all.includes(`${method} ${path} 415`)) await compare(method, path, at, 415, { headers: { accept: 'text/csv' } })
  })

  it.each(peopleRefusals.map((refusal) => ({ name: refusal.slice(0, 4).join(' '), refusal })))(
    '$name',
    async ({ refusal: [method, path, status, url, body] }) => {
      const at = url.replace(':user', userId).replace(':org', orgGuid).replace(':agent', agentId)
      await compare(method, path, at, status, { body })
    },
  )

  it('tells of its own faults', () =>
    withoutTable(store, 'user', async () => {
      await post('/v1/users/{userId}/deactivate', `/v1/users/${userId}/deactivate`, undefined, 500)
      await post('/v1/users/{userId}/move', `/v1/users/${userId}/move`, { orgGuid }, 500)
    }))

  it('leaves no operation and no documented answer out', () =>
    expectEveryAnswer('people and machines', all, comparison.seen, notProvoked))

  it('knows every operation that is published of these families', () => {
    const tags = /^\/v1\/(users|orgs|agents|devices|departments|directory-groups|customer)(\/|$)/
    const theirs = Object.entries(definition.paths).flatMap(([path, methods]) =>
      tags.test(path) ? Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`) : [],
    )
    const ours = published.map(({ method, path }) => `${method} ${path}`)
    expect(theirs.filter((one) => !ours.includes(one))).toEqual([])
  })
})
