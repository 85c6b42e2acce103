import { storesUnderTest } from '@spillway/control-store/testing'
import { describe, expect, it } from 'vitest'
import type { PeopleServer } from '../../identity/test-support/people-server.ts'
import { sharedPeopleServer } from '../../identity/test-support/shared-server.ts'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('agents and devices on $dialect', ({ open }) => {
  let server: PeopleServer
  let ids: Record<string, string>
  let owner: { userUid: string; userId: number }
  sharedPeopleServer({ open }, async (started) => {
    server = started
    owner = await server.user('owner@machines.example')
    ids = {
      alpha: await server.machine('alpha', { user_uid: owner.userUid, os_name: 'Windows 11', serial_number: 'S-1' }),
      beta: await server.machine('beta', {
        os_name: 'Darwin',
        health_issues: '["MISSING_MACOS_PERMISSION_FULL_DISK_ACCESS"]',
        health_modified_at: '2026-01-30T08:00:00.000Z',
        agent_type: 'COMBINED',
      }),
      gamma: await server.machine('gamma', { last_connected_at: '2026-01-10T00:00:00.000Z' }),
      delta: await server.machine('delta', { active: 0, last_connected_at: null }),
    }
  })

  const names = async (query: string) => {
    const answer = await server.call('GET', `/v1/agents?${query}`)
    return answer.json().agents.map((agent: { name: string }) => agent.name)
  }

  it('show every key the official client insists on', async () => {
    const answer = await server.call('GET', `/v1/agents/${ids.beta}`)
    expect(answer.json()).toEqual({
      agentId: ids.beta,
      name: 'beta',
      userId: null,
      osHostname: 'beta.local',
      osName: 'Darwin',
      machineId: null,
      serialNumber: null,
      active: true,
      agentType: 'COMBINED',
      agentHealthIssueTypes: ['MISSING_MACOS_PERMISSION_FULL_DISK_ACCESS'],
      agentHealthModificationDate: '2026-01-30T08:00:00.000Z',
      appVersion: '2.1.0',
      productVersion: '2.1.0',
      lastConnected: '2026-01-31T12:00:00.000Z',
      externalReference: null,
      creationDate: '2026-01-31T12:00:00.000Z',
      modificationDate: '2026-01-31T12:00:00.000Z',
    })
    expect((await server.call('GET', '/v1/agents?pageSize=3&page=2')).json()).toMatchObject({
      totalCount: 4,
      page: 2,
      pageSize: 3,
      agents: [{ name: 'gamma' }],
    })
    for (const id of ['0', 'none', "'"]) expect((await server.call('GET', `/v1/agents/${id}`)).statusCode).toBe(404)
  })

  it.each([
    ['', ['alpha', 'beta', 'delta', 'gamma']],
    ['srtKey=name&srtDir=desc', ['gamma', 'delta', 'beta', 'alpha']],
    ['active=False', ['delta']],
    ['agentType=combined', ['beta']],
    ['serialNumber=S-1', ['alpha']],
    ['agentHealthy=True', ['alpha', 'delta']],
    ['agentHealthy=False', ['beta', 'gamma']],
    ['anyOfAgentHealthIssueTypes=NOT_CONNECTING', ['gamma']],
    ['anyOfAgentHealthIssueTypes=NOT_CONNECTING,MISSING_MACOS_PERMISSION_FULL_DISK_ACCESS', ['beta', 'gamma']],
    ['anyOfAgentHealthIssueTypes=NOT_CONNECTING&anyOfAgentHealthIssueTypes=UNHEARD_OF', ['gamma']],
    ['anyOfAgentOsTypes=WIN&anyOfAgentOsTypes=MAC', ['alpha', 'beta']],
    ['anyOfAgentOsTypes=windows', ['alpha']],
    ['anyOfAgentOsTypes=BEOS', []],
    ['connectedInLastDays=1', ['alpha', 'beta']],
    ['connectedInLastDays=0', []],
    ['notConnectedInLastDays=7', ['delta', 'gamma']],
    ['agentHealthModifiedInLastDays=2', ['beta']],
  ])('are filtered and sorted by %s', async (query, expected) => {
    expect(await names(query)).toEqual(expected)
  })

  it.each(['srtKey=COLOUR', 'active=maybe', 'page=0', 'connectedInLastDays=-1', 'agentType=ROBOT'])(
    'refuse %s',
    async (query) => {
      expect((await server.call('GET', `/v1/agents?${query}`)).statusCode).toBe(400)
    },
  )

  it('are listed by their user', async () => {
    expect(await names(`userId=${owner.userUid}`)).toEqual(['alpha'])
    const devices = (await server.call('GET', `/v1/users/${owner.userUid}/devices`)).json()
    expect(devices).toMatchObject({
      totalCount: 1,
      devices: [{ deviceId: ids.alpha, legacyUserId: String(owner.userId) }],
    })
    expect((await server.call('GET', '/v1/users/none/devices')).statusCode).toBe(404)
  })

  it('are changed by name and reference, null leaving as it is', async () => {
    const change = (body: object) => server.call('PUT', `/v1/agents/${ids.alpha}`, body)
    expect((await change({ name: 'alpha', externalReference: 'tag-7' })).statusCode).toBe(204)
    expect((await change({ name: null, externalReference: null })).statusCode).toBe(204)
    expect((await server.call('GET', `/v1/agents/${ids.alpha}`)).json()).toMatchObject({
      name: 'alpha',
      externalReference: 'tag-7',
    })
    expect((await change({ name: '' })).statusCode).toBe(400)
    expect((await server.call('PUT', '/v1/agents/none', { name: 'x' })).statusCode).toBe(404)
  })

  it('are turned all together, or none when one is unknown', async () => {
    const turn = (verb: string, agentIds: unknown[]) => server.call('POST', `/v1/agents/${verb}`, { agentIds })
    const refused = await turn('deactivate', [ids.alpha, 'none', '77'])
    expect([refused.statusCode, refused.json().agentsNotFound]).toEqual([404, ['none', '77']])
    expect(await names('active=false')).toEqual(['delta'])
    expect((await turn('deactivate', [ids.alpha, ids.beta])).statusCode).toBe(204)
    expect(await names('active=false')).toEqual(['alpha', 'beta', 'delta'])
    expect((await turn('activate', [ids.alpha, ids.beta])).statusCode).toBe(204)
    expect((await turn('activate', [])).statusCode).toBe(204)
    expect(await names('active=false')).toEqual(['delta'])
  })

  it.each(['connectedInLastDays', 'notConnectedInLastDays', 'agentHealthModifiedInLastDays'])(
    'are not filtered by an empty %s, which says nothing',
    async (name) => {
      for (const given of ['', '%20'])
        expect((await server.call('GET', `/v1/agents?${name}=${given}`)).statusCode).toBe(400)
    },
  )

  it('are devices to older clients, with their place in the organization', async () => {
    const answer = await server.call('GET', `/v1/devices/${ids.alpha}`)
    const root = await server.root()
    expect(answer.json()).toMatchObject({
      deviceId: ids.alpha,
      legacyDeviceId: '1',
      status: 'Active',
      blocked: false,
      alertState: 0,
      orgId: root.uid,
      legacyOrgId: '1',
      orgGuid: root.guid,
      build: null,
    })
    expect(answer.headers).toMatchObject({
      deprecation: expect.any(String),
      link: expect.stringContaining('/v1/agents'),
    })
    const sorted = (await server.call('GET', '/v1/devices?sortKey=osHostname&sortDirection=DESC&active=true')).json()
    expect(sorted.devices.map((device: { name: string }) => device.name)).toEqual(['gamma', 'beta', 'alpha'])
    expect((await server.call('GET', '/v1/devices?pageSize=2001')).statusCode).toBe(400)
  })

  it('are turned by ids as long as an import takes them, and by numbers; nothing else is made into an id', async () => {
    const turn = (verb: string, agentId: unknown) => server.call('POST', `/v1/agents/${verb}`, { agentIds: [agentId] })
    const guid = 'G'.repeat(64)
    await server.call('POST', '/v1/spillway/agents/import', { rows: [{ guid }] })
    expect((await turn('deactivate', guid)).statusCode).toBe(204)
    expect((await turn('deactivate', 77)).json().agentsNotFound).toEqual(['77'])
    for (const none of [null, {}, true]) expect((await turn('deactivate', none)).statusCode).toBe(400)
  })
})
