import type { Readable } from 'node:stream'
import { SpillwayError } from '../platform/errors.ts'

/** A request body that the operation reads itself. Both readers throw `PAYLOAD_TOO_LARGE` past `maximumBytes`. */
export interface RawRequest {
  /** Media type in lower case without parameters; '' when the client named none. */
  readonly type: string
  /** Content encoding in lower case; 'identity' when the client named none. */
  readonly encoding: string
  readonly maximumBytes: number
  /** The bytes as they arrive. Read them once. */
  readonly chunks: AsyncIterable<Buffer>
  /** The whole body. */
  bytes(): Promise<Buffer>
}

/** Wraps an incoming body with its limit, in bytes as sent (before decompression). */
export const rawRequest = (body: Readable, maximumBytes: number, type: string, encoding: string): RawRequest => {
  const chunks = limited(body, maximumBytes)
  return { type, encoding, maximumBytes, chunks, bytes: () => gathered(chunks) }
}

const gathered = async (chunks: AsyncIterable<Buffer>): Promise<Buffer> => {
  const parts: Buffer[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return Buffer.concat(parts)
}

const limited = async function* (body: Readable, maximumBytes: number): AsyncGenerator<Buffer> {
  let seen = 0
  // A broken-off loop would destroy the stream, and with it the socket that the answer needs.
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    seen += chunk.byteLength
    if (seen > maximumBytes) throw tooLarge(maximumBytes)
    yield chunk
  }
}

/** The error for a body over its limit. */
export const tooLarge = (maximumBytes: number): SpillwayError =>
  new SpillwayError('PAYLOAD_TOO_LARGE', { field: 'body', reason: `The body is larger than ${maximumBytes} bytes` })
