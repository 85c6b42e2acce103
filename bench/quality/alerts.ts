import {
  type AlertWindow,
  addBuckets,
  alertWindows,
  type Bucket,
  bucketStart,
  type DefaultRule,
  isTooMuch,
  windowMilliseconds,
  windowStart,
} from '@spillway/detection'
import type { Sighting } from '../../apps/server/src/modules/alerts/index.ts'

/** An alert, and what it covers. */
export interface RaisedAlert {
  readonly rule: string
  readonly actorId: string
  /** Milliseconds since 1970. */
  readonly windowStart: number
  /** When the activity was enough for it, in milliseconds since 1970. */
  readonly raisedAt: number
  readonly eventIds: ReadonlySet<string>
}

/** An event that met a rule, small enough to remember all of them. */
export interface Seen {
  readonly at: number
  readonly eventId: string
  readonly size: number
  readonly bucket: Bucket
}

/** Sightings by rule and actor, in order of time. */
export type SeenByRule = ReadonlyMap<string, ReadonlyMap<string, readonly Seen[]>>

export const createCollector = () => {
  const byRule = new Map<string, Map<string, Seen[]>>()
  const take = ({ rule, actor, bucket }: Sighting): void => {
    const [file] = bucket.files
    if (!file) return
    const byActor = byRule.get(rule.id) ?? new Map<string, Seen[]>()
    byRule.set(rule.id, byActor)
    const seen = byActor.get(actor.key) ?? []
    byActor.set(actor.key, seen)
    seen.push({ at: file.at, eventId: file.eventId, size: file.size, bucket })
  }
  return { byRule: byRule as SeenByRule, take }
}

/** The alerts of a rule, by the same windows as the server raises them. */
export const alertsOf = ({ key, definition }: DefaultRule, seenByRule: SeenByRule): RaisedAlert[] =>
  [...(seenByRule.get(key) ?? [])].flatMap(([actorId, seen]) => {
    const raisedAt = raisedAtBy(definition, seen)
    return alertWindows(definition, joined(seen)).map((window) => ({
      ...{ rule: key, actorId, windowStart: window.start, raisedAt: raisedAt.get(window.start) ?? window.start },
      eventIds: new Set(coveredBy(window, seen)),
    }))
  })

const placeOf = ({ start, kind }: Bucket): string => `${start} ${kind}`

const joined = (seen: readonly Seen[]): Bucket[] => {
  const buckets = new Map<string, Bucket>()
  for (const { bucket } of seen) {
    const known = buckets.get(placeOf(bucket))
    buckets.set(placeOf(bucket), known ? addBuckets(known, bucket) : bucket)
  }
  return [...buckets.values()]
}

const coveredBy = ({ buckets }: AlertWindow, seen: readonly Seen[]): string[] => {
  const places = new Set(buckets.map(placeOf))
  return seen.filter(({ bucket }) => places.has(placeOf(bucket))).map(({ eventId }) => eventId)
}

/** By the start of the window, the first event at which the stretch that ends with it was too much. */
const raisedAtBy = (rule: DefaultRule['definition'], seen: readonly Seen[]): ReadonlyMap<number, number> => {
  const raised = new Map<number, number>()
  let [from, fileCount, totalFileSize] = [0, 0, 0]
  for (const { at, size } of seen) {
    fileCount += 1
    totalFileSize += size
    const limit = bucketStart(at) - windowMilliseconds(rule)
    for (let first = seen[from]; first && bucketStart(first.at) <= limit; first = seen[++from]) {
      fileCount -= 1
      totalFileSize -= first.size
    }
    const window = windowStart(rule, bucketStart(at))
    if (!raised.has(window) && isTooMuch({ fileCount, totalFileSize }, rule.filters?.fileVolume)) raised.set(window, at)
  }
  return raised
}
