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
})
