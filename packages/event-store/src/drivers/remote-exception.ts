import { EventStoreUnavailable } from '../errors.ts'
import { engineCodeOf, engineError } from './engine-errors.ts'

/**
 * A server that fails after it began to answer writes the exception into the body: a marker, the tag it announced
 * in a header, then the message. The tag is random, so no stored value can forge it.
 */
export async function* refuseException(
  source: AsyncIterable<Uint8Array>,
  tag: string | undefined,
): AsyncGenerator<Uint8Array> {
  if (tag === undefined) return yield* source
  const marker = Buffer.from(`__exception__\r\n${tag}`)
  let held = Buffer.alloc(0)
  for await (const chunk of source) {
    const bytes =
      held.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : Buffer.concat([held, chunk])
    const at = bytes.indexOf(marker)
    if (at >= 0) throw await exceptionFrom(bytes.subarray(at + marker.length), source)
    const keep = partialMarkerLength(bytes, marker)
    held = Buffer.from(bytes.subarray(bytes.length - keep))
    if (bytes.length > keep) yield bytes.subarray(0, bytes.length - keep)
  }
  if (held.length > 0) yield held
}

/** Length of the longest tail of the bytes that may be the beginning of the marker. */
function partialMarkerLength(bytes: Buffer, marker: Buffer): number {
  for (let length = Math.min(marker.length - 1, bytes.length); length > 0; length--) {
    if (bytes.subarray(bytes.length - length).equals(marker.subarray(0, length))) return length
  }
  return 0
}

async function exceptionFrom(beginning: Uint8Array, source: AsyncIterable<Uint8Array>): Promise<Error> {
  const chunks = [beginning]
  try {
    for await (const chunk of source) chunks.push(chunk)
  } catch (error) {
    if (!(error instanceof EventStoreUnavailable)) throw error
  }
  const message = Buffer.concat(chunks).toString('utf8').trim()
  return engineError(message, engineCodeOf(message))
}
