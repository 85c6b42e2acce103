import { crc32 } from 'node:zlib'
import type { Observation } from '../inventory/observation.ts'

/** One numbered event on disk, with what it says about the file for the inventory. */
export interface SpoolRecord {
  readonly sequence: number
  /** Null for an event that says nothing about the tree. */
  readonly observation: Observation | null
  /** The event as JSON, without a line feed. */
  readonly event: string
}

/** A record read back, with its place in the segment. */
export interface PlacedRecord extends SpoolRecord {
  readonly start: number
  readonly end: number
}

const lineFeed = 0x0a

/** `<crc32 of the rest> <sequence>\t<observation>\t<event>\n`; JSON text holds neither a raw tab nor a line feed. */
export const encodeRecord = ({ sequence, observation, event }: SpoolRecord): string => {
  const content = `${sequence}\t${JSON.stringify(observation)}\t${event}`
  return `${checksum(content)} ${content}\n`
}

/** Reads records up to the first that is torn or damaged. */
export function* decodeRecords(bytes: Buffer, base = 0): Generator<PlacedRecord> {
  let start = 0
  for (let end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed, start)) {
    const record = decodeLine(bytes.toString('utf8', start, end))
    if (!record) return
    yield { ...record, start: base + start, end: base + end + 1 }
    start = end + 1
  }
}

const decodeLine = (line: string): SpoolRecord | null => {
  const content = line.slice(9)
  if (line.slice(0, 8) !== checksum(content)) return null
  const [sequence = '', observation = '', event = ''] = content.split('\t')
  return { sequence: Number(sequence), observation: JSON.parse(observation) as Observation | null, event }
}

const checksum = (content: string): string => crc32(content).toString(16).padStart(8, '0')
