import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'

/** What the SDK takes from the machine. Tests hand in their own. */
export interface Platform {
  readonly fetch: typeof fetch
  /** Milliseconds that only ever grow; the wall clock may jump, a token's age may not. */
  readonly monotonic: () => number
  readonly random: () => number
  readonly newId: () => string
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>
}

export const systemPlatform: Platform = {
  fetch: (...request) => fetch(...request),
  monotonic: () => performance.now(),
  random: Math.random,
  newId: randomUUID,
  sleep: async (milliseconds, signal) => {
    await wait(milliseconds, undefined, signal ? { signal } : {}).catch((error: unknown) => {
      signal?.throwIfAborted()
      throw error
    })
  },
}
