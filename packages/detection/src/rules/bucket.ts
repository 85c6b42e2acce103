import type { Severity } from '../scoring/severity.ts'
import type { JudgedEvent } from './judged.ts'
import { bucketMinutes } from './model.ts'
import { addGroups, type Tally } from './tally.ts'

/** The side on which activity was seen: a machine of the company, or one of its services in the cloud. */
export type ActivityKind = 'endpoint' | 'cloud'

/** An event as an alert shows it. */
export interface ObservedFile {
  readonly eventId: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** What the event told, where that was not believed; likewise. */
  readonly toldAt?: number
  readonly name: string | null
  readonly path: string | null
  readonly category: string | null
  readonly size: number
  readonly way: string
  readonly score: number
  readonly severity: Severity
  readonly indicators: JudgedEvent['risk']['indicators']
}

/** How much matching activity there was in five minutes: all that windows are decided by. */
export interface ActivityCount {
  readonly kind: ActivityKind
  /** Milliseconds since 1970, a multiple of five minutes. */
  readonly start: number
  readonly fileCount: number
  readonly totalFileSize: number
}

/** What is remembered of the matching activity of one actor in five minutes: its size does not grow with the events. */
export interface Bucket extends ActivityCount {
  /** Counts by value, under names such as `category`, `filters.fileName`, `severity` or `indicator:HIGH`. */
  readonly tallies: Readonly<Record<string, Tally>>
  /** The earliest files. */
  readonly files: readonly ObservedFile[]
}

export const bucketMilliseconds = bucketMinutes * 60_000
/** Files that one bucket shows (domain reference 1.9). */
const filesShown = 10

/** Start of the bucket of an instant, in milliseconds. */
export const bucketStart = (at: number): number => Math.floor(at / bucketMilliseconds) * bucketMilliseconds

/** Adds two buckets of the same place. Whatever order events come in, the sum has the same bytes. */
export const addBuckets = (left: Bucket, right: Bucket): Bucket => ({
  kind: left.kind,
  start: left.start,
  fileCount: left.fileCount + right.fileCount,
  totalFileSize: left.totalFileSize + right.totalFileSize,
  tallies: addGroups(left.tallies, right.tallies),
  files: earliest([...left.files, ...right.files]),
})

/** The first files by time, then by id. */
export const earliest = (files: readonly ObservedFile[], limit: number = filesShown): readonly ObservedFile[] =>
  files.toSorted((left, right) => left.at - right.at || (left.eventId < right.eventId ? -1 : 1)).slice(0, limit)
