import { gunzipSync, type ZlibOptions, zstdDecompressSync } from 'node:zlib'
import { SpillwayError } from '../../../platform/errors.ts'

interface Decoded {
  readonly buffer: Buffer
  /** What did the work; `bytesWritten` is how much of the input it took. */
  readonly engine: { readonly bytesWritten: number }
}
type Decompress = (body: Uint8Array, options: ZlibOptions & { info: true }) => Decoded

// With `info`, Node answers the engine beside the buffer; its types do not say so for the synchronous calls.
const decompressors: ReadonlyMap<string, Decompress> = new Map([
  ['gzip', gunzipSync as unknown as Decompress],
  ['x-gzip', gunzipSync as unknown as Decompress],
  ['zstd', zstdDecompressSync as unknown as Decompress],
])

/** The body without its content encoding. Stops at `maximumBytes` of output, whatever the input promises. */
export const decode = (body: Uint8Array, encoding: string, maximumBytes: number): Buffer => {
  const decompress = decompressors.get(encoding)
  if (encoding !== 'identity' && !decompress) throw unknownEncoding(encoding)
  const plain = decompress
    ? decompressed(body, encoding, maximumBytes, decompress)
    : Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  if (plain.byteLength > maximumBytes) throw tooLarge(maximumBytes)
  return plain
}

const decompressed = (body: Uint8Array, encoding: string, maximumBytes: number, decompress: Decompress): Buffer => {
  try {
    const { buffer, engine } = decompress(body, { maxOutputLength: maximumBytes, info: true })
    // A second frame would be left out without a word.
    if (engine.bytesWritten < body.byteLength)
      throw broken(encoding, `ends at byte ${engine.bytesWritten}, before the body does`)
    return buffer
  } catch (error) {
    throw translated(error, encoding, maximumBytes)
  }
}

const translated = (error: unknown, encoding: string, maximumBytes: number): unknown => {
  if (!(error instanceof Error) || error instanceof SpillwayError) return error
  const code = 'code' in error ? error.code : undefined
  if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(maximumBytes)
  return broken(encoding, code === 'Z_BUF_ERROR' ? 'is cut off' : `is damaged: ${error.message}`)
}

const broken = (encoding: string, what: string): SpillwayError =>
  new SpillwayError('MALFORMED_REQUEST', { field: 'body', reason: `The ${encoding} stream ${what}` })

const tooLarge = (maximumBytes: number): SpillwayError =>
  new SpillwayError('PAYLOAD_TOO_LARGE', { field: 'body', reason: `The body holds more than ${maximumBytes} bytes` })

const unknownEncoding = (encoding: string): SpillwayError =>
  new SpillwayError('UNSUPPORTED_MEDIA_TYPE', {
    field: 'header.content-encoding',
    reason: `${encoding.slice(0, 40)} is not identity, gzip or zstd`,
  })
