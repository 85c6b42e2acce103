import { storesUnderTest } from '@spillway/control-store/testing'
import { describe, expect, it } from 'vitest'
import type { PeopleServer } from '../test-support/people-server.ts'
import { sharedPeopleServer } from '../test-support/shared-server.ts'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('console users on $dialect', ({ open }) => {
  let server: PeopleServer
  let org: { orgGuid: string; orgId: number; orgUid: string }
  sharedPeopleServer({ open }, async (started) => {
    server = started
    const { orgGuid } = await server.organization('Console')
    const { data } = (await server.call('GET', `/api/v3/orgs/${orgGuid}`)).json()
    org = data
  })

  const list = async (query: string) => (await server.call('GET', `/api/v1/User?${query}`)).json()
  const names = async (query: string) =>
    (await list(query)).data.users.map((user: { username: string }) => user.username)
  const create = (body: object) => server.call('POST', '/api/v1/User', { orgUid: org.orgUid, ...body })

  it('are created as the console shows them, nulls meaning nothing', async () => {
    const facts = { username: 'new@console.example', email: null, password: null, firstName: 'Ada', lastName: null }
    const answer = await create({ ...facts, notes: 'first' })
    expect(answer.statusCode).toBe(200)
    expect(answer.json().data).toEqual({
      userId: expect.any(Number),
      userUid: expect.stringMatching(/^\d{18}$/),
      status: 'Invited',
      username: 'new@console.example',
      email: 'new@console.example',
      firstName: 'Ada',
      lastName: null,
      quotaInBytes: -1,
      orgId: org.orgId,
      orgUid: org.orgUid,
      orgName: 'Console',
      userExtRef: null,
      notes: 'first',
      active: true,
      blocked: false,
      invited: true,
      orgType: 'ENTERPRISE',
      usernameIsAnEmail: true,
      creationDate: '2026-02-01T00:00:00.000Z',
      modificationDate: '2026-02-01T00:00:00.000Z',
      passwordReset: false,
      localAuthenticationOnly: false,
      licenses: [],
    })
  })

  it.each([
    [{ username: 'NEW@console.example' }, 'USER_DUPLICATE'],
    [{ username: 'no address' }, 'USERNAME_NOT_AN_EMAIL'],
    [{ username: ' ' }, 'INVALID_USERNAME'],
    [{ username: 'a@b.example', email: 'nothing' }, 'EMAIL_INVALID'],
    [{ username: 'a@b.example', password: 'short' }, 'NEW_PASSWORD_INVALID'],
  ])('refuse %j by the name clients look for, twice alike, and nothing is half done', async (body, name) => {
    const before = (await list('')).data.totalCount
    for (const _ of [1, 2]) {
      const answer = await create(body)
      expect([answer.statusCode, answer.json()]).toEqual([
        500,
        [{ name, description: expect.any(String), objects: [] }],
      ])
    }
    expect((await list('')).data.totalCount).toBe(before)
  })

  it('are updated by number or uid; quota as a script sets it', async () => {
    const { userId, userUid } = await server.user('update@console.example')
    const byNumber = await server.call('PUT', `/api/v1/User/${userId}`, { quotaInBytes: 30_000_000_000 })
    expect(byNumber.json().data).toMatchObject({ quotaInBytes: 30_000_000_000 })
    const nulls = { username: null, email: null, password: null, firstName: 'Bo', lastName: null, notes: null }
    const byUid = await server.call('PUT', `/api/v1/User/${userUid}?idType=uid`, { ...nulls, quotaInBytes: null })
    expect(byUid.json().data).toMatchObject({
      firstName: 'Bo',
      quotaInBytes: 30_000_000_000,
      username: 'update@console.example',
    })
    expect((await server.call('PUT', `/api/v1/User/${userId}`, { quotaInBytes: -5 })).statusCode).toBe(400)
    expect((await server.call('PUT', '/api/v1/User/9999', { firstName: 'x' })).statusCode).toBe(404)
  })

  it('end their tokens with a new password', async () => {
    const { userId } = await server.user('secret@console.example')
    const token = await server.tokenOf('secret@console.example')
    await server.call('PUT', `/api/v1/User/${userId}`, { password: 'another long password' })
    expect((await server.call('GET', '/api/v1/User/my', undefined, token)).statusCode).toBe(401)
  })

  it('are listed with echo, roles by name, filters and lenient paging', async () => {
    await server.user('admin-one@console.example', ['Org Admin'])
    const { metadata, data } = await list('active=true&pgSize=999&roleId=10&incRoles=True')
    expect(metadata.params).toEqual({ active: 'true', pgSize: '999', roleId: '10', incRoles: 'True' })
    expect(data).toMatchObject({
      totalCount: 1,
      users: [{ username: 'admin-one@console.example', roles: ['Org Admin'] }],
    })
    expect(await names('roleId=org-admin')).toEqual(['admin-one@console.example'])
    expect(await names('roleId=none')).toEqual([])
    expect(await names('username=ADMIN-one@console.example')).toEqual(['admin-one@console.example'])
    expect(await names('q=admin-ONE')).toEqual(['admin-one@console.example'])
    expect(await names(`orgUid=${org.orgUid}`)).toEqual(['new@console.example'])
    expect(await names('orgId=1')).toContain('new@console.example')
    expect(await names('orgId=1&incChildOrgs=False')).not.toContain('new@console.example')
    expect(await names('pgNum=x&pgSize=True&active=12')).toHaveLength((await list('')).data.totalCount)
    expect(await names('pgNum=99')).toEqual([])
    const unknown = await server.call('GET', '/api/v1/User?orgUid=none')
    expect([unknown.statusCode, unknown.json()[0].description]).toEqual([400, 'Organization was not found'])
    const csv = await server.call('GET', '/api/v1/User?export=csv')
    expect(csv.body.split('\n')[0]).toMatch(/^userId,userUid,status,username/)
  })

  it('are reached by every older shape of the path, in place', async () => {
    const { userId } = await server.user('paths@console.example')
    for (const path of ['/api/v1/user', '/api/User', '/api/user', '/User', '/api/v1/User/']) {
      const answer = await server.call('GET', `${path.replace(/\/$/, '')}/${userId}`)
      expect([path, answer.statusCode]).toEqual([path, 200])
    }
    const old = await server.call('GET', `/api/User/${userId}`)
    expect(old.headers).toMatchObject({ deprecation: '@1643155200', link: expect.stringContaining('/api/v1/User/') })
  })

  it('are blocked, deactivated and activated by v1 and v3', async () => {
    const { userId, userUid } = await server.user('turned@console.example')
    const status = async () => (await server.call('GET', `/api/v1/User/${userId}`)).json().data.status
    const v1 = (method: 'PUT' | 'DELETE', path: string, body?: object) => server.call(method, `/api/v1/${path}`, body)
    expect([(await v1('PUT', `UserBlock/${userId}`)).statusCode, await status()]).toEqual([204, 'Active, Blocked'])
    expect([(await v1('DELETE', `UserBlock/${userId}`)).statusCode, await status()]).toEqual([204, 'Active'])
    await v1('PUT', `UserDeactivation/${userId}`, { blockUser: true })
    expect(await status()).toBe('Deactivated, Blocked')
    await v1('DELETE', `UserDeactivation/${userId}?unblockUser=true`)
    expect(await status()).toBe('Active')
    await v1('PUT', `UserDeactivation/${userId}`, { blockUser: 'True' })
    expect(await status()).toBe('Deactivated, Blocked')
    expect((await v1('PUT', `UserDeactivation/${userId}`, { blockUser: 'perhaps' })).statusCode).toBe(400)
    await v1('DELETE', `UserDeactivation/${userId}?unblockUser=1`)
    const v3 = async (verb: string, body?: object) => {
      const answer = await server.call('POST', `/api/v3/users/${userUid}/${verb}`, body)
      expect([verb, answer.json()]).toEqual([verb, { data: null, error: null, warnings: null }])
      return status()
    }
    expect(await v3('block')).toBe('Active, Blocked')
    expect(await v3('unblock')).toBe('Active')
    expect(await v3('deactivate', { block: null })).toBe('Deactivated')
    expect(await v3('activate', { unblock: null })).toBe('Active')
    expect(await v3('move', { orgId: org.orgId })).toBe('Active')
    expect((await server.call('POST', '/api/v3/users/none/block')).json()).toMatchObject({
      data: null,
      error: [{ primaryErrorKey: 'USER_NOT_FOUND' }],
    })
  })

  it('are moved by numbers, as the sample does', async () => {
    const { userId } = await server.user('moved@console.example')
    const move = (parentOrgId: unknown) => server.call('POST', '/api/v1/UserMoveProcess', { userId, parentOrgId })
    expect((await move(org.orgId)).statusCode).toBe(204)
    expect((await server.call('GET', `/api/v1/User/${userId}`)).json().data).toMatchObject({ orgName: 'Console' })
    expect((await move(String(org.orgId))).statusCode).toBe(204)
    expect((await move(7777)).json()).toEqual([{ name: 'SYSTEM', description: 'Organization was not found' }])
  })

  it('hold roles, given and taken by name, number or slug', async () => {
    const { userId, userUid } = await server.user('roles@console.example')
    const held = async () =>
      (await server.call('GET', `/api/v1/UserRole/${userId}`))
        .json()
        .data.map((role: { roleName: string }) => role.roleName)
    const given = await server.call('POST', '/api/v1/UserRole', { userId: String(userId), roleName: 'Desktop User' })
    expect(given.json().data).toMatchObject({ roleId: 'desktop-user', locked: true, permissions: [] })
    await server.call('POST', '/api/UserRole', { userId, roleId: 10 })
    expect(await held()).toEqual(['Desktop User', 'Org Admin'])
    expect((await server.call('DELETE', `/api/UserRole?userId=${userId}&roleId=10`)).statusCode).toBe(204)
    expect(await held()).toEqual(['Desktop User'])
    expect((await server.call('POST', '/api/v1/UserRole', { userId, roleName: 'Nobody' })).statusCode).toBe(400)
    expect((await server.call('GET', '/api/UserRole/my')).json().data[0].roleName).toBe('Customer Cloud Admin')
    const replaced = await server.call('PUT', `/api/v3/users/${userUid}/roles`, { roleIds: ['proe-user'] })
    expect(replaced.json().data).toMatchObject({
      newlyAssignedRoleIds: ['proe-user'],
      unassignedRoleIds: ['desktop-user'],
    })
    expect((await server.call('GET', `/api/v3/users/${userUid}/roles`)).json().data).toMatchObject([
      { roleId: 'proe-user' },
    ])
  })

  it('see roles with their holders; own roles come and go, built-in ones are locked', async () => {
    const all = (await server.call('GET', '/api/v1/role')).json().data
    expect(all.find((role: { roleId: string }) => role.roleId === 'customer-cloud-admin').numberOfUsers).toBe(1)
    expect((await server.call('GET', '/api/v4/role/view')).json().data).toHaveLength(all.length)
    const made = await server.call('POST', '/api/v1/Role', { roleName: 'Reader', permissions: ['admin.user.read'] })
    expect(made.json().data).toMatchObject({
      roleId: 'reader',
      locked: false,
      permissions: [{ permission: 'admin.user.read' }],
    })
    const problems = [
      ['POST', '/api/v1/Role', { roleName: 'Empty', permissions: [] }, 'PERMISSIONS_MISSING'],
      ['POST', '/api/v1/Role', { roleName: 'Org Admin', permissions: ['users.read'] }, 'ROLE_DUPLICATE'],
      ['PUT', '/api/v1/Role/org-admin', { roleName: 'Mine' }, 'LOCKED_ROLE'],
      ['DELETE', '/api/v1/Role/org-admin', undefined, 'LOCKED_ROLE'],
    ] as const
    for (const [method, url, body, name] of problems) {
      const answer = await server.call(method, url, body)
      expect([answer.statusCode, answer.json()[0].name]).toEqual([500, name])
    }
    const renamed = await server.call('PUT', '/api/v1/Role/reader', { roleName: 'Reader of users' })
    expect(renamed.json().data).toMatchObject({ roleName: 'Reader of users' })
    expect((await server.call('DELETE', '/api/v1/Role/reader')).statusCode).toBe(204)
    expect((await server.call('GET', '/api/v1/Role/reader')).statusCode).toBe(404)
  })

  it('read of roles what each permission is for, by names that roles can be made of', async () => {
    interface Permission {
      readonly value: string
      readonly description: string
    }
    const known: Permission[] = (await server.call('GET', '/api/v1/Permission')).json().data
    const described = new Map(known.map(({ value, description }) => [value, description]))
    expect(described.get('admin.user.read')).toMatch(/users/)
    for (const path of ['/api/v1/role', '/api/v3/roles', '/api/v4/role/view'])
      for (const { permissions } of (await server.call('GET', path)).json().data)
        for (const { permission, description } of permissions)
          expect([path, permission, description]).toEqual([path, permission, described.get(permission)])
    const portal = (await server.call('GET', '/v1/users/roles')).json()
    expect(portal[0].permissions[0].description).not.toBe('')
    const permissions = known.map(({ value }) => value)
    const all = await server.call('POST', '/api/v1/Role', { roleName: 'All', permissions })
    expect(all.json().data.permissions).toHaveLength(known.length)
    await server.call('DELETE', '/api/v1/Role/all')
  })

  it('give a role that is narrowed to one organization no more than that', async () => {
    const everywhere = { roleName: 'Reading', permissions: ['admin.user.read', 'admin.crossorg_user.read'] }
    await server.call('POST', '/api/v1/Role', everywhere)
    const narrowed = await server.call('PUT', '/api/v1/Role/reading', { permissions: ['admin.user.read'] })
    expect(narrowed.json().data.permissions).toMatchObject([{ permission: 'admin.user.read' }])
    await server.user('reading@console.example', ['Reading'], org.orgGuid)
    const token = await server.tokenOf('reading@console.example')
    const seen = async () => (await server.call('GET', '/api/v1/User', undefined, token)).json().data.users
    for (const { orgId } of await seen()) expect(orgId).toBe(org.orgId)
    await server.call('PUT', '/api/v1/Role/reading', everywhere)
    expect((await seen()).some(({ orgId }: { orgId: number }) => orgId === 1)).toBe(true)
    await server.call('PUT', '/api/v1/Role/reading', { roleName: 'Read on' })
    expect((await seen()).some(({ orgId }: { orgId: number }) => orgId === 1)).toBe(true)
    await server.call('DELETE', '/api/v1/Role/reading')
  })

  it('are counted, as holders of roles and of seats, only as far as the caller reaches', async () => {
    await server.user('bounded@console.example', ['Org Admin'], org.orgGuid)
    const token = await server.tokenOf('bounded@console.example')
    const read = async (path: string) => (await server.call('GET', path, undefined, token)).json().data
    for (const path of ['/api/v1/role', '/api/v3/roles', '/api/v4/role/view']) {
      const held = (await read(path)).filter(({ numberOfUsers }: { numberOfUsers: number }) => numberOfUsers > 0)
      expect([path, held.map(({ roleId }: { roleId: string }) => roleId)]).toEqual([path, ['org-admin']])
    }
    expect(await read('/api/v1/Role/customer-cloud-admin')).toMatchObject({ numberOfUsers: 0 })
    expect(await read('/api/v3/roles/customer-cloud-admin')).toMatchObject({ numberOfUsers: 0 })
    const seatsInUse = (await read('/api/v1/User?active=true')).totalCount
    expect(await read('/api/v1/MasterLicense')).toEqual({ seatsInUse })
    expect(await read('/api/v3/customerLicense')).toEqual({ seatsInUse, backupSeatsInUse: 0 })
    expect((await server.call('GET', '/api/v1/MasterLicense')).json().data.seatsInUse).toBeGreaterThan(seatsInUse)
  })

  it('have a directory profile, empty while no directory told', async () => {
    const { userUid } = await server.user('profile@console.example')
    const answer = await server.call('GET', `/api/v18/scim-user-data/collated-view?userId=${userUid}`)
    expect(answer.json()).toMatchObject({
      metadata: { headers: [], licenseStatus: 'ACTIVE' },
      data: { userId: userUid, department: null, hasScimUserData: false },
    })
  })

  it('do not exist for API clients', async () => {
    const { id, secret } = (
      await server.call('POST', '/v1/spillway/api-clients', { name: 'c', permissions: ['users.read'] })
    ).json()
    const token = (await server.redeem(id, secret)).json().access_token
    const mine = await server.call('GET', '/api/v1/User/my', undefined, token)
    expect([mine.statusCode, mine.json()]).toEqual([404, [{ name: 'SYSTEM', description: 'User not found' }]])
    expect((await server.call('GET', '/api/v1/Org/my', undefined, token)).statusCode).toBe(500)
    expect((await server.call('GET', '/api/v1/User', undefined, token)).statusCode).toBe(200)
  })
})

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('console organizations on $dialect', ({ open }) => {
  let server: PeopleServer
  sharedPeopleServer({ open }, (started) => {
    server = started
  })

  it('are created, listed with all three ids, changed and read back', async () => {
    const root = await server.root()
    const made = (await server.call('POST', '/api/v1/Org', { orgName: 'Field', parentOrgId: null, notes: null })).json()
      .data
    expect(made).toMatchObject({
      orgId: 2,
      parentOrgId: 1,
      parentOrgUid: root.uid,
      parentOrgGuid: root.guid,
      status: 'Active',
    })
    const under = (await server.call('POST', '/api/v1/Org/2', { orgName: 'Under' })).json().data
    expect(under).toMatchObject({ parentOrgId: 2 })
    const third = (await server.call('POST', '/api/v3/orgs', { orgName: 'Third', parentOrgGuid: made.orgGuid })).json()
      .data
    expect(third).toMatchObject({ parentOrgGuid: made.orgGuid })
    const list = (await server.call('GET', '/api/v1/Org?pgNum=1&pgSize=500&incCounts=True')).json()
    expect(list.data.totalCount).toBe(4)
    for (const org of list.data.orgs)
      expect(org).toMatchObject({ orgId: expect.any(Number), orgUid: expect.any(String), orgGuid: expect.any(String) })
    expect(list.data.orgs[0]).toMatchObject({ userCount: 1, orgCount: 1 })
    const whole = (await server.call('GET', `/api/v3/orgs/${made.orgGuid}?incSettings=True`)).json().data
    const changed = { ...whole, orgName: 'Fields', settings: { ...whole.settings, maxSeats: 7 } }
    const put = await server.call('PUT', `/api/v1/Org/${made.orgUid}?idType=orgUid`, changed)
    expect(put.json().data).toMatchObject({ orgName: 'Fields', settings: { maxSeats: 7, maxBytes: -1 } })
    const v3 = await server.call('PUT', `/api/v3/orgs/${made.orgGuid}`, { orgName: null, orgExtRef: 'x', notes: null })
    expect(v3.json().data).toMatchObject({ orgName: 'Fields', orgExtRef: 'x' })
    expect((await server.call('GET', '/api/v1/Org/my')).json().data).toMatchObject({ orgId: 1 })
    expect((await server.call('GET', '/api/v1/Org/77')).json()).toEqual([
      { name: 'SYSTEM', description: 'Organization was not found' },
    ])
  })

  it('keep settings by key, others untouched', async () => {
    const { orgGuid } = await server.organization('Settings')
    const { orgId } = (await server.call('GET', `/api/v3/orgs/${orgGuid}`)).json().data
    const put = (packets: object[]) => server.call('PUT', `/api/v1/OrgSetting/${orgId}`, { packets })
    await put([{ key: 'org-securityTools-enable', value: 'true', locked: false }])
    await put([{ key: 'device_webRestore_enabled', value: 'false', locked: true }])
    expect((await server.call('GET', `/api/v1/OrgSetting/${orgId}`)).json().data).toEqual({
      'org-securityTools-enable': { scope: 'ORG', value: 'true', locked: false, id: 1 },
      device_webRestore_enabled: { scope: 'ORG', value: 'false', locked: true, id: 2 },
    })
  })

  it('bar signing in while they, or one above them, are blocked', async () => {
    const { orgGuid } = await server.organization('Barred')
    const below = await server.organization('Below', orgGuid)
    await server.user('barred@console.example', [], below.orgGuid)
    const token = await server.tokenOf('barred@console.example')
    const my = async () => (await server.call('GET', '/api/v1/User/my', undefined, token)).statusCode
    const { orgId } = (await server.call('GET', `/api/v3/orgs/${orgGuid}`)).json().data
    expect((await server.call('PUT', `/api/v1/OrgBlock/${orgId}`)).statusCode).toBe(204)
    expect([await my(), await server.tokenOf('barred@console.example')]).toEqual([401, undefined])
    expect((await server.call('DELETE', `/api/v1/OrgBlock/${orgId}`)).statusCode).toBe(204)
    expect(await my()).toBe(200)
    expect((await server.call('PUT', '/api/v1/OrgDeactivation/1')).statusCode).toBe(400)
  })
})
