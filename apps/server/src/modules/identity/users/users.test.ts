import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { describe, expect, it } from 'vitest'
import type { PeopleServer } from '../test-support/people-server.ts'
import { sharedPeopleServer } from '../test-support/shared-server.ts'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('users on $dialect', ({ open }) => {
  let store: ControlStore
  let server: PeopleServer
  sharedPeopleServer({ open }, (started, opened) => {
    server = started
    store = opened
  })

  const usernames = (answer: { json(): { users: { username: string }[] } }) =>
    answer.json().users.map(({ username }) => username)

  it('are listed with every key, ids as text, counted whole and paged', async () => {
    await server.user('ada@list.example')
    await server.user('bob@list.example')
    const answer = await server.call('GET', '/v1/users?pageSize=2&page=2')
    expect(answer.json()).toEqual({
      totalCount: 3,
      users: [
        {
          legacyUserId: '3',
          userId: expect.stringMatching(/^\d{18}$/),
          username: 'bob@list.example',
          firstName: null,
          lastName: null,
          legacyOrgId: '1',
          orgId: (await server.root()).uid,
          orgGuid: (await server.root()).guid,
          orgName: 'Spillway',
          notes: null,
          active: true,
          blocked: false,
          creationDate: '2026-02-01T00:00:00.000Z',
          modificationDate: '2026-02-01T00:00:00.000Z',
        },
      ],
    })
    expect((await server.call('GET', '/v1/users?page=9')).json()).toEqual({ totalCount: 3, users: [] })
  })

  it('are filtered by state in any spelling, and by whole names, several with commas', async () => {
    const { userUid } = await server.user('filter@list.example')
    await server.call('POST', `/v1/users/${userUid}/deactivate`)
    expect(usernames(await server.call('GET', '/v1/users?active=False'))).toEqual(['filter@list.example'])
    expect(usernames(await server.call('GET', '/v1/users?blocked=true&active=true'))).toEqual([])
    const names = encodeURIComponent('ADA@list.example,bob@list.example,nobody')
    expect(usernames(await server.call('GET', `/v1/users?username=${names}`))).toHaveLength(2)
    expect(usernames(await server.call('GET', '/v1/users?username=ada'))).toEqual([])
    expect((await server.call('GET', '/v1/users?active=perhaps')).statusCode).toBe(400)
    expect((await server.call('GET', '/v1/users?pageSize=0')).json()).toMatchObject({ error: 'BAD_REQUEST' })
  })

  it('lose their tokens and machines when deactivated, and get the machines back when activated', async () => {
    const { userUid } = await server.user('leaver@list.example', ['Insider Risk Analyst'])
    const machine = await server.machine('leaver-laptop', { user_uid: userUid })
    const token = await server.tokenOf('leaver@list.example')
    expect((await server.call('GET', '/v1/users', undefined, token)).statusCode).toBe(200)

    const gone = await server.call('POST', `/v1/users/${userUid}/deactivate`)
    expect([gone.statusCode, gone.body]).toEqual([200, ''])
    expect((await server.call('GET', '/v1/users', undefined, token)).statusCode).toBe(401)
    expect((await server.call('GET', `/v1/users/${userUid}`)).json()).toMatchObject({ active: false, blocked: true })
    expect((await server.call('GET', `/v1/agents/${machine}`)).json()).toMatchObject({ active: false })
    const again = await server.call('POST', `/v1/users/${userUid}/deactivate`)
    expect(again.statusCode).toBe(200)
    expect((await server.call('POST', '/v1/agents/activate', { agentIds: [machine] })).statusCode).toBe(400)

    await server.call('POST', `/v1/users/${userUid}/activate`)
    expect((await server.call('GET', `/v1/users/${userUid}`)).json()).toMatchObject({ active: true, blocked: false })
    expect((await server.call('GET', `/v1/agents/${machine}`)).json()).toMatchObject({ active: true })
    expect((await server.call('GET', '/v1/users', undefined, token)).statusCode).toBe(401)
  })

  it('cannot deactivate themselves, and unknown ones are not found', async () => {
    const me = (await server.call('GET', '/api/v1/User/my')).json().data.userUid
    expect((await server.call('POST', `/v1/users/${me}/deactivate`)).statusCode).toBe(400)
    for (const id of ['nobody', '1', '%27', 'x'.repeat(500)]) {
      expect((await server.call('GET', `/v1/users/${id}`)).statusCode).toBe(404)
      expect((await server.call('POST', `/v1/users/${id}/deactivate`)).statusCode).toBe(404)
    }
  })

  it('move between organizations', async () => {
    const { orgGuid } = await server.organization('Movers')
    const { userUid } = await server.user('mover@list.example')
    expect((await server.call('POST', `/v1/users/${userUid}/move`, { orgGuid })).statusCode).toBe(200)
    expect((await server.call('GET', `/v1/users/${userUid}`)).json()).toMatchObject({ orgGuid, orgName: 'Movers' })
    const nowhere = await server.call('POST', `/v1/users/${userUid}/move`, { orgGuid: 'nowhere' })
    expect([nowhere.statusCode, nowhere.json().message]).toEqual([400, 'Organization was not found'])
    await server.call('POST', `/v1/orgs/${orgGuid}/deactivate`)
    const { userUid: other } = await server.user('stays@list.example')
    expect((await server.call('POST', `/v1/users/${other}/move`, { orgGuid })).statusCode).toBe(400)
  })

  it('take up no more seats than their organization has', async () => {
    const { orgGuid } = await server.organization('Small')
    await store.db.updateTable('organization').set({ maximum_seats: 1 }).where('guid', '=', orgGuid).execute()
    await server.user('first@list.example', [], orgGuid)
    await expect(server.user('second@list.example', [], orgGuid)).rejects.toThrow('no seat left')
    const { userUid } = await server.user('third@list.example')
    expect((await server.call('POST', `/v1/users/${userUid}/move`, { orgGuid })).statusCode).toBe(400)
    expect(usernames(await server.call('GET', '/v1/users?username=second@list.example'))).toEqual([])
  })
})

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('roles on $dialect', ({ open }) => {
  let server: PeopleServer
  sharedPeopleServer({ open }, (started) => {
    server = started
  })

  const rolesOf = async (userUid: string) =>
    (await server.call('GET', `/v1/users/${userUid}/roles`)).json().roles.map((role: { roleId: string }) => role.roleId)

  it('are listed with their permissions under the published names', async () => {
    const roles = (await server.call('GET', '/v1/users/roles')).json()
    expect(roles.length).toBeGreaterThan(20)
    expect(roles.find((role: { roleId: string }) => role.roleId === 'org-help-desk')).toEqual({
      roleId: 'org-help-desk',
      roleName: 'Org Help Desk',
      creationDate: expect.any(String),
      modificationDate: expect.any(String),
      permissions: ['admin.user.read', 'admin.org.read', 'admin.computer.read', 'customer.read'].map((permission) => ({
        permission,
        description: expect.any(String),
      })),
    })
    expect((await server.call('GET', '/v1/users/roles?page=2&pageSize=1000')).json()).toEqual([])
    expect((await server.call('GET', '/v1/users/roles/desktop-user')).json()).toMatchObject({
      roleName: 'Desktop User',
    })
    expect((await server.call('GET', '/v1/users/roles/nothing')).statusCode).toBe(404)
  })

  it('are replaced as a whole, unknown ones ignored', async () => {
    const { userUid } = await server.user('holder@roles.example', ['Desktop User', 'PROe User'])
    const answer = await server.call('PUT', `/v1/users/${userUid}/roles`, {
      roleIds: ['desktop-user', 'audit-log-viewer', 'none-such'],
    })
    expect(answer.json()).toMatchObject({
      processedReplacementRoleIds: ['desktop-user', 'audit-log-viewer'],
      newlyAssignedRoleIds: ['audit-log-viewer'],
      unassignedRoleIds: ['proe-user'],
      ignoredRoleIds: ['none-such'],
      ignoredRolesIds: ['none-such'],
    })
    expect(await rolesOf(userUid)).toEqual(['audit-log-viewer', 'desktop-user'])
    await server.call('PUT', `/v1/users/${userUid}/roles`, { roleIds: [] })
    expect(await rolesOf(userUid)).toEqual([])
  })

  it('take effect at once, also on tokens in use', async () => {
    const { userUid } = await server.user('riser@roles.example')
    const token = await server.tokenOf('riser@roles.example')
    const list = () => server.call('GET', '/v1/users', undefined, token)
    expect((await list()).statusCode).toBe(403)
    await server.call('PUT', `/v1/users/${userUid}/roles`, { roleIds: ['cross-org-help-desk'] })
    expect((await list()).statusCode).toBe(200)
    await server.call('PUT', `/v1/users/${userUid}/roles`, { roleIds: [] })
    expect((await list()).statusCode).toBe(403)
  })

  it('of an organization reach no further than it, whatever is asked', async () => {
    const outside = await server.user('outside@roles.example')
    const { orgGuid } = await server.organization('Branch')
    const child = await server.organization('Twig', orgGuid)
    await server.user('chief@roles.example', ['Org Admin'], orgGuid)
    const inside = await server.user('inside@roles.example', [], child.orgGuid)
    const machine = await server.machine('elsewhere', { user_uid: outside.userUid })
    const own = await server.machine('within', { user_uid: inside.userUid })
    const token = await server.tokenOf('chief@roles.example')
    const ask = async (method: 'GET' | 'POST' | 'PUT', url: string, body?: object) =>
      (await server.call(method, url, body, token)).statusCode

    const seen = (await server.call('GET', '/v1/users', undefined, token)).json()
    expect([seen.totalCount, seen.users.map((user: { username: string }) => user.username)]).toEqual([
      2,
      ['chief@roles.example', 'inside@roles.example'],
    ])
    const orgs = (await server.call('GET', '/v1/orgs', undefined, token)).json().orgs
    expect(orgs.map((org: { orgName: string }) => org.orgName)).toEqual(['Branch', 'Twig'])
    const agents = (await server.call('GET', '/v1/agents', undefined, token)).json()
    expect([agents.totalCount, agents.agents[0].agentId]).toEqual([1, own])
    const registered = (await server.call('GET', '/v1/spillway/agents', undefined, token)).json().agents
    expect(registered.map((agent: { agentUid: string }) => agent.agentUid)).toEqual([own])
    const registration = { hostname: 'h', operatingSystem: 'Linux', agentVersion: '1' }
    const register = (userEmail: string) => ask('POST', '/v1/spillway/agents', { ...registration, userEmail })
    expect([await register('outside@roles.example'), await register('inside@roles.example')]).toEqual([403, 201])
    const root = (await server.root()).guid
    expect([
      await ask('GET', `/v1/users/${outside.userUid}`),
      await ask('POST', `/v1/users/${outside.userUid}/deactivate`),
      await ask('GET', `/v1/agents/${machine}`),
      await ask('GET', `/v1/orgs/${root}`),
      await ask('GET', `/v1/users/${outside.userUid}/devices`),
      await ask('GET', `/api/v1/User/${outside.userId}`),
    ]).toEqual([404, 404, 404, 404, 404, 404])
    expect(await ask('POST', `/v1/users/${inside.userUid}/move`, { orgGuid: root })).toBe(400)
    expect(await ask('POST', `/v1/users/${inside.userUid}/move`, { orgGuid })).toBe(200)
    expect(await ask('POST', '/v1/orgs', { orgName: 'Mine' })).toBe(200)
    expect(await ask('POST', '/v1/orgs', { orgName: 'Theirs', parentOrgGuid: root })).toBe(400)
  })

  it('are not granted, and their holders not changed, by those who hold less', async () => {
    const { orgGuid } = await server.organization('Ladder')
    await server.user('manager@roles.example', ['Org Manager'], orgGuid)
    const superior = await server.user('superior@roles.example', ['Org Admin'], orgGuid)
    const peer = await server.user('peer@roles.example', [], orgGuid)
    const token = await server.tokenOf('manager@roles.example')
    const roleIds = ['org-admin', 'cross-org-help-desk', 'org-help-desk', 'customer-cloud-admin']
    const answer = await server.call('PUT', `/v1/users/${peer.userUid}/roles`, { roleIds }, token)
    expect(answer.json()).toMatchObject({
      newlyAssignedRoleIds: ['org-help-desk'],
      ignoredRoleIds: ['org-admin', 'cross-org-help-desk', 'customer-cloud-admin'],
    })
    const passwordOfSuperior = { password: 'another long password' }
    for (const [method, url, body] of [
      ['PUT', `/api/v1/User/${superior.userId}`, passwordOfSuperior],
      ['POST', `/v1/users/${superior.userUid}/deactivate`, undefined],
      ['PUT', `/v1/users/${superior.userUid}/roles`, { roleIds: [] }],
    ] as const)
      expect((await server.call(method, url, body, token)).statusCode).toBe(403)
    const offered = (await server.call('GET', '/v1/users/roles', undefined, token)).json()
    expect(offered.map((role: { roleId: string }) => role.roleId)).not.toContain('org-admin')
  })
})
