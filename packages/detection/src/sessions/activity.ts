import type { Membership } from '../conditions/watchlists.ts'
import type { ObservedFile } from '../rules/bucket.ts'
import type { JudgedEvent } from '../rules/judged.ts'
import { observedFile } from '../rules/sighting.ts'
import { addTallies, type Tally } from '../rules/tally.ts'
import { compileVectors } from '../rules/vectors.ts'
import type { Severity } from '../scoring/severity.ts'

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

/** What one event adds to its session. */
export const sessionActivityOf = (event: JudgedEvent, memberships: readonly Membership[]): SessionActivity => {
  const way = findWay(event)
  const criterion = way?.criterion.replace('vectors.', '') ?? ''
  const file = observedFile(event, criterion)
  const counted = { files: 1, bytes: file.size }
  // Sorted, so that one event alone is written as the sum of several is.
  const once = (keys: readonly unknown[]): Tally =>
    addTallies({}, Object.fromEntries(keys.map((key) => [JSON.stringify(key), counted])), longestIndicators)
  const isRisky = file.score > 0
  return {
    begin: file.at,
    end: file.at,
    events: { ...noEvents, [file.severity]: 1 },
    trusted: event.risk.trusted ? 1 : 0,
    indicators: once(file.indicators.map(({ id, name, weight }) => [id, name, weight])),
    watchlists: once(memberships.map(({ id, type, title }) => [id, type, title])),
    ways: isRisky ? once([[file.category, criterion, way?.value ?? null]]) : {},
    top: isRisky ? [file] : [],
  }
}

/** A session that holds nothing yet, at an instant. */
export const emptySession = (at: number): SessionActivity => ({
  ...{ begin: at, end: at, events: noEvents, trusted: 0, indicators: {}, watchlists: {}, ways: {}, top: [] },
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
  ways: addTallies(left.ways, right.ways),
  top: [...left.top, ...right.top].sort(byScore).slice(0, topEvents),
})

const byScore = (left: ObservedFile, right: ObservedFile): number =>
  right.score - left.score || left.at - right.at || (left.eventId < right.eventId ? -1 : 1)

/** The score of a session: that of its riskiest event (domain reference 2.2, inferred from samples). */
export const sessionScore = ({ top }: SessionActivity): number => top[0]?.score ?? 0

/** Whether anything in it carries risk. */
export const isRisky = ({ top }: SessionActivity): boolean => top.length > 0
