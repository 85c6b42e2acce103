import type { Call } from './exchange.ts'
import type { CallOptions } from './requester.ts'

/** A read by GET. */
export const reading = (path: string, options: CallOptions = {}, query: Call['query'] = {}): Call => ({
  method: 'GET',
  path,
  query,
  repeatable: true,
  ...options,
})

/** A POST of JSON. `repeatable` tells whether sending it twice does harm. */
export const posting = (path: string, body: unknown, repeatable: boolean, options: CallOptions = {}): Call => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
  repeatable,
  ...options,
})

/** A PUT of JSON, which does no harm when sent twice. */
export const putting = (path: string, body: unknown, options: CallOptions = {}): Call => ({
  ...posting(path, body, true, options),
  method: 'PUT',
})

/** A POST without a body, such as `…/activate`. */
export const acting = (path: string, repeatable: boolean, options: CallOptions = {}): Call => ({
  method: 'POST',
  path,
  repeatable,
  ...options,
})

/** A DELETE, which does no harm when sent twice. */
export const removing = (path: string, options: CallOptions = {}): Call => ({
  method: 'DELETE',
  path,
  repeatable: true,
  ...options,
})

/** One segment of a path. */
export const segment = (value: string): string => encodeURIComponent(value)
