import type { Version } from '@spillway/event-model'
import type { Caller } from '../../../http/index.ts'

/** One request of the search operations. */
export interface SearchRequest {
  readonly version: Version
  readonly body: unknown
  readonly caller: Caller
  readonly signal: AbortSignal
}
