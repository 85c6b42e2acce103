import type { Membership } from '../conditions/watchlists.ts'
import type { ObservedFile } from '../rules/bucket.ts'
import type { JudgedEvent } from '../rules/judged.ts'
import { eventTime, observedFile } from '../rules/sighting.ts'
import { addTallies, type Tally } from '../rules/tally.ts'
import type { Told } from '../rules/timing.ts'
import { compileVectors } from '../rules/vectors.ts'
import { type Severity, severityOf } from '../scoring/severity.ts'

/** What is remembered of the activity in one session: its size does not grow with the events. */
export interface SessionActivity {
  /** First and last event, milliseconds since 1970. */
  readonly begin: number
  readonly end: number
  readonly events: Readonly<Record<Severity, number>>
  /** How many of the events without risk were trusted. */
  readonly trusted: number
  /** By `[id, name, weight]` as JSON. */
  readonly indicators: Tally
  /** Lists the person was on at the time, by `[id, type, title]` as JSON. */
  readonly watchlists: Tally
  /** As whom the person acted, by `[id, name]` of the events as JSON. */
  readonly people: Tally
  /** How risky files left, by `[category, way, place]` as JSON. */
  readonly ways: Tally
  /** The events with the highest scores. */
  readonly top: readonly ObservedFile[]
}

/** Indicators that one session keeps; more than there are kinds of risk in an hour. */
const longestIndicators = 100
/** Events that one session shows. */
const topEvents = 5

const findWay = compileVectors(null)
const noEvents: SessionActivity['events'] = { NO_RISK_INDICATED: 0, LOW: 0, MODERATE: 0, HIGH: 0, CRITICAL: 0 }

/** An event, and the lists its person was on then. */
export interface SeenEvent {
  readonly event: JudgedEvent & Told
  readonly memberships: readonly Membership[]
}

/** What events add to their session. */
export const sessionActivityOf = (seen: readonly SeenEvent[]): SessionActivity => {
  const tallies = { indicators: createCount(), watchlists: createCount(), people: createCount(), ways: createCount() }
  const counts = { ...noEvents }
  const risky: ObservedFile[] = []
  const times = seen.map(({ event }) => eventTime(event))
  let trusted = 0
  for (const { event, memberships } of seen) {
    const score = event.risk.score ?? 0
    const bytes = Number(event.file.sizeInBytes ?? 0)
    counts[severityOf(score)]++
    tallies.people.add([event.user.id, event.user.email], bytes)
    if (event.risk.trusted) trusted++
    for (const { id, name, weight } of event.risk.indicators) tallies.indicators.add([id, name, weight], bytes)
    for (const { id, type, title } of memberships) tallies.watchlists.add([id, type, title], bytes)
    if (score <= 0) continue
    const way = findWay(event)
    const file = observedFile(event, way?.criterion.replace('vectors.', '') ?? '')
    tallies.ways.add([file.category, file.way, way?.value ?? null], bytes)
    risky.push(file)
  }
  return {
    begin: Math.min(...times),
    end: Math.max(...times),
    events: counts,
    trusted,
    indicators: tallies.indicators.tally(longestIndicators),
    watchlists: tallies.watchlists.tally(),
    people: tallies.people.tally(),
    ways: tallies.ways.tally(),
    top: risky.sort(byScore).slice(0, topEvents),
  }
}

/** Counts by keys that are written as JSON. */
const createCount = () => {
  const counted = new Map<string, { files: number; bytes: number }>()
  return {
    add: (key: readonly unknown[], bytes: number): void => {
      const text = JSON.stringify(key)
      const before = counted.get(text)
      if (!before) counted.set(text, { files: 1, bytes })
      else {
        before.files++
        before.bytes += bytes
      }
    },
    /** Sorted, so that what is counted at once is written as the sum of its parts is. */
    tally: (limit?: number): Tally => addTallies({}, Object.fromEntries(counted), limit),
  }
}

/** A session that holds nothing yet, at an instant. */
export const emptySession = (at: number): SessionActivity => ({
  ...{
    begin: at,
    end: at,
    events: noEvents,
    trusted: 0,
    indicators: {},
    watchlists: {},
    people: {},
    ways: {},
    top: [],
  },
})

/** Adds activity of the same session. Whatever order events come in, the sum has the same bytes. */
export const addSessionActivity = (left: SessionActivity, right: SessionActivity): SessionActivity => ({
  begin: Math.min(left.begin, right.begin),
  end: Math.max(left.end, right.end),
  events: {
    NO_RISK_INDICATED: left.events.NO_RISK_INDICATED + right.events.NO_RISK_INDICATED,
    LOW: left.events.LOW + right.events.LOW,
    MODERATE: left.events.MODERATE + right.events.MODERATE,
    HIGH: left.events.HIGH + right.events.HIGH,
    CRITICAL: left.events.CRITICAL + right.events.CRITICAL,
  },
  trusted: left.trusted + right.trusted,
  indicators: addTallies(left.indicators, right.indicators, longestIndicators),
  watchlists: addTallies(left.watchlists, right.watchlists),
  people: addTallies(left.people, right.people),
  ways: addTallies(left.ways, right.ways),
  top: [...left.top, ...right.top].sort(byScore).slice(0, topEvents),
})

const byScore = (left: ObservedFile, right: ObservedFile): number =>
  right.score - left.score || left.at - right.at || (left.eventId < right.eventId ? -1 : 1)

/** The score of a session: that of its riskiest event (domain reference 2.2, inferred from samples). */
export const sessionScore = ({ top }: SessionActivity): number => top[0]?.score ?? 0

/** Whether anything in it carries risk. */
export const isRisky = ({ top }: SessionActivity): boolean => top.length > 0
