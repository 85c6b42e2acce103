import type { Session } from 'chdb'
import type { Parameters } from './driver.ts'
import { embeddedError } from './embedded-sessions.ts'
import type { Gate } from './gate.ts'

interface EmbeddedQuery {
  sql: string
  parameters: Parameters
  format: string
  signal: AbortSignal | undefined
}

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
  let chunks: AsyncIterator<{ raw(): Uint8Array }> | undefined

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

function start(session: Session, query: EmbeddedQuery): AsyncIterator<{ raw(): Uint8Array }> {
  const stream = session.queryStreamBind(query.sql, query.parameters, { format: query.format })
  return stream[Symbol.asyncIterator]()
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
