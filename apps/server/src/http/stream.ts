import { Readable } from 'node:stream'
import type { FastifyBaseLogger } from 'fastify'
import { isAbort } from '../platform/failures.ts'

type Chunks = AsyncIterable<Uint8Array | string>

/**
 * Waits for the first chunk, so that a failure before it still becomes an error body, then streams it and the rest.
 * A later failure cuts the connection: a client must not take half an answer for a whole one.
 */
export const startStream = async (chunks: Chunks, log: FastifyBaseLogger): Promise<Readable> => {
  const iterator = chunks[Symbol.asyncIterator]()
  const first = await iterator.next()
  return Readable.from(resumed(first, iterator, log))
}

const resumed = async function* (
  first: IteratorResult<Uint8Array | string>,
  iterator: AsyncIterator<Uint8Array | string>,
  log: FastifyBaseLogger,
): AsyncGenerator<Uint8Array | string> {
  try {
    for (let step = first; !step.done; step = await iterator.next()) yield step.value
  } catch (error) {
    if (!isAbort(error)) log.error({ err: error }, 'the answer broke off')
    throw error
  } finally {
    await iterator.return?.()
  }
}
