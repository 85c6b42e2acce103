import { randomBytes, randomUUID } from 'node:crypto'
import type { Clock } from '../platform/clock.ts'
import type { NewId } from '../platform/ids.ts'

/** What differs from run to run: time and chance. Tests replace it. */
export interface World {
  readonly clock: Clock
  /** A fresh UUID. */
  readonly newId: NewId
  /** 256 random bits in hexadecimal. */
  readonly newSecret: () => string
  readonly newRequestId: () => string
}

/** The real clock and the operating system's randomness. */
export const realWorld = (): World => {
  const run = randomBytes(6).toString('hex')
  let requests = 0
  return {
    clock: () => new Date(),
    newId: randomUUID,
    newSecret: () => randomBytes(32).toString('hex'),
    newRequestId: () => `${run}-${(++requests).toString(36)}`,
  }
}
