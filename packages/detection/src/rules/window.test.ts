import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addBuckets, type Bucket, bucketMilliseconds } from './bucket.ts'
import { compileRule } from './compile.ts'
import { explain } from './explanation.ts'
import { alertId } from './identity.ts'
import type { FileVolumeFilter, RuleDefinition } from './model.ts'
import { sightingOf } from './sighting.ts'
import { eventOf, nobody, ruleOf, toMedia, uploaded } from './test/samples.ts'
import { affectedWindows, alertWindows, isTooMuch, reachOf, windowMilliseconds } from './window.ts'

interface Happened {
  readonly minute: number
  readonly size: number
  readonly media: boolean
}

const start = Date.parse('2026-01-05T10:00:00Z')
const happened = fc.record({
  minute: fc.integer({ min: -200, max: 400 }),
  size: fc.integer({ min: 0, max: 5000 }),
  media: fc.boolean(),
})
const filter = fc.record({
  countGreaterThan: fc.option(fc.integer({ min: 0, max: 12 }), { nil: null }),
  sizeGreaterThanInBytes: fc.option(fc.integer({ min: 0, max: 20_000 }), { nil: null }),
  operator: fc.constantFrom('AND' as const, 'OR' as const),
})
const activity = fc.array(happened, { maxLength: 60 })

const volumeRule = (fileVolume: Omit<FileVolumeFilter, 'criteriaOrder'>): RuleDefinition =>
  ruleOf(null, { fileVolume: { ...fileVolume, criteriaOrder: 0 } }, { windowMinutes: 30 })

const sightings = (events: readonly Happened[], rule: RuleDefinition): readonly Bucket[] => {
  const compiled = compileRule(rule)
  return events.map(({ minute, size, media }, index) => {
    const at = new Date(start + minute * 60_000).toISOString()
    const file = { sizeInBytes: size, name: `f${index}` }
    const event = eventOf(media ? toMedia(file) : uploaded('Cloud Storage', 'Dropbox', file), `e${index}`, at)
    const match = compiled(event, nobody)
    if (!match) throw new Error('the sample has to match')
    return sightingOf(event, match, [])
  })
}

/** What a store holds after some events, taken as they come. */
const gathered = (seen: readonly Bucket[]): readonly Bucket[] => {
  const places = new Map<string, Bucket>()
  for (const bucket of seen) {
    const key = `${bucket.start} ${bucket.kind}`
    const before = places.get(key)
    places.set(key, before ? addBuckets(before, bucket) : bucket)
  }
  return [...places.values()]
}

const idOf = (windowStart: number) => alertId({ ruleId: 'r', ruleVersion: 1, actorKey: 'a', windowStart })
const told = (rule: RuleDefinition, seen: readonly Bucket[]) =>
  JSON.stringify(
    alertWindows(rule, gathered(seen)).map((window) => [idOf(window.start), window, explain(rule, window)]),
  )

const shuffled = <Item>(items: readonly Item[], keys: readonly number[]): Item[] =>
  items
    .map((item, index) => ({ item, key: keys[index % keys.length] ?? 0, index }))
    .toSorted((left, right) => left.key - right.key || left.index - right.index)
    .map(({ item }) => item)

const order = fc.array(fc.integer(), { minLength: 1, maxLength: 60 })

