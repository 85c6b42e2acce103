import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { driverKinds } from '../drivers/test/drivers.ts'
import { InvalidPageToken } from '../errors.ts'
import type { FeedCursor } from './feed.ts'
import {
  exportOf,
  groupingOf,
  openStore,
  readEvents,
  readText,
  rowsOf,
  type StoreFixture,
  sampleEvent,
  searchOf,
  where,
} from './test/store.ts'

const hours = (count: number) => new Date(Date.UTC(2026, 1, 3, count)).toISOString()
const idOf = (index: number) => `0_tenant_device_${String(index).padStart(3, '0')}`

/** Forty events; every third without a size, four to an hour, alternating destinations. */
const events = Array.from({ length: 40 }, (_, index) =>
  sampleEvent({
    'event.id': idOf(index),
    '@timestamp': hours(Math.floor(index / 4)),
    'file.name': `Report ${index} "quoted", line\n.docx`,
    'user.email': `user${index % 5}@example.com`,
    'destination.name': index % 2 === 0 ? 'Dropbox' : 'Google Drive',
    ...(index % 3 === 0 ? {} : { 'file.sizeInBytes': (index * 7919) % 50 }),
  }),
)
const shownIds = (list: { event: { id: string } }[]) => list.map(({ event }) => event.id)

