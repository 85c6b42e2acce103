import { type ErrorCode, errorCatalogue } from '@spillway/contract'

/** What an error tells beyond its code. Every text here may reach the client; keep secrets and internals out. */
export interface ErrorDetails {
  /** Dotted place in the request, such as `query.pgSize` or `body.groups[0].filters[1].term`. */
  readonly field?: string
  /** One sentence for the client: what is wrong with the field or the request. */
  readonly reason?: string
  /** Query problems (`query-problems` bodies). */
  readonly problems?: unknown
  /** Keys that stand beside the error, such as `{ groups: null }` or the bad rows of a batch. */
  readonly envelope?: Readonly<Record<string, unknown>>
  /** Whole seconds until a retry makes sense, sent as `retry-after`. */
  readonly retryAfterSeconds?: number
  /** Code of the family's own vocabulary, where it differs from the catalogue's, such as `USER_NOT_FOUND`. */
  readonly familyCode?: string
  /** Extra response headers. */
  readonly headers?: Readonly<Record<string, string>>
  /** The underlying failure, for the log only. */
  readonly cause?: unknown
}

/** The one error that services throw for something a client shall learn. */
export class SpillwayError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(details.reason ?? errorCatalogue[code].meaning, details.cause === undefined ? {} : { cause: details.cause })
    this.name = 'SpillwayError'
    this.code = code
    this.details = details
  }

  /** HTTP status of the code. */
  get status(): number {
    return errorCatalogue[this.code].status
  }
}
