import { apiErrorOf } from './error-body.ts'
import { SpillwayClientError, SpillwayConnectionError } from './errors.ts'
import type { Platform } from './platform.ts'

export type QueryParameters = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>

/** One request as data. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly query?: QueryParameters
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** True when sending it twice does no harm. */
  readonly repeatable: boolean
  /** False for the open operations and for those that fetch a token. */
  readonly authenticated?: boolean
  /** Milliseconds for one attempt: to the end of the body, or to the headers where the body is streamed. */
  readonly timeout?: number
  readonly signal?: AbortSignal
}

export interface Exchange {
  readonly baseUrl: string
  readonly fetch: Platform['fetch']
  readonly timeout: number
  readonly userAgent: string
}

/** Sends a call once and hands a successful response to `read`; failures come out typed. */
export const exchange = async <T>(
  { baseUrl, fetch, timeout, userAgent }: Exchange,
  call: Call,
  read: (response: Response) => Promise<T>,
): Promise<T> => {
  call.signal?.throwIfAborted()
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), call.timeout ?? timeout)
  try {
    const response = await fetch(`${baseUrl}${call.path}${queryString(call.query)}`, {
      method: call.method,
      headers: { 'user-agent': userAgent, ...call.headers },
      redirect: 'error',
      signal: call.signal ? AbortSignal.any([call.signal, deadline.signal]) : deadline.signal,
      ...(call.body !== undefined && { body: call.body as string | Uint8Array<ArrayBuffer> }),
    })
    if (!response.ok) throw await apiErrorOf(call.method, call.path, response)
    return await read(response)
  } catch (error) {
    throw typed(error, call, deadline.signal.aborted)
  } finally {
    clearTimeout(timer)
  }
}

/** The bytes of a body while they arrive; a connection that breaks in the middle comes out typed. */
export async function* bodyOf(response: Response, call: Call): AsyncGenerator<Uint8Array> {
  try {
    if (response.body) yield* response.body
  } catch (error) {
    throw typed(error, call, false)
  }
}

/** An abort by the caller stays the caller's own reason. */
const typed = (error: unknown, call: Call, timedOut: boolean): unknown => {
  if (call.signal?.aborted) return call.signal.reason
  if (error instanceof SpillwayClientError) return error
  const reason = timedOut ? 'took too long' : `failed: ${rootCause(error)}`
  return new SpillwayConnectionError(`${call.method} ${call.path} ${reason}`, { cause: error, timedOut })
}

const rootCause = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? rootCause(error.cause) : error.message || error.name
}

const queryString = (query: QueryParameters = {}): string => {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, String(value))
  return parameters.size === 0 ? '' : `?${parameters}`
}
