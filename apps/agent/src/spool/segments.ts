import { type FileHandle, open, readdir, readFile, truncate, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { syncDirectory } from './files.ts'
import { decodeRecords, type PlacedRecord } from './record.ts'

/** One append-only file of records. `last` is below `first` while it holds none. */
export interface Segment {
  readonly path: string
  readonly first: number
  last: number
  bytes: number
}

const suffix = '.segment'
const nameOf = (first: number): string => `${String(first).padStart(16, '0')}${suffix}`

/** Opens what is on disk, oldest first. Whatever follows a torn record was never acknowledged to anyone: it is cut off. */
export const loadSegments = async (directory: string, each: (record: PlacedRecord) => void): Promise<Segment[]> => {
  const names = (await readdir(directory)).filter((name) => name.endsWith(suffix)).sort()
  const segments: Segment[] = []
  for (const name of names) segments.push(await loadSegment(join(directory, name), Number.parseInt(name, 10), each))
  return segments
}

const loadSegment = async (path: string, first: number, each: (record: PlacedRecord) => void): Promise<Segment> => {
  const content = await readFile(path)
  const segment: Segment = { path, first, last: first - 1, bytes: 0 }
  for (const record of decodeRecords(content)) {
    segment.last = record.sequence
    segment.bytes = record.end
    each(record)
  }
  if (segment.bytes < content.length) await truncate(path, segment.bytes)
  return segment
}

/** Starts a new segment whose first record will bear the number `first`. */
export const createSegment = async (
  directory: string,
  first: number,
): Promise<{ segment: Segment; handle: FileHandle }> => {
  const path = join(directory, nameOf(first))
  const handle = await open(path, 'w', 0o600)
  await syncDirectory(directory)
  return { segment: { path, first, last: first - 1, bytes: 0 }, handle }
}

export const removeSegment = ({ path }: Segment): Promise<void> => unlink(path)
