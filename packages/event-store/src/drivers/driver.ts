/** A value bound to a `{name:Type}` placeholder. 64-bit integers travel as bigint or decimal text. */
export type ParameterValue = string | number | bigint | boolean | null | readonly ParameterValue[]
export type Parameters = Readonly<Record<string, ParameterValue>>

/** Engine settings of one statement, by their ClickHouse names. */
export type Settings = Readonly<Record<string, string | number>>

/** Who asks: written to the engine's query log as `log_comment`. */
export interface QueryTag {
  surface: string
  operation: string
  tenant?: string
  client?: string
}

export interface StatementOptions {
  settings?: Settings
  tag?: QueryTag
  signal?: AbortSignal
  /**
   * Compute the result as one piece, away from the event loop. For statements that take the engine long to plan, such
   * as the rendering of whole events, with results that fit in memory.
   */
  whole?: boolean
}

export interface StreamOptions extends StatementOptions {
  /** ClickHouse output format, JSONEachRow unless given. */
  format?: string
}

export interface InsertOptions {
  /** A second insert with the same token stores nothing. */
  deduplicationToken?: string
}

export interface ServerAddress {
  url: string
  username: string
  password: string
  database: string
  /** Name of a ClickHouse cluster: tables are then created replicated and distributed over it. */
  cluster?: string
}

/**
 * ClickHouse SQL, wherever the engine runs. Rejections are `EventStoreUnavailable`, `QueryTimeout` or
 * `EventStoreFault`; an aborted signal rejects with its own reason.
 */
export interface EventStoreDriver {
  readonly kind: 'embedded' | 'remote'
  /** Set when tables are to be laid out over a cluster. */
  readonly cluster: string | undefined
  /** Statements without a result, such as DDL; the engine binds no parameters there. */
  command(sql: string): Promise<void>
  /** Small results only: all rows parsed in memory. Beyond 2^53 integers lose digits: select them `toString`. */
  rows<T>(sql: string, parameters?: Parameters, options?: StatementOptions): Promise<T[]>
  /** Bytes as the engine writes them; the engine waits while the consumer does. */
  stream(sql: string, parameters?: Parameters, options?: StreamOptions): AsyncIterable<Uint8Array>
  /** Inserts JSONEachRow bytes; resolves once they are durable. The bytes must not change until then. */
  insert(table: string, body: Uint8Array, options?: InsertOptions): Promise<void>
  ping(): Promise<void>
  /** Waits for statements under way, then lets the engine go. */
  close(): Promise<void>
}
