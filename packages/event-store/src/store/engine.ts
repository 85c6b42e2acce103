import type { EventStoreDriver, QueryTag, Settings } from '../drivers/driver.ts'
import { queryTextSettings } from '../query/index.ts'
import type { Statement } from './statements.ts'

/** What one query may take of the engine. */
export interface QueryBudget {
  /** Seconds before a query counts as timed out. */
  readonly seconds: number
  /** Bytes of memory before a query fails. */
  readonly memory: number
}

export const defaultBudget: QueryBudget = { seconds: 60, memory: 3_000_000_000 }

/** Who asks, and until when. */
export interface CallOptions {
  readonly tag?: Partial<QueryTag>
  readonly signal?: AbortSignal
}

/** Statements within the budget of a query. */
export interface Engine {
  rows<T>(statement: Statement, call?: CallOptions): Promise<T[]>
  /** The result in one piece, computed away from the event loop. */
  whole(statement: Statement, settings: Settings, call?: CallOptions, format?: string): Promise<Uint8Array>
  stream(statement: Statement, format: string, settings: Settings, call?: CallOptions): AsyncIterable<Uint8Array>
}

export function createEngine(driver: EventStoreDriver, budget: QueryBudget, tenant: string | undefined): Engine {
  const limits: Settings = {
    ...queryTextSettings,
    max_execution_time: budget.seconds,
    max_memory_usage: budget.memory,
    // Replicas that lag must not show a later commit before an earlier one.
    ...(driver.cluster === undefined ? {} : { select_sequential_consistency: 1 }),
  }
  const optionsOf = (call: CallOptions | undefined, settings: Settings = {}) => ({
    ...(call?.signal ? { signal: call.signal } : {}),
    tag: { surface: 'event-store', operation: 'read', ...(tenant === undefined ? {} : { tenant }), ...call?.tag },
    settings: { ...limits, ...settings },
  })
  return {
    rows: ({ sql, parameters, settings }, call) => driver.rows(sql, parameters, optionsOf(call, settings)),
    async whole({ sql, parameters }, settings, call, format) {
      const chunks: Uint8Array[] = []
      const options = { ...optionsOf(call, settings), ...(format && { format }), whole: true }
      for await (const chunk of driver.stream(sql, parameters, options)) chunks.push(chunk)
      return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
    },
    stream: ({ sql, parameters }, format, settings, call) =>
      driver.stream(sql, parameters, { ...optionsOf(call, settings), format }),
  }
}
