import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeProfile, encodeProfile } from './codec.ts'
import { destinationKey } from './destination-key.ts'
import { judge } from './judge.ts'
import { emptyProfile, firstUse, mostDestinations, useWords } from './layout.ts'
import { merge } from './merge.ts'
import { type Activity, observe } from './profile.ts'
import { naiveJudge } from './test/naive.ts'

const hour = 3_600_000
const day = 24 * hour
const start = Date.UTC(2026, 0, 5)

const learned = (history: readonly Activity[]) => history.reduce(observe, emptyProfile)
const places = ['Dropbox', 'Gmail', 'Slack', 'Box', 'a.example', 'b.example', 'Dropbox, Gmail', 'Slack, c.example']
const destination = fc.option(fc.constantFrom(...places), { nil: null })

/** What somebody with working hours did over some months, and at odd times between. */
const history = fc
  .record({
    firstHour: fc.integer({ min: 0, max: 23 }),
    hours: fc.integer({ min: 1, max: 10 }),
    weekdays: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 6 }),
    days: fc.integer({ min: 0, max: 130 }),
    usual: fc.array(destination, { minLength: 1, maxLength: 4 }),
    odd: fc.array(fc.tuple(fc.integer({ min: 0, max: 160 * 24 }), destination), { maxLength: 12 }),
  })
  .map(({ firstHour, hours, weekdays, days, usual, odd }): Activity[] => {
    const work = Array.from({ length: days }, (_, index) => index)
      .filter((index) => weekdays.includes(index % 7))
      .map((index) => start + index * day + (firstHour + ((index * 7) % hours)) * hour)
      .map((at, index) => ({ at, destination: usual[index % usual.length] ?? null }))
    return [...work, ...odd.map(([hours, destination]) => ({ at: start + hours * hour + 1, destination }))]
  })
const activity = fc.record({
  at: fc.integer({ min: 0, max: 170 * 24 * 60 }).map((minutes) => start + minutes * 60_000),
  destination: fc.option(fc.constantFrom(...places, 'never'), { nil: null }),
})
const shuffled = <Item>(items: readonly Item[], seed: number): Item[] =>
  items
    .map((item, index) => ({ item, order: Math.imul(index + 1, seed | 1) >>> 0 }))
    .toSorted((left, right) => left.order - right.order)
    .map(({ item }) => item)

describe('a profile', () => {
  it('judges as the whole history does, in whatever order that came', () => {
    const seen = { isOffHours: 0, isFirstUse: 0, isRareUse: 0, usual: 0 }
    fc.assert(
      fc.property(history, activity, fc.integer(), (done, next, seed) => {
        const behavior = judge(learned(shuffled(done, seed)), next)
        expect(behavior).toEqual(naiveJudge(done, next))
        for (const name of ['isOffHours', 'isFirstUse', 'isRareUse'] as const) if (behavior[name]) seen[name]++
        if (!Object.values(behavior).includes(true)) seen.usual++
      }),
      { numRuns: 1_500 },
    )
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(20)
  })

  it('is the same in whatever order, however often and in however many parts its activities came', () => {
    fc.assert(
      fc.property(history, fc.integer(), fc.nat(), (done, seed, cut) => {
        const whole = learned(done)
        const mixed = shuffled([...done, ...done.slice(0, 20)], seed)
        expect(learned(mixed)).toEqual(whole)
        const at = cut % (mixed.length + 1)
        expect(merge(learned(mixed.slice(0, at)), learned(mixed.slice(at)))).toEqual(whole)
      }),
      { numRuns: 300 },
    )
  })

  it('merges as sets do, and is itself where nothing is new', () => {
    fc.assert(
      fc.property(history, history, history, (...histories) => {
        const [one, two, three] = histories.map(learned)
        if (!one || !two || !three) return
        expect(merge(one, two)).toEqual(merge(two, one))
        expect(merge(merge(one, two), three)).toEqual(merge(one, merge(two, three)))
        expect(merge(one, one.slice())).toBe(one)
        const both = merge(one, two)
        expect(merge(both, two)).toBe(both)
        for (const known of histories[0].slice(-3))
          if (known.at > (one[0] ?? 0) * day) expect(observe(one, known)).toBe(one)
      }),
      { numRuns: 300 },
    )
  })

  it('survives as bytes, which are few', () => {
    fc.assert(
      fc.property(history, (done) => {
        const profile = learned(done)
        const bytes = encodeProfile(profile)
        expect(decodeProfile(bytes)).toEqual(profile)
        expect(bytes.length).toBeLessThan(14 + profile.byteLength)
      }),
    )
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const profile = decodeProfile(bytes)
        if (profile) expect(encodeProfile(profile)).toEqual(encodeProfile(profile.slice()))
        expect(decodeProfile(Uint8Array.from([2, ...bytes]))).toBeNull()
      }),
    )
    expect(encodeProfile(emptyProfile)).toHaveLength(13)
  })

  it('keeps the destinations used last, and no more than its share', () => {
    const uses = Array.from({ length: 300 }, (_, index) => ({
      at: start + index * hour * 5,
      destination: `host-${index}`,
    }))
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const profile = learned(shuffled(uses, seed))
        expect(profile).toHaveLength(firstUse + mostDestinations * useWords)
        expect(profile).toEqual(learned(uses))
      }),
      { numRuns: 30 },
    )
    const behavior = judge(learned(uses), { at: start + 301 * hour * 5, destination: 'host-290' })
    expect(behavior).toMatchObject({ isFirstUse: false, isRareUse: true })
  })

  it('has no place for times that no clock shows', () => {
    for (const at of [Number.NaN, -1, 0, 8.64e15, Number.POSITIVE_INFINITY]) {
      expect(observe(emptyProfile, { at, destination: 'Dropbox' })).toBe(emptyProfile)
      expect(judge(emptyProfile, { at, destination: 'Dropbox' })).toMatchObject({
        isOffHours: false,
        isFirstUse: false,
      })
    }
  })
})

it('destinations have keys of their own', () => {
  const names = Array.from({ length: 200_000 }, (_, index) => `host-${index.toString(36)}.example`)
  expect(new Set(names.map(destinationKey).map(({ high, low }) => `${high} ${low}`)).size).toBe(names.length)
})
