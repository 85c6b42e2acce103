import { storesUnderTest } from '@spillway/control-store/testing'
import { describe, expect, it } from 'vitest'
import { type PeopleServer, startPeopleServer } from '../test-support/people-server.ts'
import { sharedPeopleServer } from '../test-support/shared-server.ts'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('organizations on $dialect', ({ open }) => {
  let server: PeopleServer
  sharedPeopleServer({ open }, (started) => {
    server = started
  })

  const activeOf = async (userUid: string) => (await server.call('GET', `/v1/users/${userUid}`)).json().active
  const turn = async (orgGuid: string, verb: string) =>
    (await server.call('POST', `/v1/orgs/${orgGuid}/${verb}`)).statusCode

  it('are created under the root or another one, with a registration key of their own', async () => {
    const root = await server.root()
    const first = await server.organization('First')
    expect(first).toEqual({
      orgGuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      orgName: 'First',
      orgExtRef: null,
      notes: null,
      parentOrgGuid: root.guid,
      active: true,
      creationDate: '2026-02-01T00:00:00.000Z',
      modificationDate: '2026-02-01T00:00:00.000Z',
      deactivationDate: null,
      registrationKey: expect.stringMatching(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/),
      userCount: 0,
      computerCount: 0,
      orgCount: 0,
    })
    const second = await server.organization('Second', first.orgGuid)
    expect(second).toMatchObject({ parentOrgGuid: first.orgGuid })
    const list = (await server.call('GET', '/v1/orgs')).json()
    expect([list.totalCount, list.orgs[0].orgName]).toEqual([3, 'Spillway'])
    expect((await server.call('GET', `/v1/orgs/${first.orgGuid}`)).json()).toMatchObject({ orgCount: 1 })
  })

  it('are changed, except for their place', async () => {
    const { orgGuid } = await server.organization('Old')
    const body = { orgName: 'New', orgExtRef: 'A-17', notes: 'moved', parentOrgGuid: 'ignored' }
    const answer = await server.call('PUT', `/v1/orgs/${orgGuid}`, body)
    expect(answer.json()).toMatchObject({ orgName: 'New', orgExtRef: 'A-17', notes: 'moved', orgGuid })
    expect((await server.call('PUT', `/v1/orgs/${orgGuid}`, { orgName: 'New', orgExtRef: null })).json()).toMatchObject(
      {
        orgExtRef: null,
        notes: null,
      },
    )
  })

  it('refuse what cannot be, and are not there when unknown', async () => {
    const { guid } = await server.root()
    expect([await turn(guid, 'deactivate'), await turn('none', 'deactivate'), await turn('none', 'activate')]).toEqual([
      400, 404, 404,
    ])
    expect((await server.call('POST', '/v1/orgs', { orgName: ' ' })).statusCode).toBe(400)
    expect((await server.call('POST', '/v1/orgs', { orgName: 'x', parentOrgGuid: 'none' })).statusCode).toBe(400)
    expect((await server.call('GET', '/v1/orgs/none')).statusCode).toBe(404)
    expect((await server.call('PUT', '/v1/orgs/none', { orgName: 'x' })).statusCode).toBe(404)
  })

  it('take along what is under them, and bring back exactly that', async () => {
    const top = await server.organization('Top')
    const middle = await server.organization('Middle', top.orgGuid)
    const early = await server.organization('Early', top.orgGuid)
    const user = await server.user('in-middle@org.example', ['Desktop User'], middle.orgGuid)
    const gone = await server.user('gone-before@org.example', [], top.orgGuid)
    const machine = await server.machine('middle-machine', { user_uid: user.userUid })
    const parked = await server.machine('parked-machine', { user_uid: user.userUid, active: 0 })
    await server.call('POST', `/v1/users/${gone.userUid}/deactivate`)
    await turn(early.orgGuid, 'deactivate')
    const token = await server.tokenOf('in-middle@org.example')
    expect((await server.call('GET', '/api/v1/User/my', undefined, token)).statusCode).toBe(200)

    expect(await turn(top.orgGuid, 'deactivate')).toBe(200)
    expect((await server.call('GET', '/api/v1/User/my', undefined, token)).statusCode).toBe(401)
    expect(await activeOf(user.userUid)).toBe(false)
    expect((await server.call('GET', `/v1/orgs/${middle.orgGuid}`)).json()).toMatchObject({
      active: false,
      deactivationDate: '2026-02-01T00:00:00.000Z',
    })
    expect((await server.call('GET', `/v1/agents/${machine}`)).json()).toMatchObject({ active: false })
    expect(await turn(middle.orgGuid, 'activate')).toBe(400)
    expect((await server.call('POST', `/v1/users/${user.userUid}/activate`)).statusCode).toBe(400)
    const names = (await server.call('GET', '/v1/orgs?active=false')).json().orgs
    expect(names.map((org: { orgName: string }) => org.orgName).toSorted()).toEqual(['Early', 'Middle', 'Top'])

    expect(await turn(top.orgGuid, 'activate')).toBe(200)
    expect([await activeOf(user.userUid), await activeOf(gone.userUid)]).toEqual([true, false])
    expect((await server.call('GET', `/v1/agents/${machine}`)).json()).toMatchObject({ active: true })
    expect((await server.call('GET', `/v1/agents/${parked}`)).json()).toMatchObject({ active: false })
    expect((await server.call('GET', `/v1/orgs/${middle.orgGuid}`)).json()).toMatchObject({ active: true })
    expect((await server.call('GET', `/v1/orgs/${early.orgGuid}`)).json()).toMatchObject({ active: false })
  })

  it('count their own users and machines', async () => {
    const { orgGuid } = await server.organization('Counted')
    const { userUid } = await server.user('counted@org.example', [], orgGuid)
    await server.machine('counted-1', { user_uid: userUid })
    await server.machine('counted-2', { user_uid: userUid })
    expect((await server.call('GET', `/v1/orgs/${orgGuid}`)).json()).toMatchObject({ userCount: 1, computerCount: 2 })
  })
})

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('the directory on $dialect', ({ open }) => {
  it('lists departments and groups by name, filtered and paged', async () => {
    const store = await open()
    const server = await startPeopleServer(store)
    const { tenant_id } = await server.root()
    const at = '2026-02-01T00:00:00.000Z'
    const row = (name: string) => ({ id: name, tenant_id, name, name_key: name.toLowerCase(), created_at: at })
    const names = ['Sales', 'engineering', 'Sales_EMEA', '100%']
    await store.db.insertInto('department').values(names.map(row)).execute()
    await store.db
      .insertInto('directory_group')
      .values(names.map((name) => ({ ...row(name), modified_at: at })))
      .execute()
    const departments = async (query: string) => (await server.call('GET', `/v1/departments?${query}`)).json()
    expect(await departments('')).toEqual({
      departments: ['100%', 'engineering', 'Sales', 'Sales_EMEA'],
      totalCount: 4,
    })
    expect(await departments('name=SALES&page=2&page_size=1')).toEqual({ departments: ['Sales_EMEA'], totalCount: 2 })
    expect(await departments('name=%25')).toEqual({ departments: ['100%'], totalCount: 1 })
    const groups = (await server.call('GET', '/v1/directory-groups?name=eng')).json()
    expect(groups).toEqual({ directoryGroups: [{ groupId: 'engineering', name: 'engineering' }], totalCount: 1 })
    await server.close()
    await store.close()
  })

  it('finds names in any letter case of any alphabet', async () => {
    const store = await open()
    const server = await startPeopleServer(store)
    const row = { userName: 'surgeon@directory.example', department: 'Ärzte', groups: ['Ökonomie'] }
    expect((await server.call('POST', '/v1/spillway/users/import', { rows: [row] })).json()).toMatchObject({
      created: 1,
    })
    for (const name of ['ÄRZ', 'ärz', 'A\u0308rz'])
      expect((await server.call('GET', `/v1/departments?name=${encodeURIComponent(name)}`)).json()).toEqual({
        departments: ['Ärzte'],
        totalCount: 1,
      })
    expect((await server.call('GET', '/v1/directory-groups?name=%C3%B6KO')).json()).toMatchObject({ totalCount: 1 })
    await server.close()
    await store.close()
  })

  it('shows those who reach one organization what its people are in, and no more', async () => {
    const store = await open()
    const server = await startPeopleServer(store)
    const [branch, other] = [await server.organization('Branch'), await server.organization('Other')]
    const under = await server.organization('Under', branch.orgGuid)
    await server.user('chief@directory.example', ['Org Admin'], branch.orgGuid)
    const rows = [
      {
        userName: 'a@directory.example',
        orgGuid: branch.orgGuid,
        department: 'Sales',
        groups: ['Everybody', 'Branch'],
      },
      { userName: 'b@directory.example', orgGuid: under.orgGuid, department: 'Research', groups: ['Everybody'] },
      {
        userName: 'c@directory.example',
        orgGuid: other.orgGuid,
        department: 'Secret',
        groups: ['Everybody', 'Takeover'],
      },
    ]
    expect((await server.call('POST', '/v1/spillway/users/import', { rows })).json()).toMatchObject({ created: 3 })
    const token = await server.tokenOf('chief@directory.example')
    const ask = async (path: string, as?: string) => (await server.call('GET', path, undefined, as)).json()
    expect(await ask('/v1/departments', token)).toEqual({ departments: ['Research', 'Sales'], totalCount: 2 })
    expect(await ask('/v1/departments?name=secret', token)).toEqual({ departments: [], totalCount: 0 })
    const groups = await ask('/v1/directory-groups', token)
    expect(groups.directoryGroups.map(({ name }: { name: string }) => name)).toEqual(['Branch', 'Everybody'])
    expect([(await ask('/v1/departments')).totalCount, (await ask('/v1/directory-groups')).totalCount]).toEqual([3, 3])
    await server.close()
    await store.close()
  })
})
