import { createHash } from 'node:crypto'

const hour = 60 * 60_000

/** How a notification is tried again. Times in milliseconds. */
export const schedule = {
  factor: 3,
  longestPause: 3 * hour,
  /** Tries after which it is given up. */
  attempts: 24,
  /** And the time. */
  patience: 72 * hour,
  /** The longest that a receiver's `Retry-After` is heeded. */
  longestRetryAfter: 24 * hour,
} as const

/**
 * Milliseconds until the next try after so many: three times the pause before, up to three hours, less up to a half so
 * that what failed together does not come back together. The same notification pauses the same in every process.
 */
export const pauseAfter = (attempts: number, firstPause: number, id: string): number => {
  const whole = Math.min(firstPause * schedule.factor ** (attempts - 1), schedule.longestPause)
  return Math.round(whole * (1 - fractionOf(`${id} ${attempts}`) / 2))
}

/** From 0 to 1, spread like chance. */
const fractionOf = (text: string): number => createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32
