import { SpillwayApiError } from './errors.ts'
import type { Platform } from './platform.ts'
import { backoffDelay, isTransient, type RetryPolicy } from './retry.ts'

/** Repeats a call that does no harm when repeated, for as long as the server is away; other failures come through. */
export type Persist = <T>(call: () => Promise<T>, signal?: AbortSignal) => Promise<T>

interface Dependencies {
  readonly retry: RetryPolicy
  readonly platform: Pick<Platform, 'sleep' | 'random'>
}

/** Waits longer and longer between two tries, up to the cap of the policy; its number of attempts does not count. */
export const createPersist =
  ({ retry, platform }: Dependencies): Persist =>
  async (call, signal) => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await call()
      } catch (error) {
        if (signal?.aborted || !isTransient(error, true)) throw error
        const asked = error instanceof SpillwayApiError ? error.retryAfter : null
        await platform.sleep(Math.max(asked ?? 0, backoffDelay(attempt, retry, platform.random)), signal)
      }
    }
  }
