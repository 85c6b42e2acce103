import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startWatchlistServer, type WatchlistServer } from './test-support/watchlist-server.ts'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('members of watchlists on $dialect', ({ open }) => {
  let store: ControlStore
  let server: WatchlistServer
  let list: string
  let number = 0
  const people: Record<string, string> = {}
  beforeAll(async () => {
    store = await open()
    server = await startWatchlistServer(store)
    for (const name of ['ada', 'grace', 'linus']) people[name] = await server.person(`${name}@example.com`)
  })
  afterAll(async () => {
    await server.close()
    await store.close()
  })
  beforeEach(async () => {
    const { body } = await server.post('/v2/watchlists', { watchlistType: 'CUSTOM', title: `List ${++number}` })
    list = `/v2/watchlists/${body.watchlistId}`
    server.pass(60)
  })

  it('takes ids as numbers, with every digit', async () => {
    const { ada = '' } = people
    const added = await server.app.inject({
      ...{ method: 'POST', url: `${v1(list)}/included-users/add` },
      headers: { authorization: `Bearer ${server.admin}`, 'content-type': 'application/json' },
      payload: `{"userIds":[${ada}]}`,
    })
    expect([BigInt(ada) > BigInt(Number.MAX_SAFE_INTEGER), added.statusCode, added.body]).toEqual([true, 200, '{}'])
    expect(await members()).toEqual(['ada@example.com'])
    expect((await server.post(`${list}/included-actors/add`, { actorIds: [1] })).status).toBe(400)
  })

  const members = async (path = list): Promise<string[]> =>
    (await server.get(`${path}/members`)).body.watchlistMembers.map((one: { actorname: string }) => one.actorname)
  const ids = (...names: string[]) => ({ actorIds: names.map((name) => people[name] as string) })
  const v1 = (path: string) => path.replace('/v2/', '/v1/')

  it('includes and excludes people by name, in the words of both versions', async () => {
    const { ada, grace } = people
    const at = server.now().toISOString()
    const watchlistId = list.split('/').at(-1)
    expect(await server.post(`${list}/included-actors/add`, { ...ids('ada', 'grace'), watchlistId })).toMatchObject({
      status: 200,
      body: {},
    })
    expect((await server.get(`${list}/included-actors`)).body).toEqual({
      includedActors: [
        { actorId: ada, actorname: 'ada@example.com', addedTime: at },
        { actorId: grace, actorname: 'grace@example.com', addedTime: at },
      ],
      totalCount: 2,
    })
    expect((await server.get(`${v1(list)}/members?page=2&page_size=1`)).body).toEqual({
      watchlistMembers: [{ userId: grace, username: 'grace@example.com', addedTime: at }],
      totalCount: 2,
    })
    server.pass(60)
    await server.post(`${v1(list)}/excluded-users/add`, { userIds: [ada] })
    expect(await members()).toEqual(['grace@example.com'])
    expect((await server.get(`${list}/included-actors/${ada}`)).status).toBe(404)
    expect((await server.get(`${v1(list)}/excluded-users/${ada}`)).body).toEqual({
      ...{ userId: ada, username: 'ada@example.com' },
      addedTime: server.now().toISOString(),
    })
    expect((await server.get(list)).body.stats).toMatchObject({ includedActorsCount: 1, excludedActorsCount: 1 })
    await server.post(`${list}/included-actors/add`, ids('ada'))
    expect((await server.get(`${list}/excluded-actors`)).body).toEqual({ excludedActors: [], totalCount: 0 })
    await server.post(`${list}/included-actors/delete`, ids('ada', 'linus'))
    expect(await members()).toEqual(['grace@example.com'])
  })

  it('refuses what is not there in the words clients look for, and changes nothing', async () => {
    const refusals = [
      ['/v2/watchlists/nope/included-actors/add', ids('ada'), 'Watchlist not found'],
      [`${v1(list)}/included-users/add`, { userIds: [people.ada, '1'] }, 'User not found'],
      [`${v1(list)}/included-users/delete`, { userIds: ['1'] }, 'User not found'],
      [`${list}/included-actors/add`, { actorIds: [people.ada, '1'] }, 'Actor not found'],
      [`${list}/included-actors/delete`, { actorIds: ['1'] }, 'Actor not found'],
      [`${list}/excluded-actors/add`, { actorIds: ['1'] }, 'Actor not found'],
      [`${list}/excluded-actors/delete`, { actorIds: ['1'] }, 'User not found'],
      [`${list}/included-departments/add`, { departments: ['Nobody'] }, 'Department not found'],
      [`${list}/included-directory-groups/add`, { groupIds: ['x'] }, 'Directory group not found'],
      [`${list}/included-actors/add`, { actorIds: Array.from({ length: 101 }, String) }, 'actorIds'],
      [`${list}/included-actors/add`, { actorIds: [] }, 'actorIds'],
      [`${list}/included-actors/add`, {}, 'actorIds'],
    ] as const
    for (const [path, body, words] of refusals) {
      const { status, text } = await server.post(path, body)
      expect([path, status, text]).toEqual([path, 400, expect.stringContaining(words)])
    }
    expect(await members()).toEqual([])
  })

  it('follows departments whose names hold slashes', async () => {
    const uid = await server.person('eve@example.com', 'R&D/Labs')
    await server.post(`${list}/included-departments/add`, { departments: ['r&d/labs'] })
    expect(await members()).toEqual(['eve@example.com'])
    const since = server.now().toISOString()
    expect((await server.get(`${list}/included-departments/R&D/Labs`)).body).toEqual({
      name: 'R&D/Labs',
      addedTime: since,
    })
    expect((await server.get(`${list}/included-departments/R&D`)).status).toBe(404)
    expect((await server.get(`${list}/included-departments`)).body).toEqual({
      includedDepartments: [{ name: 'R&D/Labs', addedTime: since }],
      totalCount: 1,
    })
    server.pass(60)
    const later = await server.person('mallory@example.com', 'R&D/Labs')
    expect((await server.get(`${list}/members/${later}`)).body).toEqual({
      ...{ actorId: later, actorname: 'mallory@example.com', addedTime: server.now().toISOString() },
    })
    await server.moveTo(uid, 'Sales')
    expect(await members()).toEqual(['mallory@example.com'])
    await server.post(`${v1(list)}/included-departments/delete`, { departments: ['R&D/Labs'] })
    expect(await members()).toEqual([])
  })

  it('follows directory groups, renamed and gone', async () => {
    const { ada, grace, linus } = people as { ada: string; grace: string; linus: string }
    const id = await server.group(`Contractors ${number}`, [ada, grace])
    await server.post(`${list}/included-directory-groups/add`, { groupIds: [id] })
    expect(await members()).toEqual(['ada@example.com', 'grace@example.com'])
    await server.setGroup(id, `Externals ${number}`, [grace, linus])
    expect(await members()).toEqual(['grace@example.com', 'linus@example.com'])
    const group = { groupId: id, name: `Externals ${number}`, isDeleted: false }
    expect((await server.get(`${list}/included-directory-groups/${id}`)).body).toMatchObject(group)
    await server.dropGroup(id)
    expect(await members()).toEqual([])
    expect((await server.get(`${list}/included-directory-groups`)).body).toMatchObject({
      includedDirectoryGroups: [{ groupId: id, name: `Contractors ${number}`, isDeleted: true }],
      totalCount: 1,
    })
    await server.post(`${list}/included-directory-groups/delete`, { groupIds: [id] })
    expect((await server.get(list)).body.stats.includedDirectoryGroupsCount).toBe(0)
  })

  it('lets exclusion outweigh every way onto the list, and counts nobody twice', async () => {
    const { ada, grace } = people as { ada: string; grace: string }
    await server.moveTo(ada, 'Finance')
    await server.moveTo(grace, 'Finance')
    const id = await server.group(`Traders ${number}`, [ada, grace])
    await server.post(`${list}/included-departments/add`, { departments: ['Finance'] })
    await server.post(`${list}/included-directory-groups/add`, { groupIds: [id] })
    expect((await server.get(`${list}/members`)).body.totalCount).toBe(2)
    await server.post(`${list}/excluded-actors/add`, ids('ada'))
    expect(await members()).toEqual(['grace@example.com'])
    expect((await server.get(`${list}/members/${ada}`)).status).toBe(404)
    const titles = async (query: string) => {
      const { body } = await server.get(`/v2/watchlists?${query}`)
      return body.watchlists.map((one: { title: string }) => one.title)
    }
    expect(await titles(`actorId=${ada}`)).not.toContain(`List ${number}`)
    expect(await titles(`actor_id=${grace}`)).toContain(`List ${number}`)
    expect((await server.get(`/v1/watchlists?userId=${grace}`)).body.totalCount).toBeGreaterThan(0)
    expect((await server.get('/v1/watchlists?user_id=1')).body).toEqual({ watchlists: [], totalCount: 0 })
  })

  it('remembers who was on the list when, after all of it is gone', async () => {
    const { linus } = people as { linus: string }
    await server.moveTo(linus, 'Legal')
    const listsAt = async (at: Date) => {
      const { body } = await server.get(`/v1/spillway/users/${linus}/watchlists?at=${at.toISOString()}`)
      return body.watchlists.map((one: { title: string }) => one.title)
    }
    const before = server.now()
    server.pass(60)
    await server.post(`${list}/included-departments/add`, { departments: ['Legal'] })
    const during = server.now()
    expect(await listsAt(during)).toEqual([`List ${number}`])
    server.pass(60)
    await server.moveTo(linus, null)
    const moved = server.now()
    server.pass(60)
    await server.post(`${list}/included-actors/add`, ids('linus'))
    const named = server.now()
    server.pass(60)
    await server.ask('DELETE', list)
    expect(await listsAt(before)).toEqual([])
    expect(await listsAt(during)).toEqual([`List ${number}`])
    expect(await listsAt(moved)).toEqual([])
    expect(await listsAt(named)).toEqual([`List ${number}`])
    expect(await listsAt(server.now())).toEqual([])
  })

  it('heeds, for the next event, every change that was acknowledged', async () => {
    const { ada } = people as { ada: string }
    const isOn = async () => {
      const marks = (await server.memberships.of([ada])).at(ada, server.now())
      return marks.some(({ title }) => title?.startsWith(`List ${number}`))
    }
    expect(await isOn()).toBe(false)
    await server.post(`${list}/included-actors/add`, ids('ada'))
    expect(await isOn()).toBe(true)
    await server.post(`${list}/excluded-actors/add`, ids('ada'))
    expect(await isOn()).toBe(false)
    await server.moveTo(ada, 'Board')
    await server.post(`${list}/excluded-actors/delete`, ids('ada'))
    await server.post(`${list}/included-departments/add`, { departments: ['Board'] })
    expect(await isOn()).toBe(true)
    await server.ask('PATCH', `${list}?paths=title`, { title: `List ${number} renamed` })
    expect((await server.memberships.of([ada])).at(ada, server.now()).map(({ title }) => title)).toContain(
      `List ${number} renamed`,
    )
    await server.moveTo(ada, 'Kitchen')
    expect(await isOn()).toBe(false)
  })
})
