import { Readable } from 'node:stream'
import { ClickHouseError, type ClickHouseSettings, createClient } from '@clickhouse/client'
import { EventStoreUnavailable } from '../errors.ts'
import type {
  EventStoreDriver,
  Parameters,
  ServerAddress,
  Settings,
  StatementOptions,
  StreamOptions,
} from './driver.ts'
import { engineError } from './engine-errors.ts'
import { insertSettings } from './insert-settings.ts'
import { parseJsonLines } from './json-lines.ts'
import { type RequestBody, requestBody } from './remote-body.ts'
import { refuseException } from './remote-exception.ts'
import { statementSettings } from './settings.ts'

export interface RemoteOptions extends ServerAddress {
  /** Longest silence of the server, in milliseconds, before a statement counts as lost. */
  requestTimeout?: number
  /** Connections kept to the server at once. */
  connections?: number
}

const exceptionTagHeader = 'x-clickhouse-exception-tag'

/** A ClickHouse server or cluster over HTTP. */
export function openRemoteDriver(options: RemoteOptions): EventStoreDriver {
  const { url, username, password, database, cluster, requestTimeout = 75_000, connections = 32 } = options
  const client = createClient({
    url,
    username,
    password,
    database,
    request_timeout: requestTimeout,
    max_open_connections: connections,
    compression: { response: true, request: false },
    application: 'spillway',
    log: { level: 127 },
  })
  let closed = false

  const send = async (body: RequestBody, settings: Settings, signal: AbortSignal | undefined) => {
    if (closed) throw new EventStoreUnavailable('The event store is closed')
    signal?.throwIfAborted()
    const abort = signal ? { abort_signal: signal } : {}
    try {
      return await client.exec({ ...body, ...abort, clickhouse_settings: clientSettings(settings) })
    } catch (error) {
      throw signal?.aborted ? signal.reason : remoteError(error)
    }
  }

  async function* stream(sql: string, parameters: Parameters = {}, options: StreamOptions = {}) {
    const settings = { cancel_http_readonly_queries_on_client_close: 1, ...statementSettings(options) }
    const body = requestBody(`${sql} FORMAT ${options.format ?? 'JSONEachRow'}`, parameters)
    const result = await send(body, settings, options.signal)
    const tag = result.response_headers[exceptionTagHeader]
    const bytes = readBytes(result.stream, requestTimeout, options.signal)
    yield* refuseException(bytes, typeof tag === 'string' ? tag : undefined)
  }

  return {
    kind: 'remote',
    cluster,
    stream,
    async rows<T>(sql: string, parameters?: Parameters, options?: StatementOptions) {
      const chunks: Uint8Array[] = []
      for await (const chunk of stream(sql, parameters, { ...options, format: 'JSONEachRow' })) chunks.push(chunk)
      return parseJsonLines<T>(Buffer.concat(chunks))
    },
    async command(sql) {
      if (closed) throw new EventStoreUnavailable('The event store is closed')
      await client.command({ query: sql }).catch(rethrow)
    },
    async insert(table, body, options) {
      if (closed) throw new EventStoreUnavailable('The event store is closed')
      const values = Readable.from([body], { objectMode: false })
      const settings = insertSettings(options?.deduplicationToken, cluster)
      const result = await send({ query: `INSERT INTO ${table} FORMAT JSONEachRow`, values }, settings, undefined)
      for await (const _ of readBytes(result.stream, requestTimeout, undefined));
    },
    async ping() {
      const answer = await client.ping({ select: true })
      if (!answer.success) throw remoteError(answer.error)
    },
    async close() {
      closed = true
      await client.close()
    },
  }
}

/** Yields what arrives; a silence, an abort or a broken connection ends it with a typed error. */
async function* readBytes(source: Readable, silence: number, signal: AbortSignal | undefined) {
  const abandon = () => source.destroy(asError(signal?.reason))
  const giveUp = () => source.destroy(new EventStoreUnavailable(`The event store was silent for ${silence} ms`))
  signal?.addEventListener('abort', abandon, { once: true })
  let timer = setTimeout(giveUp, silence)
  try {
    for await (const chunk of source) {
      clearTimeout(timer)
      yield chunk as Uint8Array
      timer = setTimeout(giveUp, silence)
    }
  } catch (error) {
    throw signal?.aborted ? signal.reason : remoteError(error)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abandon)
    source.destroy()
  }
}

/** Whatever is no exception of the engine is the network: refused, dropped, timed out. */
function remoteError(error: unknown): Error {
  if (error instanceof EventStoreUnavailable) return error
  if (error instanceof ClickHouseError) return engineError(error.message, Number(error.code), error)
  return new EventStoreUnavailable(`The event store cannot be reached: ${asError(error).message}`, { cause: error })
}

function rethrow(error: unknown): never {
  throw remoteError(error)
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

function clientSettings(settings: Settings): ClickHouseSettings {
  return { ...settings }
}
