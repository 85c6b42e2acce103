import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bucketMilliseconds, bucketStart } from './bucket.ts'
import { anyTime, asJudged, judgedAt, timingOf } from './timing.ts'
import { usefulnessOf, windowsWith } from './usefulness.ts'
import { reachOf, windowMilliseconds, windowStart } from './window.ts'

const hour = 3_600_000
const noon = Date.parse('2026-01-05T12:00:00Z')
const received = '2026-01-05T12:00:00.123456Z'
const eventAt = (told: string | null) => ({ '@timestamp': told, event: { ingested: received } })
const told = (milliseconds: number) => new Date(noon + milliseconds).toISOString()

describe('the time an event is judged by', () => {
  const timing = timingOf(6)

  it.each([
    ['what it tells', told(-6 * hour + 123), noon - 6 * hour + 123],
    ['its receipt where it comes too late', told(-6 * hour + 122), noon + 123],
    ['what it tells, by a clock that is ahead', told(24 * hour + 123), noon + 24 * hour + 123],
    ['its receipt where it comes from too far ahead', told(24 * hour + 124), noon + 123],
    ['its receipt, decades off', '1960-01-01T00:00:00Z', noon + 123],
    ['its receipt where it tells nothing', null, noon + 123],
    ['its receipt where it tells nonsense', 'yesterday', noon + 123],
  ])('is %s', (_, text, at) => {
    expect(judgedAt(eventAt(text), timing)).toBe(at)
    expect(Date.parse(asJudged(eventAt(text), timing)['@timestamp'] ?? '') || noon + 123).toBe(at)
  })

  it('is borne by the event, beside what it told where that was not believed', () => {
    const event = eventAt(told(-7 * hour))
    expect(asJudged(event, timing)).toEqual({ ...eventAt(told(123)), toldAt: noon - 7 * hour })
    expect(asJudged(event, anyTime)).toBe(event)
    expect(asJudged(eventAt(told(0)), timing)).not.toHaveProperty('toldAt')
  })
})

describe('activity matters', () => {
  const rule = fc
    .constantFrom(5, 35, 60, 1_440, 43_200)
    .map((windowMinutes) => ({ windowMinutes, vectors: null, filters: null, alertOnBlockedBrowserActivity: false }))
  const instant = fc.integer({ min: -90 * 24 * 60, max: 90 * 24 * 60 }).map((minute) => noon + minute * 60_000)

  it('as long as what happens is counted with it, and no longer', () => {
    fc.assert(
      fc.property(rule, instant, fc.integer({ min: 0, max: 200_000 }), (definition, at, later) => {
        const bucket = bucketStart(at)
        const happens = bucket + later * bucketMilliseconds
        const isRead = reachOf(definition, happens, happens).from <= bucket
        expect(isRead).toBe(happens < usefulnessOf(definition, bucket).joinedUntil)
      }),
    )
  })

  it('to the alerts of the windows that it reaches into', () => {
    fc.assert(
      fc.property(rule, instant, (definition, at) => {
        const bucket = bucketStart(at)
        const window = windowMilliseconds(definition)
        const own = windowStart(definition, bucket)
        const reaching = [own, own + window].filter((start) => reachOf(definition, start, start).from <= bucket)
        const named = windowsWith(usefulnessOf(definition, bucket)).filter((start) => start % window === 0)
        expect(named).toEqual(reaching)
      }),
    )
  })
})
