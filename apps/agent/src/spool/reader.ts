import { open } from 'node:fs/promises'
import { decodeRecords, type PlacedRecord } from './record.ts'
import type { Segment } from './segments.ts'

/** Consecutive events, ready to be sent. */
export interface Batch {
  readonly first: number
  readonly last: number
  readonly events: readonly string[]
}

export interface BatchLimits {
  readonly events: number
  /** Bytes of the events as NDJSON. */
  readonly bytes: number
  /** Number to stop at, for a batch that is repeated. */
  readonly last?: number
}

/** Reads batches in order. A batch never spans two segments, so a segment bounds the memory it takes. */
export const createReader = (segments: readonly Segment[]) => {
  let place: { segment: Segment; offset: number; after: number } | null = null

  /** The batch that follows number `delivered`, null when there is nothing. */
  const read = async (delivered: number, limits: BatchLimits): Promise<Batch | null> => {
    const segment = segments.find(({ last }) => last > delivered)
    if (!segment) return null
    const known = place?.segment === segment && place.after <= delivered ? place : null
    const start = known?.offset ?? 0
    const records = decodeRecords(await readRange(segment.path, start, segment.bytes), start)
    const { taken, offset } = take(records, delivered, limits)
    place = { segment, offset: offset ?? start, after: delivered }
    const [first] = taken
    const last = taken.at(-1)
    return first && last
      ? { first: first.sequence, last: last.sequence, events: taken.map(({ event }) => event) }
      : null
  }
  return { read }
}

const take = (records: Iterable<PlacedRecord>, delivered: number, limits: BatchLimits) => {
  const taken: PlacedRecord[] = []
  let bytes = 0
  let offset: number | null = null
  for (const record of records) {
    if (record.sequence <= delivered) continue
    offset ??= record.start
    bytes += Buffer.byteLength(record.event) + 1
    const full = taken.length >= limits.events || (taken.length > 0 && bytes > limits.bytes)
    if (full || record.sequence > (limits.last ?? Number.POSITIVE_INFINITY)) break
    taken.push(record)
  }
  return { taken, offset }
}

const readRange = async (path: string, start: number, end: number): Promise<Buffer> => {
  const handle = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(end - start), 0, end - start, start)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}
