import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ActorServer, startActorServer } from './test-support/actor-server.ts'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('risk profiles on $dialect', ({ open }) => {
  let store: ControlStore
  let server: ActorServer
  let [ada, bob] = ['', '']
  beforeAll(async () => {
    store = await open()
    server = await startActorServer(store)
    bob = await server.person('bob@people.example')
    await server.provision([
      { userName: 'bob@people.example', displayName: 'Bob the Boss', title: 'Head', department: 'Sales' },
      {
        ...{ userName: 'ada@people.example', firstName: 'Ada', lastName: 'L', department: 'Ärzte', title: 'Ärztin' },
        ...{ division: 'East', employmentType: 'Full-time', manager: 'bob@people.example' },
        ...{ locality: 'Bern', region: 'BE', country: 'CH' },
      },
    ])
    ada = (await server.get('/v1/actors/actor/name/ada@people.example/parent')).actorId
  })
  afterAll(async () => {
    await server?.close()
    await store?.close()
  })
  const patch = (version: 'v1/user' | 'v2/actor', query: string, body: object) =>
    server.ask('PATCH', `/${version}-risk-profiles/${ada}${query}`, body)

  it('shows the same facts in both generations', async () => {
    const tenantId = (await server.profile(ada)).tenantId
    const facts = {
      ...{ tenantId, displayName: 'Ada L', active: true, title: 'Ärztin', division: 'East', department: 'Ärzte' },
      ...{ employmentType: 'Full-time', locality: 'Bern', region: 'BE', country: 'CH', managerId: bob },
      ...{ managerDisplayName: 'Bob the Boss', startDate: null, endDate: null, notes: null },
    }
    expect(await server.profile(ada)).toEqual({
      ...{ ...facts, userId: ada, username: 'ada@people.example', managerUsername: 'bob@people.example' },
      ...{ cloudAliases: ['ada@people.example'], deleted: false, supportUser: false },
    })
    expect(await server.get(`/v2/actor-risk-profiles/${ada}`)).toEqual({
      ...{ ...facts, actorId: ada, actorname: 'ada@people.example', managerActorname: 'bob@people.example' },
    })
  })

  it('writes what the mask names and never what it leaves out', async () => {
    const startDate = { year: 2020, month: 2, day: 29 }
    const endDate = { year: 2026, month: 3, day: 0 }
    const all = await patch('v1/user', '?paths=startDate%2C+notes&paths=endDate', { startDate, endDate, notes: 'kept' })
    expect(all.body).toMatchObject({ startDate, endDate, notes: 'kept' })
    // The SDK sends null for every key that its mask does not name.
    const one = await patch('v2/actor', '?paths=endDate', { notes: null, startDate: null, endDate: null })
    expect(one.body).toMatchObject({ startDate, endDate: null, notes: 'kept' })
    const ignored = await patch('v1/user', '?paths=notes', {
      notes: 'new',
      endDate: { year: 99_999, month: 13, day: 1 },
    })
    expect(ignored.body).toMatchObject({ startDate, endDate: null, notes: 'new' })
    const cleared = await patch('v1/user', '?paths=notes', {})
    expect(cleared.body).toMatchObject({ startDate, notes: null })
    const unmasked = await patch('v2/actor', '', { notes: 'again' })
    expect(unmasked.body).toMatchObject({ startDate, notes: 'again' })
    expect(await server.actor(ada)).toMatchObject({ startDate: '2020-02-29', endDate: null, notes: 'again' })
  })

  it('keeps a date that is known to the month as it is told, and shows its first day where a day is asked for', async () => {
    const endDate = { year: 2026, month: 3, day: 0 }
    expect((await patch('v1/user', '?paths=endDate', { endDate })).body.endDate).toEqual(endDate)
    expect((await server.actor(ada)).endDate).toBe('2026-03-01')
    await server.ask('PATCH', `/v1/actors/actor/id/${ada}`, { notes: 'other' })
    expect((await server.profile(ada)).endDate).toEqual(endDate)
  })

  it.each([
    ['?paths=title', {}],
    ['?paths=notes', { notes: 'x'.repeat(1001) }],
    ['?paths=notes', { notes: 'a\0b' }],
    ['?paths=startDate', { startDate: { year: 2023, month: 2, day: 29 } }],
    ['?paths=startDate', { startDate: { year: 0, month: 2, day: 2 } }],
    ['?paths=startDate', { startDate: { year: 2023, month: 0, day: 2 } }],
    ['?paths=startDate', { startDate: {} }],
    ['?paths=startDate', { startDate: 'soon' }],
  ])('refuses %s with %j and changes nothing', async (query, body) => {
    const before = await server.profile(ada)
    for (const version of ['v1/user', 'v2/actor'] as const) {
      const { status, body: answer } = await patch(version, query, body)
      expect([status, answer.message]).toEqual([400, expect.stringMatching(/^(query|body)\b/)])
    }
    expect(await server.profile(ada)).toEqual(before)
  })

  it.each([
    ['title=ÄRZTIN', 1],
    ['title=Ärztin', 1],
    ['title=head', 1],
    ['department=Ärzte&division=east', 1],
    ['employment_type=full-TIME', 1],
    ['country=ch&region=be&locality=bern', 1],
    ['manager_id=:bob', 1],
    ['manager_id=1', 0],
    ['active=True', 3],
    ['active=false', 0],
    ['deleted=True', 0],
    ['deleted=False&support_user=false', 3],
    ['support_user=True', 0],
  ])('lists by %s', async (query, count) => {
    const list = `/v1/user-risk-profiles?${encodeURI(query).replace(':bob', bob)}`
    const { userRiskProfiles, totalCount } = await server.get(list)
    expect([userRiskProfiles.length, totalCount]).toEqual([count, count])
    if (/deleted|support/.test(query)) return
    const other = await server.get(list.replace('v1/user', 'v2/actor'))
    expect([other.actorRiskProfiles.length, other.totalCount]).toEqual([count, count])
  })

  it('pages under both spellings', async () => {
    const pages = await Promise.all(
      ['page_size=2', 'page_size=2&page=2', 'pageSize=2&page=2', 'page_size=2&page=3'].map(async (query) => {
        const { userRiskProfiles, totalCount } = await server.get(`/v1/user-risk-profiles?${query}`)
        return [userRiskProfiles.length, totalCount]
      }),
    )
    expect(pages).toEqual([
      [2, 3],
      [1, 3],
      [1, 3],
      [0, 3],
    ])
    for (const query of ['page=0', 'page_size=0', 'page_size=1001'])
      expect((await server.ask('GET', `/v1/user-risk-profiles?${query}`)).status).toBe(400)
  })

  it('adds and takes away cloud names, which are names of the actor too', async () => {
    const turn = (verb: 'add' | 'delete', cloudAliases: string[], id = ada) =>
      server.ask('POST', `/v1/user-risk-profiles/${id}/${verb}-cloud-aliases`, { cloudAliases, userId: id })
    const names = ['ada@people.example', 'Ada.L@cloud.example']
    expect((await turn('add', ['Ada.L@cloud.example', 'ADA@people.example'])).body.cloudAliases).toEqual(names)
    expect((await turn('add', ['ada.l@CLOUD.example'])).body.cloudAliases).toEqual(names)
    expect((await server.actor(ada)).alternateNames).toEqual(['Ada.L@cloud.example'])
    expect((await server.get('/v1/actors/actor/name/ada.l@cloud.example/parent')).actorId).toBe(ada)
    const tooMany = await turn('add', ['third@cloud.example'])
    expect(tooMany.status).toBe(400)
    expect(tooMany.body.message).toContain('Cloud usernames must be less than or equal to')
    expect((await turn('add', ['ada.l@cloud.example'], bob)).status).toBe(409)
    expect((await turn('add', ['ada@people.example'], bob)).status).toBe(409)
    expect((await turn('add', ['x'.repeat(51)], bob)).status).toBe(400)
    expect((await turn('add', ['a\0b'], bob)).status).toBe(400)
    expect((await turn('add', ['x'], '1')).status).toBe(404)
    expect((await turn('delete', ['ada.l@cloud.example'], bob)).status).toBe(200)
    expect((await server.profile(ada)).cloudAliases).toEqual(names)
    expect((await turn('delete', ['ADA.L@cloud.example', 'ada@people.example'])).body.cloudAliases).toEqual([names[0]])
    expect((await server.ask('GET', '/v1/actors/actor/name/ada.l@cloud.example/parent')).status).toBe(404)
  })

  it('says which generation takes over', async () => {
    const { headers } = await server.ask('GET', `/v1/user-risk-profiles/${ada}`)
    expect(headers.link).toBe('</v2/actor-risk-profiles/{actor_id}>; rel="successor-version"')
  })
})
