/** The event store is away, shutting down or overloaded. The caller may retry later; nothing was half-done. */
export class EventStoreUnavailable extends Error {
  override name = 'EventStoreUnavailable'
}

/** The engine gave up after the time a query may take. Narrower filters help. */
export class QueryTimeout extends Error {
  override name = 'QueryTimeout'
}

/** The engine refused or failed a statement: a defect on our side, or a query that needs more than its memory. */
export class EventStoreFault extends Error {
  override name = 'EventStoreFault'
  /** ClickHouse exception code, where the engine gave one. */
  readonly engineCode: number | undefined

  constructor(message: string, options: { engineCode?: number | undefined; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.engineCode = options.engineCode
  }
}

/** A page token that is no known event id (unknown, or gone with its retention). */
export class InvalidPageToken extends Error {
  override name = 'InvalidPageToken'
  readonly token: string

  constructor(token: string) {
    super('The page token names no known event')
    this.token = token
  }
}
