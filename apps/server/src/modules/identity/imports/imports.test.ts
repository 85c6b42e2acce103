import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { describe, expect, it } from 'vitest'
import type { PeopleServer } from '../test-support/people-server.ts'
import { sharedPeopleServer } from '../test-support/shared-server.ts'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('imports on $dialect', ({ open }) => {
  let store: ControlStore
  let server: PeopleServer
  sharedPeopleServer({ open }, (started, opened) => {
    server = started
    store = opened
  })

  const users = async (rows: unknown[], more: object = {}, token?: string) =>
    server.call('POST', '/v1/spillway/users/import', { rows, ...more }, token)
  const agents = async (rows: unknown[], token?: string) =>
    server.call('POST', '/v1/spillway/agents/import', { rows }, token)
  const outcomes = (answer: { json(): { rows: { outcome: string; field?: string }[] } }) =>
    answer.json().rows.map(({ outcome, field }) => (field === undefined ? outcome : `${outcome} ${field}`))

  it('create users with all that is told of them, then change only what differs', async () => {
    const { orgGuid } = await server.organization('Import')
    const boss = { userName: 'boss@import.example', title: 'Boss' }
    const one = {
      userName: 'one@import.example',
      firstName: 'One',
      department: 'Sales',
      manager: 'BOSS@import.example',
      groups: ['All', 'Sales'],
      locality: 'Oslo',
      orgGuid,
    }
    const first = await users([boss, one])
    expect([first.statusCode, first.json()]).toMatchObject([200, { created: 2, updated: 0, unchanged: 0, failed: 0 }])
    expect(outcomes(await users([boss, one]))).toEqual(['unchanged', 'unchanged'])
    expect(outcomes(await users([boss, { ...one, title: 'Rep', groups: ['All'] }]))).toEqual(['unchanged', 'updated'])
    const { id } = first.json().rows[1]
    const profile = await store.db.selectFrom('directory_profile').selectAll().where('user_uid', '=', id).execute()
    expect(profile).toMatchObject([{ title: 'Rep', locality: 'Oslo', manager_uid: first.json().rows[0].id }])
    expect((await server.call('GET', `/v1/users/${id}`)).json()).toMatchObject({ orgGuid, firstName: 'One' })
    const groups = (await server.call('GET', '/v1/directory-groups')).json().directoryGroups
    expect(groups.map((group: { name: string }) => group.name)).toEqual(['All', 'Sales'])
  })

  it('fail bad rows alone, each with field and reason, and leave nothing of them', async () => {
    const answer = await users([
      { userName: 'good@rows.example' },
      { userName: 'no address', department: 'Ghosts' },
      { userName: 'm@rows.example', manager: 'nobody@rows.example' },
      { userName: 'GOOD@rows.example' },
      { userName: 'o@rows.example', orgGuid: 'nowhere' },
      { userName: 'k@rows.example', shoeSize: 9 },
      { title: 'nameless' },
      'text',
      { userName: 'a@rows.example', active: 'perhaps' },
      { userName: 'e@rows.example', email: 'none' },
    ])
    expect(outcomes(answer)).toEqual([
      'created',
      'failed username',
      'failed manager',
      'failed',
      'failed orgGuid',
      'failed shoeSize',
      'failed userName',
      'failed',
      'failed active',
      'failed email',
    ])
    expect(answer.json()).toMatchObject({ created: 1, failed: 9 })
    expect((await server.call('GET', '/v1/departments')).json().departments).not.toContain('Ghosts')
    expect(outcomes(await users([{ userName: 'x@rows.example' }], { mode: 'update' }))).toEqual(['failed userName'])
    for (const rows of [[], Array.from({ length: 501 }, () => ({}))]) expect((await users(rows)).statusCode).toBe(400)
  })

  it('deactivate leavers with their tokens and machines', async () => {
    const { userUid } = await server.user('leaver@rows.example', ['Org Help Desk'])
    const machine = await server.machine('leaving', { user_uid: userUid })
    const token = await server.tokenOf('leaver@rows.example')
    expect(outcomes(await users([{ userName: 'leaver@rows.example', active: false }]))).toEqual(['updated'])
    expect((await server.call('GET', '/v1/users', undefined, token)).statusCode).toBe(401)
    expect((await server.call('GET', `/v1/agents/${machine}`)).json()).toMatchObject({ active: false })
    expect(outcomes(await users([{ userName: 'Admin@Example.com', active: false }]))).toEqual(['failed'])
  })

  it('create and change machines', async () => {
    await server.user('owner@rows.example')
    const row = {
      guid: '700000000000000001',
      name: 'laptop',
      osName: 'Linux',
      agentVersion: '2.1.0',
      userName: 'owner@rows.example',
      lastConnected: '2026-01-05T00:00:00+01:00',
    }
    expect(outcomes(await agents([row]))).toEqual(['created'])
    expect(outcomes(await agents([row]))).toEqual(['unchanged'])
    expect(outcomes(await agents([{ guid: row.guid, name: 'desk', active: false }]))).toEqual(['updated'])
    expect((await server.call('GET', `/v1/agents/${row.guid}`)).json()).toMatchObject({ name: 'desk', active: false })
    const bad = [
      { guid: '' },
      { guid: 'a b' },
      { ...row, userName: 'nobody@rows.example' },
      { ...row, guid: '2', agentType: 'TOASTER' },
      { ...row, guid: '3', userName: 'leaver@rows.example', active: true },
      { ...row, guid: '4', userName: 'leaver@rows.example' },
    ]
    expect(outcomes(await agents(bad))).toEqual([
      'failed guid',
      'failed guid',
      'failed userName',
      'failed agentType',
      'failed active',
      'created',
    ])
    expect((await server.call('GET', '/v1/agents/4')).json()).toMatchObject({ active: false })
  })

  it('reach no further than the caller', async () => {
    const { orgGuid } = await server.organization('Bounded')
    await server.user('chief@bounded.example', ['Org Admin'], orgGuid)
    await server.user('superior@bounded.example', ['Customer Cloud Admin'], orgGuid)
    await server.user('other@outside.example')
    const machine = await server.machine('elsewhere')
    const token = await server.tokenOf('chief@bounded.example')
    const rows = [
      { userName: 'new@bounded.example' },
      { userName: 'other@outside.example', title: 'Mine' },
      { userName: 'superior@bounded.example', email: 'mine@bounded.example' },
      { userName: 'n2@bounded.example', manager: 'other@outside.example' },
      { userName: 'n3@bounded.example', groups: ['Mine'] },
    ]
    const answer = await users(rows, {}, token)
    expect(outcomes(answer)).toEqual(['created', 'failed userName', 'failed', 'failed manager', 'failed groups'])
    expect((await server.call('GET', `/v1/users/${answer.json().rows[0].id}`)).json()).toMatchObject({ orgGuid })
    const machines = [
      { guid: machine, name: 'mine' },
      { guid: '8', userName: 'other@outside.example' },
      { guid: '9' },
      { guid: '10', userName: 'new@bounded.example' },
    ]
    expect(outcomes(await agents(machines, token))).toEqual([
      'failed guid',
      'failed userName',
      'failed userName',
      'created',
    ])
  })
})
