import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ActorServer, startActorServer } from './test-support/actor-server.ts'

/** Names with everything that paths, patterns and statements could trip over. */
const hostile = [
  'sales/emea/kim@e.example',
  '/leading//double/@e.example',
  'a/parent@e.example',
  'o\'brien;--"x"@e.example',
  '100%_sure\\@e.example',
  'q?a=1&b#c@e.example',
  '..%2f..@e.example',
  'Zoë+ünï@e.example',
]

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('actors on $dialect', ({ open }) => {
  let store: ControlStore
  let server: ActorServer
  let [ada, bob, cat, dan] = ['', '', '', '']
  beforeAll(async () => {
    store = await open()
    server = await startActorServer(store)
    ada = await server.person('Ada@people.example')
    bob = await server.person('bob@people.example')
    cat = await server.person('cat@other.example')
    dan = await server.person('dan@other.example')
  })
  afterAll(async () => {
    await server?.close()
    await store?.close()
  })

  it('derives an actor from every user, with what the directory tells and whether a machine is watched', async () => {
    await server.provision([
      {
        ...{ userName: 'ada@people.example', firstName: 'Ada', lastName: 'L', department: 'R&D/Labs' },
        ...{ title: 'Analyst', division: 'East', employmentType: 'Contractor', manager: 'bob@people.example' },
        ...{ locality: 'Bern', region: 'BE', country: 'CH' },
      },
    ])
    await server.machine('laptop', { user_uid: ada })
    expect(await server.actor(ada)).toEqual({
      ...{ actorId: ada, name: 'Ada@people.example', active: true, inScope: true, alternateNames: [] },
      ...{ firstName: 'Ada', lastName: 'L', title: 'Analyst', division: 'East', department: 'R&D/Labs' },
      ...{ employeeType: 'Contractor', locality: 'Bern', region: 'BE', country: 'CH', managerActorId: bob },
      ...{ parentActorId: null, startDate: null, endDate: null, notes: null },
    })
    expect((await server.actor(bob)).inScope).toBe(false)
  })

  it('searches by start and end of the name in any letter case, and by state', async () => {
    expect(await server.names('nameStartsWith=ADA')).toEqual(['Ada@people.example'])
    expect(await server.names('nameEndsWith=@Other.Example')).toEqual(['cat@other.example', 'dan@other.example'])
    expect(await server.names('nameStartsWith=c&nameEndsWith=example&active=True')).toEqual(['cat@other.example'])
    expect(await server.names('active=False')).toEqual([])
    expect(await server.names('nameEndsWith=%25')).toEqual([])
  })

  it('pages, and answers a page beyond the end by nothing', async () => {
    const all = await server.names('pageSize=500')
    const [first, second] = [await server.names('pageSize=3'), await server.names('pageSize=3&page=2')]
    expect([...first, ...second]).toEqual(all.slice(0, 6))
    expect(await server.names('pageSize=3&page=99')).toEqual([])
  })

  it.each([
    ['pageSize=0', 'PAGE_SIZE_TOO_SMALL'],
    ['pageSize=501', 'PAGE_SIZE_TOO_LARGE'],
    ['page=0', 'PAGE_TOO_SMALL'],
    ['page=-7', 'PAGE_TOO_SMALL'],
  ])('refuses %s as %s', async (query, problem) => {
    for (const path of ['search', 'search/parent'])
      expect(await server.ask('GET', `/v1/actors/actor/${path}?${query}`)).toMatchObject({
        status: 400,
        body: { problem },
      })
  })

  it('changes notes and dates: an absent key stays, null clears', async () => {
    const change = (body: object) => server.ask('PATCH', `/v1/actors/actor/id/${bob}`, body)
    const all = { notes: 'leaves', startDate: '2020-02-29', endDate: '2026-03-31' }
    expect((await change(all)).body).toMatchObject(all)
    expect((await change({ endDate: null })).body).toMatchObject({ ...all, endDate: null })
    expect((await change({ notes: null })).body).toMatchObject({ notes: null, startDate: '2020-02-29' })
    expect((await change({})).body).toMatchObject({ notes: null, startDate: '2020-02-29', endDate: null })
    for (const bad of [{ endDate: '2026-02-30' }, { endDate: 'soon' }, { notes: 'x'.repeat(1001) }, { notes: '\0' }])
      expect((await change(bad)).status).toBe(400)
    expect(await server.actor(bob)).toMatchObject({ notes: null, startDate: '2020-02-29', endDate: null })
  })

  it('makes families of one parent and its children', async () => {
    expect((await server.adopt(cat, bob)).body).toEqual({ parentActorId: bob, childActorIds: [cat] })
    // A parent that is adopted brings its children along.
    const both = [bob, cat].toSorted()
    expect((await server.adopt(bob, ada)).body).toEqual({ parentActorId: ada, childActorIds: both })
    for (const id of [ada, bob, cat]) {
      const family = await server.get(`/v1/actors/actor/id/${id}/family`)
      expect(family.parent.actorId).toBe(ada)
      expect(family.children.map(({ actorId }: { actorId: string }) => actorId).toSorted()).toEqual(both)
      expect((await server.get(`/v1/actors/actor/id/${id}/parent`)).actorId).toBe(ada)
    }
    expect((await server.get('/v1/actors/actor/name/CAT@other.example/family')).parent.actorId).toBe(ada)
    expect((await server.get('/v1/actors/actor/name/cat@other.example/parent')).actorId).toBe(ada)
    expect((await server.actor(cat)).parentActorId).toBe(ada)
    expect((await server.get(`/v1/actors/actor/id/${dan}/family`)).children).toEqual([])
  })

  it('answers children by their parents, each once, where parents are preferred', async () => {
    expect(await server.names('nameEndsWith=other.example', 'search/parent')).toEqual([
      'Ada@people.example',
      'dan@other.example',
    ])
    expect(await server.names('nameEndsWith=example.com&pageSize=1', 'search/parent')).toHaveLength(1)
  })

  it('leaves a family as it is, and refuses what would make it deeper', async () => {
    const both = [bob, cat].toSorted()
    for (const [child, parent] of [
      [cat, ada],
      [cat, bob],
      [ada, bob],
    ] as const)
      expect((await server.adopt(child, parent)).body).toEqual({ parentActorId: ada, childActorIds: both })
    expect(await server.adopt(dan, cat)).toMatchObject({ status: 400, body: { reason: expect.any(String) } })
    expect(await server.adopt(dan, dan)).toMatchObject({ status: 400, body: { reason: expect.any(String) } })
    expect(await server.adopt(dan, '1')).toMatchObject({ status: 404, body: { reason: 'Actor not found' } })
    expect((await server.actor(dan)).parentActorId).toBe(null)
  })

  it('moves a child to another parent, and lets it go', async () => {
    expect((await server.adopt(cat, dan)).body).toEqual({ parentActorId: dan, childActorIds: [cat] })
    const release = (id: string) => server.ask('DELETE', `/v1/actors/adoption/${id}`)
    expect(await release(cat)).toMatchObject({ status: 200, body: { parentActorId: dan, childActorIds: [] } })
    expect((await release(cat)).status).toBe(400)
    expect((await release('1')).status).toBe(404)
    expect((await server.actor(cat)).parentActorId).toBe(null)
  })

  it('never makes a circle, whoever is faster', async () => {
    await Promise.all([server.adopt(cat, dan), server.adopt(dan, cat)])
    const parents = [await server.actor(cat), await server.actor(dan)].map((actor) => actor.parentActorId)
    expect(parents.filter((parent) => parent === null)).toHaveLength(1)
  })

  it.each(hostile)('finds %s by name, by start and by end', async (name) => {
    const id = await server.person(name)
    // As clients send it: what the vendor's SDK leaves alone stays as typed.
    const typed = encodeURIComponent(name).replaceAll('%2F', '/').replaceAll('%40', '@')
    for (const path of [typed, encodeURIComponent(name)]) {
      expect((await server.get(`/v1/actors/actor/name/${path}/parent`)).actorId).toBe(id)
      expect((await server.get(`/v1/actors/actor/name/${path}/family`)).parent.actorId).toBe(id)
    }
    const query = new URLSearchParams({ nameStartsWith: name, nameEndsWith: name.slice(2) })
    expect(await server.names(String(query))).toEqual([name])
  })

  it('refuses what is not there, and ids that no store can hold', async () => {
    for (const path of ['id/1', 'id/1/parent', 'id/1/family', 'name/no/body/parent', 'name/nobody/family'])
      expect((await server.ask('GET', `/v1/actors/actor/${path}`)).status).toBe(404)
    expect((await server.ask('PATCH', '/v1/actors/actor/id/1', { notes: 'x' })).status).toBe(404)
    expect((await server.adopt('\0', ada)).status).toBe(400)
  })

  it('keeps the spelling of the first weeks, marked as given up', async () => {
    const { status, headers, body } = await server.ask('GET', `/v1/actors/actor/${ada}`)
    expect([status, body.actorId]).toEqual([200, ada])
    expect(headers.deprecation).toBe(`@${Date.UTC(2023, 9, 13) / 1000}`)
    expect((await server.get(`/v1/actors/actor/${ada}/parent`)).actorId).toBe(ada)
  })

  it('lets readers read and only writers write, within their organization', async () => {
    const branch = await server.organization('Branch')
    const { userUid: eve } = await server.user('eve@branch.example', [], branch.orgGuid)
    const token = async (permissions: string[], orgUid: string | null) => {
      const wish = { name: 'reader', permissions, orgUid }
      const { id, secret } = (await server.call('POST', '/v1/spillway/api-clients', wish)).json()
      return (await server.redeem(id, secret)).json().access_token as string
    }
    const reader = await token(['actors.read'], null)
    expect((await server.ask('GET', `/v1/actors/actor/id/${ada}`, undefined, reader)).status).toBe(200)
    expect((await server.ask('PATCH', `/v1/actors/actor/id/${ada}`, {}, reader)).status).toBe(403)
    const { org_uid } = await store.db
      .selectFrom('user')
      .select('org_uid')
      .where('uid', '=', eve)
      .executeTakeFirstOrThrow()
    const bounded = await token(['actors.read', 'actors.write'], org_uid)
    const seen = await server.ask('GET', '/v1/actors/actor/search', undefined, bounded)
    expect(seen.body.actors.map(({ actorId }: { actorId: string }) => actorId)).toEqual([eve])
    expect((await server.ask('GET', `/v1/user-risk-profiles/${ada}`, undefined, bounded)).status).toBe(404)
    expect(
      (await server.ask('POST', '/v1/actors/adoption', { childActorId: eve, parentActorId: ada }, bounded)).status,
    ).toBe(404)
  })
})
