import { type FileEvent, toEventRow } from '@spillway/event-model'
import type { Origin } from '../enrich/index.ts'

/** Rows ready for the store but for their stamps: JSONEachRow lines, and where each begins. */
export interface RowBytes {
  readonly bytes: Uint8Array
  readonly offsets: Uint32Array
}

// The number and the time of insertion are known only at commit. Both have a fixed width (JSON allows the blanks), so
// that they can be written over without moving a byte.
const numberWidth = 20
const timeWidth = 26
const beforeNumber = '{"seq":'
const beforeTime = ',"event_inserted":"'
const afterTime = '",'
const numberAt = beforeNumber.length
const timeAt = numberAt + numberWidth + beforeTime.length
const lineFeed = 0x0a
const blankStamp = Buffer.from(
  `${beforeNumber}${' '.repeat(numberWidth)}${beforeTime}${' '.repeat(timeWidth)}${afterTime}`,
)

/** Largest number of bytes that `length` UTF-16 units can take in UTF-8. */
const worstBytes = (length: number): number => length * 3

/** Renders events as rows, some at a time. */
export interface RowRenderer {
  append(events: readonly FileEvent[]): void
  finish(): RowBytes
}

/** `expectedBytes` sizes the first buffer. */
export const createRowRenderer = (origin: Origin, expectedBytes: number): RowRenderer => {
  const system = { node: origin.node, seq: 0, batch: origin.batch, tenantId: origin.tenantId }
  const offsets: number[] = []
  let buffer: Buffer = Buffer.allocUnsafeSlow(Math.max(expectedBytes, 4_096))
  let at = 0
  const append = (event: FileEvent): void => {
    const row = toEventRow(event, system)
    row.seq = undefined
    row.event_inserted = undefined
    const text = JSON.stringify(row)
    const needed = at + blankStamp.length + worstBytes(text.length) + 1
    if (needed > buffer.length) buffer = grown(buffer, at, needed)
    offsets.push(at)
    // The stamp's last byte, a comma, takes the place of the row's own opening brace.
    const textAt = at + blankStamp.length - 1
    const end = textAt + buffer.write(text, textAt, 'utf8')
    blankStamp.copy(buffer, at)
    buffer[end] = lineFeed
    at = end + 1
  }
  return {
    append: (events) => {
      for (const event of events) append(event)
    },
    finish: () => ({ bytes: buffer.subarray(0, at), offsets: Uint32Array.from(offsets) }),
  }
}

const grown = (buffer: Buffer, used: number, needed: number): Buffer => {
  const larger = Buffer.allocUnsafeSlow(Math.max(needed, buffer.length * 2))
  buffer.copy(larger, 0, 0, used)
  return larger
}

/** Writes the numbers from `first` on and one time of insertion (`YYYY-MM-DD hh:mm:ss.ffffff`) into the rows. */
export const stampRows = ({ bytes, offsets }: RowBytes, first: number, insertedAt: string): void => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let index = 0; index < offsets.length; index++) {
    const start = offsets[index] ?? 0
    buffer.write(String(first + index).padStart(numberWidth), start + numberAt, 'latin1')
    buffer.write(insertedAt, start + timeAt, 'latin1')
  }
}

/** Only the rows whose index passes. */
export const selectRows = ({ bytes, offsets }: RowBytes, passes: (index: number) => boolean): RowBytes => {
  const parts: Uint8Array[] = []
  const kept: number[] = []
  let at = 0
  for (let index = 0; index < offsets.length; index++) {
    if (!passes(index)) continue
    const part = bytes.subarray(offsets[index], offsets[index + 1] ?? bytes.length)
    kept.push(at)
    at += part.length
    parts.push(part)
  }
  return { bytes: Buffer.concat(parts), offsets: Uint32Array.from(kept) }
}
