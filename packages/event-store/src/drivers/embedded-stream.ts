import type { Session } from 'chdb'
import { boundText, stringLiteral } from './bound-text.ts'
import type { Parameters } from './driver.ts'
import { embeddedError } from './embedded-sessions.ts'
import type { Gate } from './gate.ts'

interface EmbeddedQuery {
  sql: string
  parameters: Parameters
  format: string
  signal: AbortSignal | undefined
  whole: boolean
}

type Chunks = AsyncIterator<{ raw(): Uint8Array }>

/**
 * Streams one statement on a connection of its own. The engine cannot be interrupted while it computes a chunk: an
 * abort frees the caller at once, and `onIdle` is called only when the connection may be used again.
 */
export async function* streamChunks(
  session: Session,
  threads: Gate,
  query: EmbeddedQuery,
  onIdle: () => void,
): AsyncGenerator<Uint8Array> {
  const { signal } = query
  let computing: Promise<unknown> = Promise.resolve()
  let chunks: Chunks | undefined

  const fetch = async () => {
    const release = await threads.enter(signal)
    const next = (async () => {
      chunks ??= start(session, query)
      return chunks.next()
    })()
    computing = next.catch(() => undefined).finally(release)
    return untilAborted(next, signal)
  }
  try {
    for (let next = await fetch(); !next.done; next = await fetch()) yield next.value.raw()
  } catch (error) {
    throw signal?.aborted ? signal.reason : embeddedError(error)
  } finally {
    void computing
      .then(() => chunks?.return?.())
      .catch(() => undefined)
      .then(onIdle)
  }
}

function start(session: Session, query: EmbeddedQuery): Chunks {
  if (query.whole) return computeWhole(session, query)
  const stream = session.queryStreamBind(query.sql, query.parameters, { format: query.format })
  return stream[Symbol.asyncIterator]()
}

/** The addon plans a stream on the event loop, but a whole query on another thread; there, values are set beforehand. */
async function* computeWhole(session: Session, { sql, parameters, format }: EmbeddedQuery) {
  const values = Object.entries(parameters).map(([name, value]) => `param_${name} = ${stringLiteral(boundText(value))}`)
  for (const value of values) await session.queryAsync(`SET ${value}`)
  const result = await session.queryAsync(sql, { format })
  yield { raw: () => result.bytes() }
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work
  return new Promise((resolve, reject) => {
    const abandon = () => reject(signal.reason)
    if (signal.aborted) abandon()
    signal.addEventListener('abort', abandon, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abandon))
  })
}
