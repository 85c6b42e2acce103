import { LRUCache } from 'lru-cache'
import type { Clock } from '../../platform/clock.ts'
import { SpillwayError } from '../../platform/errors.ts'

/** Wrong tries in a row that an account, or an address, has free. Clients send each wrong request twice. */
const freeTries = { account: 10, address: 50 } as const
const firstDelayMilliseconds = 1000
const longestDelayMilliseconds = 5 * 60 * 1000
/** Without a wrong try for so long, an account or address starts anew. */
const forgetMilliseconds = 15 * 60 * 1000
/** Accounts and addresses remembered; the least recently tried is forgotten first. */
const maximumRemembered = 50_000

type Kind = keyof typeof freeTries

/** Instants in epoch milliseconds. */
interface Tries {
  readonly failures: number
  readonly lastAt: number
  readonly blockedUntil: number
}

export type Throttle = ReturnType<typeof createThrottle>

/** Slows guessing down: past the free tries each wrong one doubles the time until the next is heard. */
export const createThrottle = (clock: Clock) => {
  const records = new LRUCache<string, Tries>({ max: maximumRemembered })

  const countWrong = (kind: Kind, key: string): void => {
    const now = clock().getTime()
    const known = records.get(key)
    const failures = known && now - known.lastAt < forgetMilliseconds ? known.failures + 1 : 1
    const excess = failures - freeTries[kind]
    records.set(key, { failures, lastAt: now, blockedUntil: excess < 0 ? 0 : now + delay(excess) })
  }

  const check = (key: string): void => {
    const wait = (records.get(key)?.blockedUntil ?? 0) - clock().getTime()
    if (wait > 0) throw tooManyTries(Math.ceil(wait / 1000))
  }

  return {
    /**
     * Runs `judge` as one try of an account from an address; null from it is a wrong try.
     * Throws `TOO_MANY_REQUESTS` with `Retry-After` while either is held off.
     * Tries at the same time may slip by together; how many is bounded by the gate before the hashing.
     */
    async attempt<Result>(
      account: string,
      address: string,
      judge: () => Promise<Result | null>,
    ): Promise<Result | null> {
      const [accountKey, addressKey] = [`account:${account.slice(0, 400)}`, `address:${address}`]
      check(accountKey)
      check(addressKey)
      const result = await judge()
      if (result === null) {
        countWrong('account', accountKey)
        countWrong('address', addressKey)
      } else records.delete(accountKey)
      return result
    },
  }
}

const delay = (excess: number): number =>
  Math.min(longestDelayMilliseconds, firstDelayMilliseconds * 2 ** Math.min(excess, 20))

const tooManyTries = (retryAfterSeconds: number): SpillwayError =>
  new SpillwayError('TOO_MANY_REQUESTS', {
    reason: 'Too many wrong credentials; wait before the next try',
    retryAfterSeconds,
  })
