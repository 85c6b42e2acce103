import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { driverKinds, openDriver } from '../drivers/test/drivers.ts'
import { EventStoreUnavailable, QueryTimeout } from '../errors.ts'
import { createEventStore } from './event-store.ts'
import {
  exportOf,
  openStore,
  readEvents,
  readText,
  rowsOf,
  type StoreFixture,
  sampleEvent,
  searchOf,
} from './test/store.ts'

const samples = Array.from({ length: 30 }, (_, index) => sampleEvent({ 'event.id': `event-${index}` }))

describe.each(driverKinds)('a query over its budget on the %s driver', (kind) => {
  it('times out', async () => {
    const { driver, close } = await openDriver(kind)
    const store = createEventStore({ driver, budget: { seconds: 1, memory: 1_000_000_000 } })
    await store.migrate()
    await store.insert(rowsOf(samples), samples.length, 'token')
    const query = searchOf({})
    const slow = { ...query, where: 'sleepEachRow(0.1) = 0' }
    await expect(store.search(slow)).rejects.toThrow(QueryTimeout)
    await close()
  })
})

describe('a store whose server fails', () => {
  let fixture: StoreFixture
  beforeAll(async () => {
    fixture = await openStore('remote')
    await fixture.store.insert(rowsOf(samples), samples.length, 'first')
  })
  afterAll(() => fixture.close())

  it('says so before an answer has begun, and works again afterwards', async () => {
    await fixture.endpoint?.fault({ kind: 'drop', afterBytes: 100 })
    await expect(fixture.store.search(searchOf({}))).rejects.toThrow(EventStoreUnavailable)
    await expect(readText(fixture.store.exportCsv(exportOf({})))).rejects.toThrow(EventStoreUnavailable)
    await fixture.endpoint?.heal()
    const page = await fixture.store.search(searchOf({}))
    expect(await readEvents(page.events)).toHaveLength(30)
  })

  it('stores a batch once although its acknowledgement was lost', async () => {
    const more = rowsOf([sampleEvent({ 'event.id': 'more' })], { firstSeq: 100, batch: 'more' })
    await fixture.endpoint?.fault({ kind: 'lose-answer' })
    await expect(fixture.store.insert(more, 1, 'more')).rejects.toThrow(EventStoreUnavailable)
    await fixture.endpoint?.heal()
    await fixture.store.insert(more, 1, 'more')
    expect(await fixture.store.storedRows('more')).toEqual(new Set(['more']))
    expect((await fixture.store.search(searchOf({}))).totalCount).toBe(31)
  })

  it('keeps what was acknowledged when the server is killed', async () => {
    await fixture.endpoint?.kill()
    await expect(fixture.store.status()).rejects.toThrow(EventStoreUnavailable)
    await fixture.endpoint?.restart()
    expect((await fixture.store.search(searchOf({}))).totalCount).toBe(31)
  })
})
