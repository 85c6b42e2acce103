/** Anything the SDK throws on purpose. */
export class SpillwayClientError extends Error {
  override name = 'SpillwayClientError'
}

interface ApiErrorFacts {
  readonly status: number
  readonly method: string
  readonly path: string
  readonly code: string | null
  readonly detail: string | null
  readonly problems: readonly unknown[]
  readonly requestId: string | null
  /** Milliseconds the server asked to wait, null when it did not say. */
  readonly retryAfter: number | null
  /** The body as parsed JSON, else as text. */
  readonly body: unknown
}

/** The server answered, and the answer is not a success. */
export class SpillwayApiError extends SpillwayClientError {
  override name = 'SpillwayApiError'
  readonly status: number
  readonly method: string
  readonly path: string
  /** Code of Spillway's error catalogue, null where the family of the operation carries none. */
  readonly code: string | null
  /** Query problems or rejected rows, as the operation documents them. */
  readonly problems: readonly unknown[]
  readonly requestId: string | null
  readonly retryAfter: number | null
  readonly body: unknown

  constructor(facts: ApiErrorFacts) {
    super(describe(facts))
    this.status = facts.status
    this.method = facts.method
    this.path = facts.path
    this.code = facts.code
    this.problems = facts.problems
    this.requestId = facts.requestId
    this.retryAfter = facts.retryAfter
    this.body = facts.body
  }
}

/** No answer: refused, reset, unresolvable, too slow, or cut off in the middle. */
export class SpillwayConnectionError extends SpillwayClientError {
  override name = 'SpillwayConnectionError'
  readonly timedOut: boolean

  constructor(message: string, options: { cause?: unknown; timedOut?: boolean } = {}) {
    super(message, { cause: options.cause })
    this.timedOut = options.timedOut ?? false
  }
}

/** A page of the event feed does not match its own manifest, or does not continue the page before. */
export class SpillwayFeedGapError extends SpillwayClientError {
  override name = 'SpillwayFeedGapError'
  readonly expected: unknown
  readonly received: unknown

  constructor(message: string, expected: unknown, received: unknown) {
    super(message)
    this.expected = expected
    this.received = received
  }
}

const describe = ({ method, path, status, code, detail, requestId }: ApiErrorFacts): string => {
  const reason = [code, detail].filter(Boolean).join(': ')
  return `${method} ${path} answered ${status}${reason && ` ${reason}`}${requestId ? ` (request ${requestId})` : ''}`
}
