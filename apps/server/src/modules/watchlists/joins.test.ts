import fc from 'fast-check'
import { expect, it } from 'vitest'
import { marksAt, memberSince } from './standing.ts'

const mark = (watchlistId: string) => ({ watchlistId, listType: 'CUSTOM' as const, title: null })
const reason = fc
  .record({ list: fc.constantFrom('a', 'b'), from: fc.nat(30), length: fc.integer({ min: 1, max: 31 }) })
  .map(({ list, from, length }) => ({
    ...{ mark: mark(list), from },
    to: length > 30 ? Number.POSITIVE_INFINITY : from + length,
  }))
const reasons = fc.array(reason, { maxLength: 6 })

it('tells since when somebody has been on a list as looking at every instant does', () => {
  fc.assert(
    fc.property(reasons, reasons, fc.nat(40), (inclusions, exclusions, instant) => {
      const history = { inclusions, exclusions, places: [] }
      const isOn = (at: number) => marksAt(history, at).some(({ watchlistId }) => watchlistId === 'a')
      let since = instant
      while (since > 0 && isOn(since - 1)) since--
      expect(memberSince(history, 'a', instant)).toBe(isOn(instant) ? since : null)
    }),
    { numRuns: 500 },
  )
})
