import type { IngestReceipt } from '@spillway/contract'
import type { Platform } from '../core/platform.ts'
import type { CallOptions, Requester } from '../core/requester.ts'
import type { FileEventInput } from '../types.ts'
import { type Compression, compress } from './compression.ts'

export interface IngestOptions extends CallOptions {
  /** Same key, same batch: the server stores it once, whoever repeats it. Made anew per call when absent. */
  readonly idempotencyKey?: string
  readonly compression?: Compression
  /** Of bytes handed in as they are; default `application/x-ndjson`. */
  readonly contentType?: 'application/x-ndjson' | 'application/json'
  /** Name of the run of numbers that `sequence` counts in. */
  readonly stream?: string
  /** Numbers of the first and last event in the sender's own stream, by which the server sees gaps. */
  readonly sequence?: { readonly first: number; readonly last: number }
  /** Events the sender had to throw away, unnumbered, since its last stored batch. */
  readonly dropped?: number
}

export const createIngest = (requester: Requester, { newId }: Pick<Platform, 'newId'>) => ({
  /**
   * Stores events; answered means durable. Takes event objects, or NDJSON or a JSON array as bytes.
   * Rows the server refuses are named in the answer while the good ones are kept.
   */
  fileEvents: async (batch: Iterable<FileEventInput> | Uint8Array, options: IngestOptions = {}) => {
    const compression = options.compression ?? 'gzip'
    const body = await compress(batch instanceof Uint8Array ? batch : toNdjson(batch), compression)
    return requester.json<IngestReceipt>({
      method: 'POST',
      path: '/v1/ingest/file-events',
      headers: headersOf(options, compression, options.idempotencyKey ?? newId()),
      body,
      repeatable: true,
      ...(options.signal && { signal: options.signal }),
      ...(options.timeout !== undefined && { timeout: options.timeout }),
    })
  },
})

const headersOf = (options: IngestOptions, compression: Compression, key: string): Record<string, string> => ({
  'content-type': options.contentType ?? 'application/x-ndjson',
  'idempotency-key': key,
  ...(compression !== 'identity' && { 'content-encoding': compression }),
  ...(options.stream && { 'spillway-stream': options.stream }),
  ...(options.sequence && { 'spillway-sequence': `${options.sequence.first}-${options.sequence.last}` }),
  ...(options.dropped && { 'spillway-dropped': String(options.dropped) }),
})

const toNdjson = (events: Iterable<FileEventInput>): Uint8Array => {
  let lines = ''
  for (const event of events) lines += `${JSON.stringify(event)}\n`
  return Buffer.from(lines)
}
