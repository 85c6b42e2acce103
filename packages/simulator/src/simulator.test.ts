import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createLiveFeed, createOrganization, liveEvents, simulateEvents } from './index.ts'
import { iso } from './iso.ts'

const from = new Date('2026-08-03T00:00:00Z')
const to = new Date('2026-09-02T00:00:00Z')
const organization = createOrganization({ seed: 'tests', people: 120 })
const story = (seed: number, count = 2_000) => [...simulateEvents(organization, { from, to, count, seed })]
const fingerprint = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex')

describe('an organization', () => {
  it('is the same for the same seed', () => {
    expect(fingerprint(createOrganization({ seed: 'tests', people: 120 }))).toBe(fingerprint(organization))
  })

  it('is another one for another seed', () => {
    expect(createOrganization({ seed: 'others', people: 120 }).tenantId).not.toBe(organization.tenantId)
  })

  it('keeps its first people when it grows', () => {
    const grown = createOrganization({ seed: 'tests', people: 500 })
    expect(grown.people.slice(0, 120)).toEqual(organization.people)
  })

  it('gives everybody an own mail address, user id and device', () => {
    const { people } = createOrganization({ seed: 7, people: 3_000, domain: 'corp.example.com' })
    expect(new Set(people.map(({ email }) => email)).size).toBe(3_000)
    expect(new Set(people.map(({ machine }) => machine.deviceUid)).size).toBe(3_000)
    expect(
      people.every(({ email, userId }) => email.endsWith('@corp.example.com') && /^[1-9]\d{17}$/.test(userId)),
    ).toBe(true)
  })
})

describe('simulated events', () => {
  it('are the same bytes for the same seed', () => {
    expect(fingerprint(story(1))).toBe(fingerprint(story(1)))
  })

  it('tell another story with other ids for another seed', () => {
    const ids = new Set([...story(1), ...story(2)].map(({ event }) => event?.id))
    expect(ids.size).toBe(4_000)
    expect(fingerprint(story(1))).not.toBe(fingerprint(story(2)))
  })

  it('come in order of time, inside the period, exactly as many as asked for', () => {
    const times = story(3, 5_000).map((event) => event['@timestamp'] as string)
    expect(times).toHaveLength(5_000)
    expect(times).toEqual([...times].sort())
    expect(times[0] && times[0] >= from.toISOString()).toBe(true)
    expect(times.at(-1)).toMatch(/^2026-09-01T/)
  })

  it('count people and days when given a rate', () => {
    const day = { from, to: new Date('2026-08-10T00:00:00Z') }
    expect([...simulateEvents(organization, { ...day, eventsPerPersonPerDay: 3, seed: 1 })]).toHaveLength(120 * 7 * 3)
  })

  it('fill short periods', () => {
    const minute = { from: new Date('2026-08-04T10:00:30Z'), to: new Date('2026-08-04T10:01:30Z') }
    expect([...simulateEvents(organization, { ...minute, count: 50, seed: 1 })]).toHaveLength(50)
  })

  it('happen mostly in working hours of the offices', () => {
    const weekend = story(5, 5_000).filter((event) =>
      [0, 6].includes(new Date(event['@timestamp'] as string).getUTCDay()),
    )
    expect(weekend.length / 5_000).toBeLessThan(0.1)
  })

  it('repeat the hashes of shared documents on several machines', () => {
    const devicesByHash = new Map<string, Set<string>>()
    for (const { file, user } of story(6, 5_000)) {
      const hash = file?.hash?.md5
      if (!hash || !user?.deviceUid) continue
      devicesByHash.set(hash, (devicesByHash.get(hash) ?? new Set()).add(user.deviceUid))
    }
    expect([...devicesByHash.values()].filter((devices) => devices.size > 2).length).toBeGreaterThan(20)
  })

  it('share one git event among the files of a push', () => {
    const pushes = story(7, 10_000).flatMap(({ git }) => (git?.eventId ? [git.eventId] : []))
    expect(pushes.length / new Set(pushes).size).toBeGreaterThan(2)
  })

  const many = story(8, 20_000)
  it.each([
    ['file-modified', 20, 45],
    ['file-created', 14, 30],
    ['application-read', 5, 13],
    ['sync-app-modified', 3, 7],
    ['file-downloaded', 7, 13],
    ['file-emailed', 2, 6],
    ['file-shared', 1.5, 5],
    ['file-printed', 0.7, 2.5],
    ['removable-media-created', 0.5, 3],
  ])('hold %s in a believable proportion', (action, least, most) => {
    const percent = (100 * many.filter(({ event }) => event?.action === action).length) / many.length
    expect(percent).toBeGreaterThan(least)
    expect(percent).toBeLessThan(most)
  })
})

describe('live events', () => {
  it('keep their rate', () => {
    const events = []
    for (const event of liveEvents(organization, { from, eventsPerSecond: 2.5, seed: 1 })) {
      if ((event['@timestamp'] as string) >= '2026-08-03T00:10:00') break
      events.push(event)
    }
    expect(events).toHaveLength(1_500)
  })

  it('are handed out once, when they are due', () => {
    const feed = createLiveFeed(organization, { from, eventsPerSecond: 1, seed: 1 })
    const minutes = [1, 2, 3, 4].map((minute) => feed.due(new Date(from.getTime() + minute * 60_000)))
    expect(new Set(minutes.flat().map(({ event }) => event?.id)).size).toBe(240)
    expect(feed.due(new Date(from.getTime() + 240_000))).toEqual([])
  })
})

describe('iso', () => {
  it.each([0, 1, 951_782_399_999, 1_785_715_200_000, 4_102_444_799_999])('spells %d as Date does', (instant) => {
    expect(iso(instant)).toBe(new Date(instant).toISOString())
  })
})
