import { type FileEvent, parseFileEvent } from '@spillway/event-model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addSessionActivity, type SeenEvent, sessionActivityOf } from './activity.ts'
import { explainSession } from './explanation.ts'
import { sessionActorId, sessionId, sessionStart } from './identity.ts'
import { sessionIndicators } from './indicators.ts'
import { contextSummary, exfiltrationSummary } from './words.ts'

const noon = Date.parse('2026-01-05T12:00:00Z')

const parsed = (input: object): FileEvent => {
  const outcome = parseFileEvent(input)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  return outcome.event
}

interface Given {
  readonly id: number
  readonly minute: number
  readonly weights: readonly number[]
  readonly trusted: boolean
  readonly list: boolean
  readonly media: boolean
}

const seen = ({ id, minute, weights, trusted, list, media }: Given): SeenEvent => {
  const indicators = trusted ? [] : weights.map((weight) => ({ id: `i${weight}`, name: `I${weight}`, weight }))
  const score = indicators.reduce((sum, { weight }) => sum + weight, 0)
  const event = parsed({
    '@timestamp': new Date(noon + minute * 60_000).toISOString(),
    event: { id: `e${id}`, action: media ? 'removable-media-created' : 'application-read', observer: 'Endpoint' },
    file: { name: `f${id}`, sizeInBytes: id, category: media ? 'Pdf' : 'SourceCode' },
    destination: { name: media ? 'Removable Media' : 'Dropbox', category: 'Cloud Storage' },
    risk: { score, trusted, indicators },
  })
  return { event, memberships: list ? [{ id: 'list', type: 'CUSTOM', title: 'Leavers' }] : [] }
}

const given = fc.record({
  id: fc.nat(1_000),
  minute: fc.integer({ min: 0, max: 59 }),
  weights: fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { maxLength: 3 }),
  trusted: fc.boolean(),
  list: fc.boolean(),
  media: fc.boolean(),
})
const several = fc.uniqueArray(given, { minLength: 1, maxLength: 12, selector: ({ id }) => id })

describe('the activity of a session', () => {
  it('has the same bytes whatever order events come in and however they are put together', () => {
    fc.assert(
      fc.property(several, fc.infiniteStream(fc.nat(11)), (events, picks) => {
        const whole = JSON.stringify(sessionActivityOf(events.map(seen)))
        const parts = events.map((each) => sessionActivityOf([seen(each)]))
        while (parts.length > 1) {
          const [one] = parts.splice((picks.next().value ?? 0) % parts.length, 1)
          const at = (picks.next().value ?? 0) % parts.length
          const other = parts[at]
          if (one && other) parts[at] = addSessionActivity(one, other)
        }
        expect(JSON.stringify(parts[0])).toBe(whole)
      }),
    )
  })

  it('is told in short phrases', () => {
    const event = (minute: number, media: boolean, weights: number[]) =>
      seen({ id: minute, minute, weights, trusted: false, list: true, media })
    const one = sessionActivityOf([event(1, true, [6])])
    expect(exfiltrationSummary(one)).toBe('PDF file written to Removable media')
    const more = sessionActivityOf([event(1, false, [6, 3]), event(2, false, [6]), event(3, true, [1])])
    expect(exfiltrationSummary(more)).toBe('Source code files uploaded to Dropbox')
    expect(sessionIndicators(more).map(({ id, eventCount }) => [id, eventCount])).toEqual([
      ['i6', 2],
      ['i3', 1],
      ['i1', 1],
    ])
    expect(exfiltrationSummary(sessionActivityOf([seen({ ...quiet, trusted: true })]))).toBe('')
    expect([contextSummary(one, 0), contextSummary(one, 2)]).toEqual(['', '2 earlier sessions'])
  })

  it('explains its score by the terms of the riskiest event, and what would have been without each', () => {
    const activity = sessionActivityOf([
      seen({ ...quiet, id: 1, weights: [6, 3] }),
      seen({ ...quiet, id: 2, weights: [5] }),
    ])
    const told = explainSession(activity, ['Any'])
    expect(told.score?.terms.map(({ id, weight }) => [id, weight])).toEqual([
      ['i6', 6],
      ['i3', 3],
    ])
    expect(told.counterfactuals.map(({ words }) => words).slice(0, 2)).toEqual([
      "Had the event not carried I6, the session's score would have been 5.",
      "Had the event not carried I3, the session's score would have been 6.",
    ])
  })
})

const quiet: Given = { id: 1, minute: 0, weights: [6], trusted: false, list: false, media: false }

it('gives a session an id that its actor and hour make', () => {
  expect(sessionId('123', sessionStart(noon + 59 * 60_000))).toBe(`123_${noon}`)
  expect(sessionActorId('name:ada@example.com')).toMatch(/^[0-9a-f-]{36}$/)
})
