import { hash, verify } from '@node-rs/argon2'
import { SpillwayError } from '../../platform/errors.ts'

/** Hashes in progress at once: each takes a thread of Node's pool for some 20 ms, and 19 MiB. */
const atOnce = 2
const maximumWaiting = 100
/** Longer passwords are refused: hashing must not cost what the client decides. In characters. */
const maximumLength = 1024

// OWASP's first choice for Argon2id, which is the library's default algorithm.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export type Passwords = ReturnType<typeof createPasswords>

/** Argon2id hashing with a bound on how much of it runs at once. */
export const createPasswords = () => {
  const gate = createGate(atOnce, maximumWaiting)
  // Verified in place of a missing user's, so that both take the same time.
  const dummy = hash('no such user', cost)
  return {
    hash: (password: string): Promise<string> => gate(() => hash(checked(password), cost)),
    /** False for a null hash, after the same work. */
    async verify(stored: string | null, password: string): Promise<boolean> {
      const matches = await gate(async () => verify(stored ?? (await dummy), password.slice(0, maximumLength)))
      return matches && stored !== null && password.length <= maximumLength
    },
  }
}

const checked = (password: string): string => {
  if (password.length > maximumLength) throw new Error(`A password has at most ${maximumLength} characters`)
  return password
}

/** Lets `limit` tasks run at once and `capacity` wait; refuses the rest. */
const createGate = (limit: number, capacity: number) => {
  let running = 0
  const waiting: (() => void)[] = []
  const leave = (): void => {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
  return async <Result>(task: () => Promise<Result>): Promise<Result> => {
    if (running < limit) running++
    else if (waiting.length >= capacity) throw tooBusy()
    else await new Promise<void>((resolve) => waiting.push(resolve))
    return task().finally(leave)
  }
}

const tooBusy = (): SpillwayError =>
  new SpillwayError('TOO_MANY_REQUESTS', { reason: 'Too many people are signing in at once', retryAfterSeconds: 2 })
