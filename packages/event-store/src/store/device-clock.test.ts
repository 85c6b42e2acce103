import { expect, it } from 'vitest'
import { driverKinds } from '../drivers/test/drivers.ts'
import { openStore, readEvents, rowsOf, sampleEvent, searchOf, where } from './test/store.ts'

const times = ['1960-05-05T00:00:00.000Z', '2026-02-03T00:00:00.000Z', '2199-05-05T00:00:00.000Z']
const events = times.map((time, index) =>
  sampleEvent({ 'event.id': `off-${index}`, '@timestamp': time, 'user.email': 'off@example.com' }),
)

it.each(driverKinds)('sorts and pages events of devices whose clock is decades off, on the %s driver', async (kind) => {
  const { store, close } = await openStore(kind)
  await store.insert(rowsOf(events), events.length, 'off')
  const groups = where('user.email', 'off@example.com')
  const ids: string[] = []
  for (let token: string | null = ''; token !== null; ) {
    const page = await store.search(searchOf({ groups, pgSize: 1, pgToken: token, srtDir: 'desc' }))
    ids.push(...(await readEvents(page.events)).map(({ event }) => event.id))
    token = page.nextPageToken
  }
  await close()
  expect(ids).toEqual(['off-2', 'off-1', 'off-0'])
})
