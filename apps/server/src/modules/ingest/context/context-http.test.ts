import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type KnowingServer, startKnowingServer } from '../test-support/knowing-server.ts'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('what is known, at ingest on $dialect', (under) => {
  let control: ControlStore
  let server: KnowingServer
  let [ada, bob] = ['', '']
  let departing = ''
  beforeAll(async () => {
    control = await under.open()
    server = await startKnowingServer({ openControl: async () => control })
    const people = await server.people(['ada@people.example', 'bob@people.example'])
    ;[ada = '', bob = ''] = people
    departing = await server.list('DEPARTING_EMPLOYEE')
  }, 60_000)
  afterAll(() => server?.close())

  it('gives members the indicator of their list, from the next event on and to nobody else', async () => {
    expect(await server.scored('ada@people.example')).not.toContain('Departing')
    await server.join(departing, ada)
    expect(await server.scored('ADA@people.example')).toContain('Departing')
    expect(await server.scored('bob@people.example')).not.toContain('Departing')
    await server.leave(departing, ada)
    expect(await server.scored('ada@people.example')).not.toContain('Departing')
  })

  it('goes by the time of the event, however late it comes', async () => {
    const before = server.clock().toISOString()
    server.clock.advance(3_600)
    await server.join(departing, bob)
    const during = server.clock().toISOString()
    server.clock.advance(3_600)
    await server.leave(departing, bob)
    const sent = [before, during, server.clock().toISOString()]
    const found = await server.send(sent.map((at) => ({ at, email: 'bob@people.example' })))
    expect(found.map((ids) => ids.includes('Departing'))).toEqual([false, true, false])
  })

  it('holds for large bodies, which other threads prepare, in the order of their events', async () => {
    await server.join(departing, ada)
    const emails = ['ada@people.example', 'bob@people.example', 'nobody@people.example']
    const events = Array.from({ length: 700 }, (_, index) => ({ email: emails[index % 3] ?? '' }))
    const found = await server.send(events)
    expect(found.map((ids) => ids.includes('Departing'))).toEqual(events.map((_, index) => index % 3 === 0))
    await server.leave(departing, ada)
  })

  it('tells department and groups of the actor as of the time of the event, and the hour of the actor', async () => {
    const [cat = '', dan = ''] = await server.people(['cat@people.example', 'dan@people.example'])
    const told = async (...emails: string[]) =>
      (await server.sent<{ user: object }>(emails.map((email) => ({ email, at: server.clock().toISOString() })))).map(
        ({ user }) => user,
      )
    const place = (department: string, groups: readonly string[]) =>
      server.ask('POST', '/v1/spillway/users/import', {
        rows: [{ userName: 'cat@people.example', department, groups }],
      })
    const hour = `${server.clock().toISOString().slice(0, 13)}:00:00Z`
    expect(await told('cat@people.example', 'who@people.example')).toMatchObject([
      { id: null, department: null, groups: [], actorHour: `${cat}/${hour}` },
      { id: null, department: null, groups: [], actorHour: `who@people.example/${hour}` },
    ])
    server.clock.advance(1)
    await place('Research', ['Staff', 'Labs'])
    const early = server.clock().toISOString()
    expect(await told('cat@people.example')).toMatchObject([
      {
        department: 'Research',
        groups: expect.arrayContaining(
          ['Staff', 'Labs'].map((displayName) => expect.objectContaining({ displayName })),
        ),
      },
    ])
    server.clock.advance(1)
    await place('Sales', ['Staff'])
    const late = await server.sent<{ user: object }>([{ email: 'cat@people.example', at: early }])
    expect(late[0]?.user).toMatchObject({ department: 'Research', groups: [{}, {}] })
    await server.ask('POST', '/v1/actors/adoption', { childActorId: dan, parentActorId: cat })
    expect(await told('dan@people.example')).toMatchObject([
      {
        email: 'dan@people.example',
        department: 'Sales',
        groups: [{ displayName: 'Staff' }],
        actorHour: `${cat}/${hour}`,
      },
    ])
  })

  it("makes an indicator of the tenant's own list, whose weight may be set and whose title may change", async () => {
    const list = await server.list('CUSTOM', 'Project X')
    const id = `watchlist-${list}`
    await server.join(list, ada)
    const indicator = async () =>
      (await server.judged('ada@people.example')).indicators.filter((one) => one.id.startsWith('watchlist-'))
    expect(await indicator()).toEqual([{ id, name: 'Project X', weight: 0 }])
    await server.ask('PATCH', '/v1/spillway/risk-settings', { indicators: [{ id, weight: 4 }] })
    await server.ask('PATCH', `/v2/watchlists/${list}?paths=title`, { title: 'Project Y' })
    expect(await indicator()).toEqual([{ id, name: 'Project Y', weight: 4 }])
    const subcategory = '/v1/risk-indicator-categories/user-behavior/subcategories/watchlists'
    expect(await server.ask('GET', subcategory)).toMatchObject({ customIndicators: [{ id, name: 'Project Y' }] })
    await server.ask('DELETE', `/v2/watchlists/${list}`)
    expect(await indicator()).toEqual([])
    expect(await server.ask('GET', subcategory)).toMatchObject({ customIndicators: [] })
    const gone = await server.request('PATCH', '/v1/spillway/risk-settings', {
      body: { indicators: [{ id, weight: 4 }] },
    })
    expect(gone.status).toBe(400)
  })

  it('makes actors of accounts that belong to nobody, and counts for the parent what children do, at once', async () => {
    const ofCloud = { event: { action: 'file-shared', observer: 'Box', shareType: ['Anyone with the link'] } }
    const shared = async (): Promise<readonly string[]> => {
      server.clock.advance(1)
      const more = { event: { ...ofCloud.event, id: `share-${server.clock().getTime()}` } }
      return (await server.send([{ email: 'guest@cloud.example', more }]))[0] ?? []
    }
    expect(await shared()).not.toContain('Departing')
    const [guest] = (
      await server.ask<{ actors: { actorId: string }[] }>('GET', '/v1/actors/actor/search?nameStartsWith=guest')
    ).actors
    const actorId = guest?.actorId ?? ''
    await server.join(departing, actorId)
    expect(await shared()).toContain('Departing')
    await server.leave(departing, actorId)
    expect(await shared()).not.toContain('Departing')
    await server.join(departing, bob)
    expect(await shared()).not.toContain('Departing')
    await server.ask('POST', '/v1/actors/adoption', { childActorId: actorId, parentActorId: bob })
    expect(await shared()).toContain('Departing')
    await server.ask('DELETE', `/v1/actors/adoption/${actorId}`)
    expect(await shared()).not.toContain('Departing')
    await server.ask('POST', `/v1/user-risk-profiles/${bob}/add-cloud-aliases`, {
      cloudAliases: ['guest@cloud.example'],
    })
    expect(await shared()).toContain('Departing')
    await server.leave(departing, bob)
  })

  it('adds where a file came from, when that is a source of high value and where it goes is not trusted', async () => {
    const more = { source: { domains: ['wiki.corp.example'] } }
    expect(await server.scored('bob@people.example', more)).not.toContain('High-value source')
    const { activityId } = await server.ask<{ activityId: string }>('POST', '/v2/trusted-activities', {
      ...{ type: 'DOMAIN', value: 'corp.example', isHighValueSource: true },
    })
    expect(await server.scored('bob@people.example', more)).toContain('High-value source')
    expect(await server.scored('bob@people.example')).not.toContain('High-value source')
    const trusted = { ...more, destination: { tabs: [{ url: 'https://corp.example/upload' }] } }
    expect(await server.scored('bob@people.example', trusted)).toEqual([])
    await server.ask('DELETE', `/v2/trusted-activities/${activityId}`)
    expect(await server.scored('bob@people.example', more)).not.toContain('High-value source')
  })
})
