import { createHash } from 'node:crypto'

/** UUIDs that count: the same in every run of a test. */
export const countingIds = (): (() => string) => {
  let count = 0
  return () => `00000000-0000-4000-8000-${(++count).toString(16).padStart(12, '0')}`
}

/** Secrets that count, 64 hexadecimal digits that look as random as real ones. */
export const countingSecrets = (): (() => string) => {
  let count = 0
  return () => createHash('sha256').update(`secret ${++count}`).digest('hex')
}
