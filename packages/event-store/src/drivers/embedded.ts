import { join } from 'node:path'
import { EventStoreUnavailable } from '../errors.ts'
import type { EventStoreDriver, Parameters, StatementOptions, StreamOptions } from './driver.ts'
import { cacheArguments } from './embedded-caches.ts'
import { createEmbeddedInserter } from './embedded-insert.ts'
import { createSessionPool, embeddedError } from './embedded-sessions.ts'
import { streamChunks } from './embedded-stream.ts'
import { createGate } from './gate.ts'
import { insertSettings } from './insert-settings.ts'
import { parseJsonLines } from './json-lines.ts'
import { statementSettings, withSettingsClause } from './settings.ts'

export interface EmbeddedOptions {
  /** Data directory; a process can have one open at a time. */
  path: string
  /** Queries computing at once. Each occupies a thread of libuv's pool while it does, and an insert one more. */
  concurrency?: number
  /** Results open at once; one that waits for a slow reader costs memory but no thread. */
  openResults?: number
  /** Queries that may wait for their turn before more are refused. */
  maximumWaiting?: number
  /** Further `clickhouse local` arguments for the engine. */
  engineArguments?: readonly string[]
}

/**
 * ClickHouse in this process. A connection carries one result and its bound parameters, so each query has one of its
 * own while it runs. Parameters are bound by starting a stream, which the addon does synchronously: its asynchronous
 * bound calls share parameter state across connections.
 */
export function openEmbeddedDriver(options: EmbeddedOptions): EventStoreDriver {
  const { path, concurrency = 2, openResults = 48, maximumWaiting = 256, engineArguments = [] } = options
  const sessions = createSessionPool(path, [...cacheArguments, ...engineArguments])
  const writer = sessions.take()
  const inserter = createEmbeddedInserter(writer, join(path, 'incoming'))
  const results = createGate(openResults, maximumWaiting)
  const threads = createGate(concurrency, openResults)
  let writing: Promise<unknown> = Promise.resolve()
  let closed = false

  const refuseWhenClosed = () => {
    if (closed) throw new EventStoreUnavailable('The event store is closed')
  }

  async function* stream(sql: string, parameters: Parameters = {}, options: StreamOptions = {}) {
    refuseWhenClosed()
    const leave = await results.enter(options.signal)
    const session = sessions.take()
    const statement = withSettingsClause(sql, statementSettings(options))
    const { format = 'JSONEachRow', signal, whole = false } = options
    yield* streamChunks(session, threads, { sql: statement, parameters, format, signal, whole }, () => {
      sessions.giveBack(session)
      leave()
    })
  }

  async function rows<T>(sql: string, parameters?: Parameters, options?: StatementOptions): Promise<T[]> {
    const chunks: Uint8Array[] = []
    for await (const chunk of stream(sql, parameters, options)) chunks.push(chunk)
    return parseJsonLines<T>(Buffer.concat(chunks))
  }

  /** Writes run one after the other on one connection. */
  const write = async (work: () => Promise<unknown>) => {
    refuseWhenClosed()
    const done = writing.then(work)
    writing = done.catch(() => undefined)
    await done.catch((error) => {
      throw embeddedError(error)
    })
  }

  return {
    kind: 'embedded',
    cluster: undefined,
    stream,
    rows,
    command: (sql) => write(() => writer.queryAsync(sql)),
    insert(table, body, options) {
      return write(() => inserter.insert(table, body, insertSettings(options?.deduplicationToken, undefined)))
    },
    async ping() {
      await rows('SELECT 1')
    },
    async close() {
      if (closed) return
      closed = true
      await Promise.all([writing, results.idle()])
      await sessions.close()
    },
  }
}
