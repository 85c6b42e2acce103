import { SpillwayApiError, SpillwayConnectionError } from './errors.ts'

export interface RetryPolicy {
  /** Further attempts after the first; 0 turns retrying off. */
  readonly attempts: number
  /** First wait in milliseconds; doubles with each attempt. */
  readonly base: number
  /** Longest wait in milliseconds, also the longest `Retry-After` obeyed; a longer one is handed to the caller. */
  readonly cap: number
}

export const defaultRetryPolicy: RetryPolicy = { attempts: 4, base: 200, cap: 30_000 }

/** Exponential backoff with equal jitter: between half and all of the doubled wait. */
export const backoffDelay = (attempt: number, policy: Pick<RetryPolicy, 'base' | 'cap'>, random: () => number) => {
  const ceiling = Math.min(policy.cap, policy.base * 2 ** Math.min(attempt, 30))
  return Math.round(ceiling / 2 + (random() * ceiling) / 2)
}

/**
 * `Retry-After` in milliseconds, null when absent or unreadable.
 * A date is measured against the response's own `Date`, so the two clocks need not agree.
 */
export const retryAfterOf = (headers: Headers): number | null => {
  const value = headers.get('retry-after')?.trim()
  if (!value) return null
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000
  const wait = Date.parse(value) - Date.parse(headers.get('date') ?? '')
  return Number.isNaN(wait) ? null : Math.max(0, wait)
}

/** Milliseconds to wait before the next attempt, null when the failure is final. */
export const retryDelay = (
  error: unknown,
  attempt: number,
  repeatable: boolean,
  policy: RetryPolicy,
  random: () => number,
): number | null => {
  if (attempt >= policy.attempts || !isTransient(error, repeatable)) return null
  const asked = error instanceof SpillwayApiError ? error.retryAfter : null
  if (asked !== null && asked > policy.cap) return null
  return Math.max(asked ?? 0, backoffDelay(attempt, policy, random))
}

/** A 429 refuses before anything happened, so even a request that must not run twice may be sent again. */
export const isTransient = (error: unknown, repeatable: boolean): boolean => {
  if (error instanceof SpillwayConnectionError) return repeatable
  if (!(error instanceof SpillwayApiError)) return false
  return error.status === 429 || (repeatable && [408, 502, 503, 504].includes(error.status))
}
