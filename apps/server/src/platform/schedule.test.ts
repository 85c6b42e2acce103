import fc from 'fast-check'
import { expect, it } from 'vitest'
import { pauseAfter, schedule } from './schedule.ts'

it('pauses three times as long after each try, less up to a half, and no longer than three hours', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: schedule.attempts }), fc.uuid(), (attempts, id) => {
      const whole = Math.min(1_000 * 3 ** (attempts - 1), schedule.longestPause)
      const pause = pauseAfter(attempts, 1_000, id)
      expect(pause).toBeGreaterThanOrEqual(whole / 2)
      expect(pause).toBeLessThanOrEqual(whole)
      expect(pauseAfter(attempts, 1_000, id)).toBe(pause)
    }),
  )
})

it('brings what failed together back apart', () => {
  const pauses = Array.from({ length: 100 }, (_, index) => pauseAfter(3, 1_000, `id ${index}`))
  expect(new Set(pauses).size).toBeGreaterThan(90)
})
