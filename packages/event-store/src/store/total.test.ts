import { afterAll, beforeAll, expect, it } from 'vitest'
import type { EventStoreDriver } from '../drivers/driver.ts'
import { createEventStore, type EventStore } from './event-store.ts'
import { openStore, readEvents, rowsOf, type StoreFixture, sampleEvent, searchOf, where } from './test/store.ts'

let fixture: StoreFixture
let store: EventStore
let counts = 0

/** The same driver, counting the statements that count. */
const watched = (driver: EventStoreDriver): EventStoreDriver => ({
  ...driver,
  rows: (sql, ...rest) => {
    if (sql.startsWith('SELECT count()')) counts += 1
    return driver.rows(sql, ...rest)
  },
})

beforeAll(async () => {
  fixture = await openStore('embedded')
  store = createEventStore({ driver: watched(fixture.driver) })
  const events = Array.from({ length: 7 }, (_, index) => sampleEvent({ 'event.id': `e${index}`, 'file.name': 'n' }))
  await store.insert(rowsOf(events), events.length, 'token')
}, 60_000)
afterAll(() => fixture.close())

it.each([
  ['a first page that holds all', { pgSize: 7 }, 7, 7, 0],
  ['a first page that is full', { pgSize: 6 }, 6, 7, 1],
  ['the last page by number', { pgNum: 2, pgSize: 4 }, 3, 7, 0],
  ['a page by number beyond the end', { pgNum: 3, pgSize: 4 }, 0, 7, 1],
  ['the first page of a stream that holds all', { pgToken: '' }, 7, 7, 0],
  ['a later page of a stream', { pgToken: 'e3', srtKey: 'event.id', srtDir: 'asc' }, 3, 7, 1],
])('counts only where the page leaves the total open: %s', async (_, page, shown, total, counted) => {
  counts = 0
  const answer = await store.search(searchOf({ groups: where('file.name', 'n'), ...page }))
  expect([(await readEvents(answer.events)).length, answer.totalCount, counts]).toEqual([shown, total, counted])
})

it('counts nothing where nothing matches', async () => {
  counts = 0
  const answer = await store.search(searchOf({ groups: where('file.name', 'none') }))
  expect([answer.totalCount, answer.nextPageToken, counts]).toEqual([0, null, 0])
})
