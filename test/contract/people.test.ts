import { readFileSync } from 'node:fs'
import { startTestServer, type TestResponse, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parts, publishedDefinition } from '../support/parts.ts'
import { peopleCorrections } from './people-corrections.ts'
import { createChecker, type Definition } from './swagger.ts'

const password = 'a long enough password'

describe.skipIf(!parts.publishedDefinition.present)('people and machines against the published definition', () => {
  let server: TestServer
  let check: ReturnType<typeof createChecker>
  let userId: string
  let agentId: string
  let orgGuid: string
  beforeAll(async () => {
    check = createChecker(JSON.parse(readFileSync(publishedDefinition, 'utf8')) as Definition, peopleCorrections)
    server = await startTestServer({ config: { limits: 'off' } })
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
  }, 60_000)
  afterAll(() => server.close())

  const compare = async (method: string, path: string, asked: Promise<TestResponse>, status: number) => {
    const response = await asked
    expect(response.status).toBe(status)
    const body = response.headers.get('content-type')?.includes('json') ? response.json() : undefined
    expect(check(method, path, status, body)).toEqual([])
  }
  const get = (path: string, url: string, status = 200) => compare('GET', path, server.get(url), status)
  const post = (path: string, url: string, body: unknown, status: number) =>
    compare('POST', path, server.post(url, body), status)
  const put = (path: string, url: string, body: unknown, status: number) =>
    compare('PUT', path, server.request('PUT', url, { body }), status)

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
})
