import { createHash, timingSafeEqual } from 'node:crypto'

/**
 * Hash of a secret that the server itself made from 256 random bits: guessing it is hopeless, so one SHA-256 over
 * owner and secret is enough, and a token costs no more than that. Passwords go through Argon2id instead.
 */
export const hashSecret = (ownerId: string, secret: string): string =>
  `sha256:${digest(ownerId, secret).toString('hex')}`

/** Compares in constant time; a null hash (no such owner) takes as long and never matches. */
export const matchesSecret = (hash: string | null, ownerId: string, secret: string): boolean => {
  const expected = Buffer.from(hash ?? absent)
  const actual = Buffer.from(hashSecret(ownerId, secret))
  const equal = expected.length === actual.length && timingSafeEqual(expected, actual)
  return equal && hash !== null
}

const digest = (ownerId: string, secret: string): Buffer =>
  createHash('sha256').update(ownerId).update('\0').update(secret).digest()

const absent = `sha256:${'0'.repeat(64)}`
