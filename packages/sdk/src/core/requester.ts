import { SpillwayApiError } from './errors.ts'
import { bodyOf, type Call, type Exchange, exchange } from './exchange.ts'
import type { Platform } from './platform.ts'
import { type RetryPolicy, retryDelay } from './retry.ts'
import type { TokenKeeper } from './token-keeper.ts'

/** Options every SDK call takes. */
export interface CallOptions {
  readonly signal?: AbortSignal
  /** Milliseconds for one attempt. */
  readonly timeout?: number
}

/** Sends calls with authentication and retries. */
export interface Requester {
  readonly json: <T>(call: Call) => Promise<T>
  readonly text: (call: Call) => Promise<string>
  readonly bytes: (call: Call) => Promise<AsyncIterable<Uint8Array>>
  readonly nothing: (call: Call) => Promise<void>
}

type Read<T> = (response: Response) => Promise<T>

interface RequesterDependencies {
  readonly exchange: Exchange
  readonly retry: RetryPolicy
  readonly platform: Pick<Platform, 'sleep' | 'random'>
  readonly token: TokenKeeper
}

export const createRequester = (dependencies: RequesterDependencies): Requester => {
  const send = <T>(call: Call, read: Read<T>) => sendWithRetries(dependencies, call, read)
  return {
    json: async <T>(call: Call) => (await send(call, (response) => response.json())) as T,
    text: (call) => send(call, (response) => response.text()),
    bytes: (call) => send(call, async (response) => bodyOf(response, call)),
    nothing: (call) => send(call, async (response) => response.body?.cancel()),
  }
}

const sendWithRetries = async <T>(dependencies: RequesterDependencies, call: Call, read: Read<T>): Promise<T> => {
  const { token: keeper, retry, platform } = dependencies
  let renewed = false
  for (let attempt = 0; ; attempt += 1) {
    const token = call.authenticated === false ? null : await keeper.current()
    try {
      return await exchange(dependencies.exchange, token === null ? call : bearing(call, token), read)
    } catch (error) {
      // A refused token may just have been revoked or outlived: one new one is tried, at once.
      if (token !== null && !renewed && isRefusal(error) && keeper.discard(token)) {
        renewed = true
        continue
      }
      const delay = retryDelay(error, attempt, call.repeatable, retry, platform.random)
      if (delay === null) throw error
      await platform.sleep(delay, call.signal)
    }
  }
}

const isRefusal = (error: unknown): boolean => error instanceof SpillwayApiError && error.status === 401

const bearing = (call: Call, token: string): Call => ({
  ...call,
  headers: { ...call.headers, authorization: `Bearer ${token}` },
})
