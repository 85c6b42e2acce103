import { z } from 'zod'
import { operation } from '../operation.ts'
import { own } from './own.ts'

/** Limits of one ingest request. Bytes count the body as sent and what it decompresses to alike. */
export const ingestLimits = {
  events: 10_000,
  bytes: 16 * 1024 * 1024,
  /** Bytes of one event as JSON. */
  rowBytes: 1024 * 1024,
  /** Arrays and objects inside one another. */
  depth: 64,
  /** Problems named in one answer; `rejectedRows` still counts every refused row. */
  problems: 1_000,
} as const

/** Request headers of ingest with their meaning. All are optional. */
export const ingestHeaders = {
  'content-encoding': 'identity, gzip or zstd',
  'idempotency-key':
    'At most 255 printable ASCII characters. The same key with the same body is stored once (kept 24 h)',
  'spillway-stream': 'Agents: name of the run of numbers that spillway-sequence counts in, such as the id of the spool',
  'spillway-sequence': 'Agents: <first>-<last>, the numbers of the events in the body, one each, in order',
  'spillway-dropped': 'Agents: how many events were lost without getting a number since the last stored batch',
} as const

export type IngestHeader = keyof typeof ingestHeaders

/** Why one row was refused. `row` is the line of the body (NDJSON) or the position in the array, from 1. */
export const RejectedRow = z.object({
  row: z.number().int().min(1),
  path: z.string().describe('Field of the event; empty when the whole row is meant'),
  reason: z.string(),
})

/** What became of a batch. Answered only after the stored events are durable. */
export const IngestReceipt = z.object({
  received: z.number().int().describe('Rows in the body; blank lines do not count'),
  stored: z.number().int(),
  duplicates: z.number().int().describe('Rows left out because an earlier row of the body bears the same event.id'),
  rejectedRows: z.number().int(),
  rejected: z.array(RejectedRow).describe('Problems of the refused rows; a row may have several'),
})

export type RejectedRow = z.infer<typeof RejectedRow>
export type IngestReceipt = z.infer<typeof IngestReceipt>

export const ingestFileEvents = operation({
  id: 'ingest.file-events',
  family: 'ingest',
  summary: 'Store file events',
  method: 'POST',
  path: '/v1/ingest/file-events',
  authentication: 'bearer',
  permission: 'file-events.write',
  requestHeaders: ingestHeaders,
  rawBody: { types: ['application/x-ndjson', 'application/json'], maximumBytes: ingestLimits.bytes },
  success: { status: 200, type: 'application/json', schema: IngestReceipt },
  responseHeaders: { 'idempotency-replayed': '`true` on the repeated answer to a batch that was stored before' },
  errors: [
    'MALFORMED_REQUEST',
    'INVALID_EVENTS',
    'UNAUTHENTICATED',
    'FORBIDDEN',
    'REQUEST_TIMEOUT',
    'CONFLICT',
    'PAYLOAD_TOO_LARGE',
    'UNSUPPORTED_MEDIA_TYPE',
    'TOO_MANY_REQUESTS',
    'STORE_UNAVAILABLE',
  ],
  ...own,
})

export const ingestOperations = [ingestFileEvents] as const