describe.each(driverKinds)('event store on the %s driver', (kind) => {
  let fixture: StoreFixture

  beforeAll(async () => {
    fixture = await openStore(kind)
    await fixture.store.insert(rowsOf(events.slice(0, 25)), 25, 'one')
    await fixture.store.insert(rowsOf(events.slice(25), { firstSeq: 5_000_000_000 }), 15, 'two')
  })
  afterAll(() => fixture.close())

  const page = async (body: Record<string, unknown>) => {
    const result = await fixture.store.search(searchOf(body))
    return { ...result, ids: shownIds(await readEvents(result.events)) }
  }
  const readAll = async (body: Record<string, unknown>) => {
    const ids: string[] = []
    for (let token: string | null = ''; token !== null; ) {
      const next: Awaited<ReturnType<typeof page>> = await page({ ...body, pgToken: token })
      ids.push(...next.ids)
      token = next.nextPageToken
    }
    return ids
  }

  it('shows a stored event whole', async () => {
    const [shown] = await readEvents(
      (await fixture.store.search(searchOf({ groups: where('event.id', idOf(7)) }))).events,
    )
    expect(shown).toEqual(events[7])
  })

  it('counts all matches, whatever the page', async () => {
    const result = await page({
      groups: where('destination.name', 'dropbox'),
      pgSize: 3,
      srtKey: 'event.id',
      srtDir: 'asc',
    })
    expect(result).toMatchObject({ totalCount: 20, nextPageToken: null, ids: [idOf(0), idOf(2), idOf(4)] })
    const last = await page({ pgSize: 15, pgNum: 3, srtKey: 'event.id', srtDir: 'asc' })
    expect(last).toMatchObject({ totalCount: 40, ids: events.slice(30).map(({ event }) => event.id) })
  })

  it('tells page by page what people did after an event of a node', async () => {
    const { store } = fixture
    const first = await store.activity({ node: 1, after: '0', limit: 30 })
    expect(first).toMatchObject({ last: '5000000004', isEnd: false })
    const kinds = new Set(
      events.slice(0, 30).map((event) => {
        const hour = Math.floor(Date.parse(event['@timestamp'] ?? '') / 3_600_000)
        return `${event.user.email} ${event.destination.name} ${hour}`
      }),
    )
    expect(
      new Set(first.activities.map(({ userEmail, destination, hour }) => `${userEmail} ${destination} ${hour}`)),
    ).toEqual(kinds)
    expect(first.activities).toHaveLength(kinds.size)
    expect(first.activities[0]).toMatchObject({ userId: '', action: '', vector: '' })
    expect(await store.activity({ node: 1, after: first.last, limit: 30 })).toMatchObject({
      last: '5000000014',
      isEnd: true,
    })
    for (const nothing of [
      { node: 1, after: '5000000014' },
      { node: 2, after: '0' },
    ])
      expect(await store.activity({ ...nothing, limit: 30 })).toEqual({
        activities: [],
        last: nothing.after,
        isEnd: true,
      })
  })

  it('answers an empty page', async () => {
    const none = await page({ groups: where('file.name', 'no such file'), pgToken: '' })
    expect(none).toMatchObject({ totalCount: 0, nextPageToken: null, ids: [] })
  })

  it.each([
    ['event.id', 'asc'],
    ['event.id', 'desc'],
    ['@timestamp', 'asc'],
    ['@timestamp', 'desc'],
    ['event.inserted', 'asc'],
    ['file.sizeInBytes', 'asc'],
    ['file.sizeInBytes', 'desc'],
    ['destination.name', 'desc'],
    ['risk.trusted', 'asc'],
  ])('streams every event once, in the order of %s %s', async (srtKey, srtDir) => {
    const whole = await page({ srtKey, srtDir, pgSize: 100 })
    const streamed = await readAll({ srtKey, srtDir, pgSize: 14 })
    expect(streamed).toEqual(whole.ids)
    expect(new Set(streamed).size).toBe(40)
  })

  it('sorts missing values last in both directions', async () => {
    const missing = events.filter(({ file }) => file.sizeInBytes === null).map(({ event }) => event.id)
    for (const srtDir of ['asc', 'desc']) {
      const { ids } = await page({ srtKey: 'file.sizeInBytes', srtDir, pgSize: 100 })
      expect(ids.slice(-missing.length)).toEqual(missing)
    }
  })

  it('takes any stored id for a page token, also one that does not match', async () => {
    const groups = where('destination.name', 'Dropbox')
    const resumed = await page({ groups, srtKey: 'event.id', srtDir: 'asc', pgToken: idOf(31), pgSize: 100 })
    expect(resumed.ids).toEqual([32, 34, 36, 38].map(idOf))
    expect(resumed).toMatchObject({ totalCount: 20, nextPageToken: null })
    await expect(page({ pgToken: 'no-such-event' })).rejects.toThrow(InvalidPageToken)
  })

  it('counts groups', async () => {
    const groups = await fixture.store.group(groupingOf({ groupingTerm: 'user.email', size: 2 }))
    expect(groups).toEqual([
      { value: 'user0@example.com', docCount: 8 },
      { value: 'user1@example.com', docCount: 8 },
    ])
  })

  it('exports CSV with a byte order mark, a header and quoted cells', async () => {
    const query = exportOf({
      groups: where('event.id', idOf(4)),
      columns: ['event.id', 'file.name', 'file.sizeInBytes', 'risk.trusted'],
    })
    const text = await readText(fixture.store.exportCsv(query))
    expect(text.charCodeAt(0)).toBe(0xfeff)
    const [header, ...rest] = text.slice(1).split('\r\n')
    expect(header).toBe('"event.id","file.name","file.sizeInBytes","risk.trusted"')
    expect(rest.join('\r\n')).toBe(`"${idOf(4)}","Report 4 ""quoted"", line\n.docx","26","false"\r\n`)
  })

  it('exports every row in order', async () => {
    const query = exportOf({ columns: ['event.id'], srtKey: 'event.id', srtDir: 'asc' })
    const lines = (await readText(fixture.store.exportCsv(query))).trimEnd().split('\r\n').slice(1)
    expect(lines).toEqual(events.map(({ event }) => `"${event.id}"`))
  })

  it('lets a reader follow parts of what it wants to see, and goes on behind the rest', async () => {
    const fields = ['event.id', 'file.sizeInBytes'] as const
    const shown = searchOf({ groups: where('destination.name', 'dropbox') })
    const page = await fixture.store.follow({ after: {}, limit: 9, shown, fields })
    expect(page.events).toEqual(
      [0, 2, 4, 6, 8].map((at) => ({
        event: { id: idOf(at) },
        file: { sizeInBytes: at % 3 === 0 ? null : (at * 7919) % 50 },
      })),
    )
    expect(page.count).toBe(9)
    const none = searchOf({ groups: where('destination.name', 'nowhere') })
    const silent = await fixture.store.follow({ after: page.cursor, limit: 100, shown: none, fields })
    expect(silent).toMatchObject({ events: [], count: 31 })
    const end = await fixture.store.follow({ after: silent.cursor, limit: 9, shown: none, fields })
    expect(end).toEqual({ events: [], count: 0, isEnd: true, cursor: silent.cursor })
    expect([page.isEnd, silent.isEnd]).toEqual([false, true])
  })

  it('feeds everything once, in the order of insertion, with a proof', async () => {
    const ids: string[] = []
    let after: FeedCursor = {}
    for (let turn = 0; turn < 10; turn++) {
      const next = await fixture.store.feed({ after, limit: 9 })
      const shown = shownIds(await readEvents(next.events))
      expect(next.manifest.count).toBe(shown.length)
      expect(next.manifest.hash).toBe(
        createHash('sha256')
          .update(shown.map((id) => `${id}\n`).join(''))
          .digest('hex'),
      )
      if (shown.length === 0) break
      ids.push(...shown)
      after = next.cursor
    }
    expect(ids).toEqual(events.map(({ event }) => event.id))
    expect(after).toEqual({ 1: '5000000014' })
    const end = await fixture.store.feed({ after, limit: 9 })
    expect(end).toMatchObject({ cursor: after, manifest: { count: 0, first: null, last: null } })
  })

  it('gives every node with news a share of a page', async () => {
    const { driver } = fixture
    const other = sampleEvent({ 'event.id': 'from-node-2', '@timestamp': hours(-1000) })
    await fixture.store.insert(rowsOf([other], { node: 2, firstSeq: 3 }), 1, 'node-2')
    const { manifest, cursor } = await fixture.store.feed({ after: { 1: '10' }, limit: 6 })
    expect(manifest).toMatchObject({ count: 4, first: '1:11', last: '2:3' })
    expect(cursor).toEqual({ 1: '13', 2: '3' })
    const bounded = await fixture.store.feed({ after: { 1: '10' }, until: { 1: '12' }, limit: 6 })
    expect(bounded).toMatchObject({ manifest: { count: 2, last: '1:12' }, cursor: { 1: '12' } })
    const there = await fixture.store.feed({ after: { 1: '10' }, until: { 1: '10', 2: '2' }, limit: 6 })
    expect(there).toMatchObject({ manifest: { count: 0 }, cursor: { 1: '10' } })
    await driver.command("DELETE FROM events WHERE event_id = 'from-node-2'")
  })

  it('keeps an insert with a known token from being stored again', async () => {
    await fixture.store.insert(rowsOf(events.slice(0, 25)), 25, 'one')
    expect((await page({ pgSize: 1 })).totalCount).toBe(40)
  })

  it('tells what is stored of a batch, and the highest number of a node', async () => {
    const late = [sampleEvent({ 'event.id': 'late-1' }), sampleEvent({ 'event.id': 'late-2' })]
    await fixture.store.insert(rowsOf(late, { node: 9, firstSeq: 17, batch: 'late' }), 2, 'late')
    expect(await fixture.store.storedRows('late')).toEqual(new Set(['late-1', 'late-2']))
    expect(await fixture.store.storedRows('never')).toEqual(new Set())
    expect(await fixture.store.highestSequence(9)).toBe(18n)
    expect(await fixture.store.highestSequence(1)).toBe(5_000_000_014n)
    expect(await fixture.store.highestSequence(1234)).toBe(0n)
  })

  it('reports its size and age', async () => {
    const status = await fixture.store.status()
    expect(status.bytes).toBeGreaterThan(1000)
    expect(status.oldest).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  })

  it('migrates again without a change', async () => {
    await fixture.store.migrate()
    expect((await page({})).totalCount).toBe(42)
  })
})
