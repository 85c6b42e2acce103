import {
  alertWindows,
  bucketMilliseconds,
  type RuleDefinition,
  windowMilliseconds,
  windowStart,
} from '@spillway/detection'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { counterpartsOf, type Side } from './difference.ts'
import { type CountedActivity, createLedger, type RaisedAlert } from './ledger.ts'
import { slicesOf } from './slices.ts'

const begin = Date.parse('2026-01-05T00:00:00Z')
const hour = 3_600_000
const hours = 96
const actorOf = (person: number) => ({ key: `p${person}`, id: null, name: `p${person}` })

const happened = fc.record({
  person: fc.nat(2),
  bucket: fc.nat((hours * hour) / bucketMilliseconds - 1),
  kind: fc.constantFrom('endpoint' as const, 'cloud' as const),
  size: fc.nat(50),
})
type Happened = typeof happened extends fc.Arbitrary<infer Value> ? Value : never
const activityOf = ({ bucket, kind, size }: Happened): CountedActivity => ({
  ...{ kind, start: begin + bucket * bucketMilliseconds, fileCount: 1, totalFileSize: size },
  severity: size > 40 ? 'HIGH' : 'LOW',
})
const definition = fc
  .record({ windowMinutes: fc.constantFrom(5, 35, 60, 1_440), count: fc.nat(3) })
  .map(({ windowMinutes, count }): RuleDefinition => {
    const fileVolume = {
      countGreaterThan: count,
      sizeGreaterThanInBytes: null,
      operator: 'AND',
      criteriaOrder: 0,
    } as const
    return { vectors: null, filters: { fileVolume }, alertOnBlockedBrowserActivity: false, windowMinutes }
  })

const short = ({ actor, start, fileCount, totalFileSize }: Omit<RaisedAlert, 'severity'>): string =>
  JSON.stringify([actor.key, start, fileCount, totalFileSize])

it('raises the same alerts slice by slice as all at once', () => {
  fc.assert(
    fc.property(
      definition,
      fc.array(happened, { maxLength: 60 }),
      fc.array(fc.nat(hours), { maxLength: 6 }),
      (rule, all, cuts) => {
        const ledger = createLedger(rule)
        const raised: RaisedAlert[] = []
        let from = begin
        for (const to of [...cuts.map((cut) => begin + cut * hour).sort(), Number.POSITIVE_INFINITY]) {
          for (const each of all) {
            const activity = activityOf(each)
            if (activity.start >= from && activity.start < to) ledger.add(actorOf(each.person), activity)
          }
          raised.push(...ledger.settle(to))
          from = to
        }
        const expected = [0, 1, 2].flatMap((person) =>
          alertWindows(rule, sums(all.filter((each) => each.person === person).map(activityOf))).map((window) => ({
            actor: actorOf(person),
            start: window.start,
            fileCount: window.buckets.reduce((sum, { fileCount }) => sum + fileCount, 0),
            totalFileSize: window.buckets.reduce((sum, { totalFileSize }) => sum + totalFileSize, 0),
          })),
        )
        expect(raised.map(short).sort()).toEqual(expected.map(short).sort())
      },
    ),
    { numRuns: 300 },
  )
})

const sums = (activity: readonly CountedActivity[]): readonly CountedActivity[] =>
  [...Map.groupBy(activity, ({ start, kind }) => `${start} ${kind}`).values()].flatMap((group) => {
    const [one] = group
    if (!one) return []
    const totalFileSize = group.reduce((sum, each) => sum + each.totalFileSize, 0)
    return [{ ...one, fileCount: group.length, totalFileSize }]
  })

it('cuts a range into slices that touch, hold every event once and keep days whole', () => {
  const counted = fc.uniqueArray(fc.record({ at: fc.nat(hours - 1), events: fc.integer({ min: 1, max: 900 }) }), {
    selector: ({ at }) => at,
    minLength: 1,
  })
  fc.assert(
    fc.property(counted, fc.integer({ min: 1, max: 5_000 }), (some, most) => {
      const known = some
        .toSorted((left, right) => left.at - right.at)
        .map(({ at, events }) => ({ start: begin + at * hour, events }))
      const range = { from: new Date(begin - 1), to: new Date(begin + hours * hour) }
      const slices = slicesOf(range, known, most)
      expect([slices[0]?.from, slices.at(-1)?.to]).toEqual([range.from, range.to])
      for (const [index, { from, to, events }] of slices.entries()) {
        if (index > 0) expect(from).toEqual(slices[index - 1]?.to)
        const within = known.filter(({ start }) => start >= from.getTime() && start < to.getTime())
        expect(within.reduce((sum, each) => sum + each.events, 0)).toBe(events)
        expect(events <= most || within.length === 1).toBe(true)
      }
    }),
  )
})

it('finds counterparts where windows of one person overlap, whatever their lengths', () => {
  const sideOf = (windowMinutes: number, starts: readonly number[]): Side => {
    const rule = { vectors: null, filters: null, alertOnBlockedBrowserActivity: false, windowMinutes }
    const raised = [...new Set(starts.map((at) => windowStart(rule, begin + at * bucketMilliseconds)))].map(
      (start) => ({
        ...{ actor: actorOf(0), start, fileCount: 1, totalFileSize: 0 },
        severity: 'LOW' as const,
      }),
    )
    return { rule: { ruleId: null, version: null, name: '', severity: 'Low', definition: rule }, raised }
  }
  const minutes = fc.constantFrom(5, 35, 60, 180)
  const starts = fc.array(fc.nat(200), { maxLength: 12 })
  fc.assert(
    fc.property(minutes, starts, minutes, starts, (one, here, other, there) => {
      const [side, beside] = [sideOf(one, here), sideOf(other, there)]
      const [reach, otherReach] = [one, other].map((windowMinutes) => windowMilliseconds({ windowMinutes }))
      const has = counterpartsOf(side, beside)
      for (const alert of side.raised) {
        const overlaps = beside.raised.some(
          ({ start }) => start < alert.start + (reach ?? 0) && alert.start < start + (otherReach ?? 0),
        )
        expect(has(alert)).toBe(overlaps)
      }
    }),
  )
})
