import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWatchlistServer, type WatchlistServer } from './test-support/watchlist-server.ts'

const nowhere = '00000000-0000-4000-8000-00000000ffff'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('watchlists on $dialect', ({ open }) => {
  let store: ControlStore
  let server: WatchlistServer
  beforeAll(async () => {
    store = await open()
    server = await startWatchlistServer(store)
  })
  afterAll(async () => {
    await server.close()
    await store.close()
  })

  const create = (body: object, version = 'v2') => server.post(`/${version}/watchlists`, body)
  const titles = async (query: string) =>
    (await server.get(`/v2/watchlists?${query}`)).body.watchlists.map(
      (list: { title: string | null; listType: string }) => list.title ?? list.listType,
    )

  it('makes one list of each recommended type, in either published spelling, and says what stands against another', async () => {
    const made = await create({ watchlistType: 'DEPARTING_EMPLOYEE', title: 'no effect', description: 'neither' })
    expect(made).toMatchObject({
      status: 200,
      body: {
        listType: 'DEPARTING_EMPLOYEE',
        title: null,
        description: null,
        tenantId: server.identity.home().tenantId,
      },
    })
    expect(made.body.stats).toEqual({
      ...{ includedActorsCount: 0, excludedActorsCount: 0, includedDepartmentsCount: 0 },
      ...{ includedDirectoryGroupsCount: 0, excludedDepartmentsCount: 0, excludedDirectoryGroupsCount: 0 },
    })
    expect((await create({ watchlistType: 'FLIGHTRISK' }, 'v1')).body).toMatchObject({ listType: 'FLIGHT_RISK' })
    expect(await create({ watchlistType: 'flight_risk' })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('Watchlist type already exists') },
    })
  })

  it('refuses a type that is none in the words by which py42 knows it', async () => {
    for (const watchlistType of ['NOPE', 'WATCHLIST_TYPE_UNSPECIFIED']) {
      const refused = await create({ watchlistType }, 'v1')
      expect(refused.status).toBe(400)
      expect(refused.text).toContain(
        `Error converting value \\"${watchlistType}\\" to type 'WatchlistSdk.Model.WatchlistType'.`,
      )
    }
  })

  it('makes custom lists within the published limits', async () => {
    const made = await create({ watchlistType: 'CUSTOM', title: 'Mergers', description: 'Who knows' })
    expect(made.body).toMatchObject({ listType: 'CUSTOM', title: 'Mergers', description: 'Who knows' })
    expect((await create({ watchlistType: 'CUSTOM' })).status).toBe(400)
    expect((await create({ watchlistType: 'CUSTOM', title: ' ' })).status).toBe(400)
    expect((await create({ watchlistType: 'CUSTOM', title: 'x'.repeat(51) })).status).toBe(400)
    expect((await create({ watchlistType: 'CUSTOM', title: 'x', description: 'x'.repeat(251) })).status).toBe(400)
    for (let count = 2; count <= 25; count++)
      expect((await create({ watchlistType: 'CUSTOM', title: `List ${count}` })).status).toBe(200)
    expect((await create({ watchlistType: 'CUSTOM', title: 'One more' })).status).toBe(400)
  })

  it('lists in order of making, a page at a time, whatever the parameter is called', async () => {
    expect((await titles('page=1&page_size=3')).slice(0, 3)).toEqual(['DEPARTING_EMPLOYEE', 'FLIGHT_RISK', 'Mergers'])
    expect(await titles('page=2&pageSize=2')).toEqual(['Mergers', 'List 2'])
    expect(await titles('page=99&page_size=100')).toEqual([])
    expect((await server.get('/v1/watchlists')).body).toMatchObject({
      totalCount: 27,
      watchlists: expect.arrayContaining([
        expect.objectContaining({
          stats: {
            ...{ includedUsersCount: 0, excludedUsersCount: 0 },
            ...{ includedDepartmentsCount: 0, includedDirectoryGroupsCount: 0 },
          },
        }),
      ]),
    })
    expect((await server.get('/v2/watchlists?page=0')).status).toBe(400)
  })

  it('updates exactly what the mask names', async () => {
    const { watchlistId } = (await server.get('/v2/watchlists?page=3&page_size=1')).body.watchlists[0]
    const patch = (query: string, body: object) => server.ask('PATCH', `/v2/watchlists/${watchlistId}${query}`, body)
    expect((await patch('?paths=title', { title: 'Deals', description: null })).body).toMatchObject({
      title: 'Deals',
      description: 'Who knows',
    })
    const both = { title: 'Both', description: 'changed' }
    expect((await patch('?paths=title&paths=description', both)).body).toMatchObject(both)
    expect((await patch('?paths=title%2C+description', { ...both, title: 'Again' })).body.title).toBe('Again')
    expect((await patch('', { title: null, description: '' })).body).toMatchObject({
      title: 'Again',
      description: null,
    })
    expect((await patch('?paths=colour', both)).status).toBe(400)
    expect((await patch('?paths=title', { description: 'x' })).status).toBe(400)
    const [departing] = (await server.get('/v2/watchlists')).body.watchlists
    const refused = await server.ask('PATCH', `/v1/watchlists/${departing.watchlistId}?paths=title`, both)
    expect(refused).toMatchObject({ status: 400, body: { message: expect.stringContaining('Only custom') } })
  })

  it('deletes, and what is deleted is nowhere', async () => {
    const [departing] = (await server.get('/v2/watchlists')).body.watchlists
    const path = `/v2/watchlists/${departing.watchlistId}`
    expect(await server.ask('DELETE', path)).toMatchObject({ status: 200, body: {} })
    for (const gone of [path, `/v2/watchlists/${nowhere}`]) {
      expect((await server.ask('DELETE', gone)).status).toBe(404)
      expect((await server.ask('PATCH', `${gone}?paths=title`, { title: 'x' })).status).toBe(404)
      for (const part of [
        '',
        '/members',
        '/members/1',
        '/included-actors',
        '/excluded-actors',
        '/included-departments',
      ])
        expect([part, (await server.get(gone + part)).status]).toEqual([part, 404])
    }
    expect((await create({ watchlistType: 'DEPARTING_EMPLOYEE' })).status).toBe(200)
  })

  it('no longer knows the lists that came before watchlists', async () => {
    for (const path of ['departingemployee/add', 'departingemployee/search', 'highriskemployee/get', 'user/getbyid'])
      expect([path, (await server.post(`/svc/api/v2/${path}`, { userId: '1' })).status]).toEqual([path, 404])
  })

  it('tells the audit log who did what', async () => {
    await server.audit.flush()
    const records = await store.db
      .selectFrom('audit_record')
      .select('type')
      .where('type', 'like', '%watchlist%')
      .execute()
    const types = new Set(records.map(({ type }) => type))
    expect([...types].sort()).toEqual([
      'audit_log::watchlist_created/1',
      'audit_log::watchlist_deleted/1',
      'audit_log::watchlist_updated/1',
    ])
  })
})
