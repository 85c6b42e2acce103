import { type ActivityCount, type Bucket, bucketMilliseconds } from './bucket.ts'
import type { FileVolumeFilter, RuleDefinition } from './model.ts'

/** Activity over which one alert stands: a stretch of the grid of the rule's windows, and what led to it. */
export interface AlertWindow<Counted extends ActivityCount = Bucket> {
  /** Milliseconds since 1970, a multiple of the rule's window. */
  readonly start: number
  /** In order of time; some may lie before the start, as far as they count towards the volume. */
  readonly buckets: readonly Counted[]
  /** The fullest stretch of the window's length. */
  readonly peak: Volume
  /** Start of the first bucket with which it was too much; within the window. */
  readonly firedAt: number
}

export interface Volume {
  readonly fileCount: number
  readonly totalFileSize: number
}

export const windowMilliseconds = ({ windowMinutes }: Pick<RuleDefinition, 'windowMinutes'>): number =>
  windowMinutes * 60_000

/** Start of the window of the grid in which an instant lies. */
export const windowStart = (rule: Pick<RuleDefinition, 'windowMinutes'>, at: number): number =>
  Math.floor(at / windowMilliseconds(rule)) * windowMilliseconds(rule)

/**
 * Alerts that activity of one actor raises under one rule. Volume counts in the stretch of the window's length that ends
 * with each bucket, by the time of the events; an alert stands for each window of a fixed grid in which that was too much.
 * The answer depends on the activity alone, not on the order in which it came, and more activity never takes an alert
 * away: whatever comes late joins the alert that it would have joined, or raises it.
 */
export const alertWindows = <Counted extends ActivityCount>(
  rule: RuleDefinition,
  activity: readonly Counted[],
): readonly AlertWindow<Counted>[] => {
  const buckets = activity.toSorted((left, right) => left.start - right.start || (left.kind < right.kind ? -1 : 1))
  const windows = new Map<number, { from: number; to: number; peak: Volume; firedAt: number }>()
  for (const { start, volume, from, to } of stretches(rule, buckets)) {
    if (!isTooMuch(volume, rule.filters?.fileVolume)) continue
    const key = windowStart(rule, start)
    const known = windows.get(key)
    const firedAt = known?.firedAt ?? start
    windows.set(key, { from: known?.from ?? from, to, peak: fuller(known?.peak, volume), firedAt })
  }
  return [...windows].map(([start, { from, to, peak, firedAt }]) => ({
    start,
    firedAt,
    buckets: buckets.slice(firstNeeded(rule, buckets, { start, from, to }), to + 1),
    peak,
  }))
}

/** Where the activity of an alert begins: before its window only as far as the window alone would not be too much. */
const firstNeeded = (
  rule: RuleDefinition,
  buckets: readonly ActivityCount[],
  { start, from, to }: { readonly start: number; readonly from: number; readonly to: number },
): number => {
  const own = buckets.findIndex((bucket, index) => index >= from && bucket.start >= start)
  const within = buckets.slice(own, to + 1)
  const volume = {
    fileCount: within.reduce((sum, { fileCount }) => sum + fileCount, 0),
    totalFileSize: within.reduce((sum, { totalFileSize }) => sum + totalFileSize, 0),
  }
  return isTooMuch(volume, rule.filters?.fileVolume) ? own : from
}

/** For each place in time with activity, the volume of the stretch that ends there, and the buckets it is made of. */
function* stretches(rule: RuleDefinition, buckets: readonly ActivityCount[]) {
  const reach = windowMilliseconds(rule)
  let from = 0
  let fileCount = 0
  let totalFileSize = 0
  for (const [to, bucket] of buckets.entries()) {
    fileCount += bucket.fileCount
    totalFileSize += bucket.totalFileSize
    for (let first = buckets[from]; first && first.start <= bucket.start - reach; first = buckets[from]) {
      fileCount -= first.fileCount
      totalFileSize -= first.totalFileSize
      from++
    }
    // Both kinds of activity of the same five minutes count together.
    if (buckets[to + 1]?.start !== bucket.start)
      yield { start: bucket.start, volume: { fileCount, totalFileSize }, from, to }
  }
}

const fuller = (known: Volume | undefined, volume: Volume): Volume => ({
  fileCount: Math.max(known?.fileCount ?? 0, volume.fileCount),
  totalFileSize: Math.max(known?.totalFileSize ?? 0, volume.totalFileSize),
})

/** Strictly more than the thresholds; without a filter any file is. */
export const isTooMuch = (volume: Volume, filter: FileVolumeFilter | null | undefined): boolean => {
  const { countGreaterThan, sizeGreaterThanInBytes, operator } = filter ?? noFilter
  const verdicts = [
    ...(countGreaterThan === null ? [] : [volume.fileCount > countGreaterThan]),
    ...(sizeGreaterThanInBytes === null ? [] : [volume.totalFileSize > sizeGreaterThanInBytes]),
  ]
  if (verdicts.length === 0) return true
  return operator === 'OR' ? verdicts.some(Boolean) : verdicts.every(Boolean)
}

const noFilter = { countGreaterThan: 0, sizeGreaterThanInBytes: null, operator: 'AND' } as const

/** How far activity around an instant can reach into alerts: half-open, milliseconds since 1970. */
export const reachOf = (rule: RuleDefinition, first: number, last: number) => {
  const window = windowMilliseconds(rule)
  return {
    from: windowStart(rule, first) - window + bucketMilliseconds,
    to: windowStart(rule, last + window) + window,
  }
}

/** Alerts that activity between two instants may have raised or changed, out of the activity within its reach. */
export const affectedWindows = (
  rule: RuleDefinition,
  activity: readonly Bucket[],
  first: number,
): readonly AlertWindow[] => alertWindows(rule, activity).filter(({ start }) => start >= windowStart(rule, first))