describe('alert windows', () => {
  it('are the same, byte for byte, in whatever order activity comes', () => {
    fc.assert(
      fc.property(activity, filter, order, (events, volume, keys) => {
        const rule = volumeRule(volume)
        const seen = sightings(events, rule)
        expect(told(rule, shuffled(seen, keys))).toBe(told(rule, seen))
      }),
      { numRuns: 300 },
    )
  })

  it('come only to more when more comes', () => {
    fc.assert(
      fc.property(activity, activity, filter, (before, more, volume) => {
        const rule = volumeRule(volume)
        const few = alertWindows(rule, gathered(sightings(before, rule)))
        const many = alertWindows(rule, gathered(sightings([...before, ...more], rule)))
        expect(many.map((each) => each.start)).toEqual(expect.arrayContaining(few.map((each) => each.start)))
      }),
      { numRuns: 200 },
    )
  })

  it('are those of a plain look at every stretch', () => {
    fc.assert(
      fc.property(activity, filter, (events, volume) => {
        const rule = volumeRule(volume)
        const seen = sightings(events, rule)
        const reach = windowMilliseconds(rule)
        const plain = new Set<number>()
        for (const { start: end } of seen) {
          const stretch = seen.filter((each) => each.start <= end && each.start > end - reach)
          const total = stretch.reduce((sum, each) => sum + each.totalFileSize, 0)
          if (isTooMuch({ fileCount: stretch.length, totalFileSize: total }, rule.filters?.fileVolume))
            plain.add(Math.floor(end / reach) * reach)
        }
        const found = alertWindows(rule, gathered(seen)).map((each) => each.start)
        expect(found).toEqual([...plain].sort((left, right) => left - right))
      }),
      { numRuns: 200 },
    )
  })

  it('are found from the neighbourhood of what came', () => {
    fc.assert(
      fc.property(activity, fc.array(happened, { minLength: 1, maxLength: 10 }), filter, (old, fresh, volume) => {
        const rule = volumeRule(volume)
        const seen = sightings([...old, ...fresh], rule)
        const times = seen.slice(old.length).map((each) => each.start)
        const [first, last] = [Math.min(...times), Math.max(...times)]
        const { from, to } = reachOf(rule, first, last)
        const near = gathered(seen).filter((each) => each.start >= from && each.start < to)
        const affected = (windows: ReturnType<typeof alertWindows>) =>
          windows.filter(
            (each) => each.start >= Math.floor(first / windowMilliseconds(rule)) * windowMilliseconds(rule),
          )
        const whole = affected(alertWindows(rule, gathered(seen))).filter(
          (each) => each.start <= last + windowMilliseconds(rule),
        )
        const partial = affectedWindows(rule, near, first).filter(
          (each) => each.start <= last + windowMilliseconds(rule),
        )
        expect(partial).toEqual(whole)
      }),
      { numRuns: 200 },
    )
  })
})

describe('one alert', () => {
  const rule = volumeRule({ countGreaterThan: 2, sizeGreaterThanInBytes: null, operator: 'AND' })
  const at = (...minutes: number[]) =>
    gathered(
      sightings(
        minutes.map((minute) => ({ minute, size: 10, media: true })),
        rule,
      ),
    )

  it('needs more than the threshold, within the window', () => {
    expect(alertWindows(rule, at(0, 1))).toEqual([])
    expect(alertWindows(rule, at(0, 20, 40))).toEqual([])
    expect(alertWindows(rule, at(0, 10, 20))).toMatchObject([{ start, peak: { fileCount: 3 } }])
  })

  it('counts what began before its window', () => {
    expect(alertWindows(rule, at(25, 28, 31))).toMatchObject([{ start: start + 30 * 60_000, peak: { fileCount: 3 } }])
    expect(alertWindows(rule, at(25, 28, 31))[0]?.buckets).toHaveLength(2)
  })

  it('leaves to the window before what it does not need', () => {
    const windows = alertWindows(rule, at(20, 22, 24, 31, 33, 35))
    expect(windows.map(({ buckets }) => buckets.reduce((sum, { fileCount }) => sum + fileCount, 0))).toEqual([3, 3])
  })

  it('shows ten files of five minutes, and counts them all', () => {
    const [window] = alertWindows(rule, at(...Array.from({ length: 14 }, () => 1)))
    expect(window?.buckets).toMatchObject([{ start: start - (start % bucketMilliseconds), fileCount: 14 }])
    expect(window?.buckets[0]?.files).toHaveLength(10)
  })

  it('is explained in data and words, with what would have kept it silent', () => {
    const named = ruleOf(
      { removableMedia: { isEnabled: true, criteriaOrder: 0 } },
      { fileCategory: { categories: ['Document'], criteriaOrder: 1 } },
    )
    const seen = gathered(sightings([{ minute: 1, size: 10, media: true }], named))
    const [window] = alertWindows(named, seen)
    expect(window && explain(named, window)).toMatchObject({
      conditions: [
        { criterion: 'vectors.removableMedia', met: [{ value: 'Removable media', files: 1 }] },
        { criterion: 'filters.fileCategory', wanted: { categories: ['Document'] }, met: [{ value: 'Document' }] },
      ],
      volume: { fileCount: 1, totalFileSize: 10, threshold: { countGreaterThan: 0 } },
      counterfactuals: [
        {
          criterion: 'vectors',
          words: 'Had the files not left by Removable media (1 file), the rule would have been silent.',
        },
        { criterion: 'filters.fileCategory' },
        { criterion: 'filters.fileVolume' },
        { criterion: 'trust' },
      ],
    })
  })
})
