import type { IncomingHttpHeaders } from 'node:http'
import type { IngestHeader } from '@spillway/contract'
import { SpillwayError } from '../../platform/errors.ts'

/** What an agent says about the place of a batch in its own stream of events. */
export interface Delivery {
  /** '' while the agent counts in one stream only. */
  readonly stream: string
  readonly first: number
  readonly last: number
  /** Events lost before they got a number, since the last stored batch. */
  readonly dropped: number
}

const visible = /^[\x21-\x7e]{1,255}$/

const textHeader = (headers: IncomingHttpHeaders, name: IngestHeader): string | undefined => {
  const value = headers[name]
  if (value === undefined) return undefined
  if (typeof value !== 'string' || !visible.test(value))
    throw malformed(name, 'must be 1 to 255 printable ASCII characters')
  return value
}

/** The idempotency key of a request; null when it has none. */
export const idempotencyKeyOf = (headers: IncomingHttpHeaders): string | null =>
  textHeader(headers, 'idempotency-key') ?? null

/** Reads the stream headers; null when the sender does not number its events. */
export const deliveryOf = (headers: IncomingHttpHeaders): Delivery | null => {
  const dropped = wholeNumber('spillway-dropped', textHeader(headers, 'spillway-dropped') ?? '0')
  const stream = textHeader(headers, 'spillway-stream') ?? ''
  const sequence = textHeader(headers, 'spillway-sequence')
  if (sequence === undefined) {
    if (dropped > 0 || stream !== '') throw malformed('spillway-sequence', 'is missing beside the other stream headers')
    return null
  }
  const [, from = '', to = ''] = /^(\d+)-(\d+)$/.exec(sequence) ?? []
  const first = wholeNumber('spillway-sequence', from)
  const last = wholeNumber('spillway-sequence', to)
  if (first < 1 || last < first) throw malformed('spillway-sequence', 'must be <first>-<last>, from 1')
  return { stream, first, last, dropped }
}

/** Refuses a body whose rows are not as many as the numbers its sender claims for them. */
export const checkCount = (delivery: Delivery | null, received: number): void => {
  if (!delivery || delivery.last - delivery.first + 1 === received) return
  const claimed = delivery.last - delivery.first + 1
  throw malformed('spillway-sequence', `counts ${claimed} events, but the body holds ${received}`)
}

const wholeNumber = (name: IngestHeader, text: string): number => {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(value)) throw malformed(name, 'must hold whole numbers')
  return value
}

const malformed = (field: IngestHeader, reason: string): SpillwayError =>
  new SpillwayError('MALFORMED_REQUEST', { field: `header.${field}`, reason: `${field} ${reason}` })
