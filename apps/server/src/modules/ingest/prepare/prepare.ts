import { createHash } from 'node:crypto'
import { ingestLimits, type RejectedRow } from '@spillway/contract'
import type { FileEvent } from '@spillway/event-model'
import { SpillwayError } from '../../../platform/errors.ts'
import { enrich, type Origin } from '../enrich/index.ts'
import { findNoRisk, type ScoreEvents } from '../score.ts'
import { decode } from './decode.ts'
import { parseRow } from './parse-row.ts'
import { type RowBytes, renderRows } from './row-bytes.ts'
import { eachElement, eachLine } from './rows.ts'
import { readUtf8 } from './utf8.ts'

/** A body as it came, with what is known about it. Plain data, so that it can go to another thread. */
export interface BatchInput {
  readonly body: Uint8Array
  readonly type: 'application/x-ndjson' | 'application/json'
  readonly encoding: string
  readonly origin: Origin
}

/** A body turned into rows for the store. Plain data as well. */
export interface PreparedBatch extends RowBytes {
  /** Ids of the rows, in their order. */
  readonly ids: readonly string[]
  /** SHA-256 of the decoded body. */
  readonly bodyHash: string
  readonly received: number
  readonly duplicates: number
  readonly rejectedRows: number
  readonly rejected: readonly RejectedRow[]
}

/** Limits of one body; the contract's unless a test narrows them. */
export type PrepareLimits = { readonly [Limit in keyof typeof ingestLimits]: number }

/**
 * Decodes, splits, validates, enriches, scores and renders one body. Pure. Throws `SpillwayError` when the body as a
 * whole is unusable; rows that are unusable by themselves are named in the result.
 */
export const prepareBatch = (
  { body, type, encoding, origin }: BatchInput,
  score: ScoreEvents = findNoRisk,
  limits: PrepareLimits = ingestLimits,
): PreparedBatch => {
  const bytes = readUtf8(decode(body, encoding, limits.bytes))
  const batch = collector(origin, limits)
  if (type === 'application/json') eachElement(bytes, batch.take)
  else eachLine(bytes, batch.take)
  const events = score(batch.events, origin)
  const rows = renderRows(events, origin, bytes.byteLength + events.length * 256)
  const bodyHash = createHash('sha256').update(bytes).digest('hex')
  return { ...rows, ...batch.result(), bodyHash, ids: events.map(({ event }) => event.id) }
}

/** Gathers the good events of a body and counts the rest. */
const collector = (origin: Origin, limits: PrepareLimits) => {
  const events: FileEvent[] = []
  const rejected: RejectedRow[] = []
  const givenIds = new Set<string>()
  let received = 0
  let rejectedRows = 0
  let duplicates = 0

  /** True when an earlier row bears the same id. */
  const isRepeated = (id: string): boolean => {
    if (id === '') return false
    const before = givenIds.size
    return givenIds.add(id).size === before
  }
  const reject = (row: number, problems: readonly { path: string; reason: string }[]): void => {
    rejectedRows++
    for (const { path, reason } of problems) {
      if (rejected.length < limits.problems) rejected.push({ row, path, reason })
    }
  }
  const take = (bytes: Buffer, start: number, end: number, row: number): void => {
    if (++received > limits.events) throw tooManyEvents(limits.events)
    const parsed = parseRow(bytes, start, end, limits)
    if (!parsed.ok) reject(row, parsed.problems)
    else if (isRepeated(parsed.event.event.id)) duplicates++
    else {
      enrich(parsed.event, origin, row)
      events.push(parsed.event)
    }
  }
  return { events, take, result: () => ({ received, duplicates, rejectedRows, rejected }) }
}

const tooManyEvents = (limit: number): SpillwayError =>
  new SpillwayError('PAYLOAD_TOO_LARGE', { field: 'body', reason: `The body holds more than ${limit} events` })
