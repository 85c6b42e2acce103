import { addBuckets, type Bucket } from './bucket.ts'
import type { FileVolumeFilter, RuleDefinition } from './model.ts'
import type { Tally } from './tally.ts'
import type { AlertWindow, Volume } from './window.ts'
import * as words from './words.ts'

/** A condition of the rule, and the values of the activity that met it. */
export interface ExplainedCondition {
  readonly criterion: string
  /** The rule's own words for it, as data. */
  readonly wanted: unknown
  readonly met: readonly { readonly value: string; readonly files: number }[]
  readonly words: string
}

export interface Explanation {
  readonly conditions: readonly ExplainedCondition[]
  readonly volume: Volume & {
    readonly windowMinutes: number
    readonly threshold: Pick<FileVolumeFilter, 'countGreaterThan' | 'sizeGreaterThanInBytes' | 'operator'>
    readonly words: string
  }
  /** Single changes, each of which would have kept the rule silent. */
  readonly counterfactuals: readonly { readonly criterion: string; readonly words: string }[]
  /** Lists the actor was on at the time; those that the rule asks for are significant. */
  readonly watchlists: readonly WatchlistAtTheTime[]
  readonly words: readonly string[]
}

export interface WatchlistAtTheTime {
  readonly id: string
  readonly type: string
  readonly title: string | null
  readonly isSignificant: boolean
}

/** Why an alert was raised. It is made of what the alert stores alone: the same alert gives the same bytes. */
export const explain = (
  rule: RuleDefinition,
  { buckets, peak }: Pick<AlertWindow, 'buckets' | 'peak'>,
): Explanation => {
  const total = totalOf(buckets)
  const conditions = Object.entries(total?.tallies ?? {})
    .filter(([criterion]) => /^(vectors|filters)\./.test(criterion))
    .toSorted(([left], [right]) => Number(left.startsWith('filters.')) - Number(right.startsWith('filters.')))
    .map(([criterion, tally]) => explainCondition(rule, criterion, tally))
  const threshold = thresholdOf(rule)
  const volume = { ...peak, windowMinutes: rule.windowMinutes, threshold }
  const toldDays = metBy(total?.tallies.toldDay ?? {})
  const volumeWords = words.volume(peak, rule.windowMinutes, threshold)
  const counterfactuals = [
    ...alternatives(conditions).map(({ criterion, met }) => ({ criterion, words: words.hadNot(criterion, met) })),
    { criterion: 'filters.fileVolume', words: words.hadBeenLess(threshold, rule.windowMinutes) },
    { criterion: 'trust', words: 'Had the activity been trusted, no rule would have looked at it.' },
  ]
  return {
    conditions,
    volume: { ...volume, words: volumeWords },
    counterfactuals,
    watchlists: watchlistsOf(rule, total?.tallies.watchlist ?? {}),
    words: [
      ...conditions.map((condition) => condition.words),
      volumeWords,
      ...(toldDays.length === 0 ? [] : [words.notBelieved(toldDays)]),
    ],
  }
}

/** Everything an alert covers, in one. Null without activity. */
export const totalOf = (buckets: readonly Bucket[]): Bucket | null =>
  buckets.length === 0 ? null : buckets.reduce((sum, bucket) => addBuckets(sum, bucket))

const explainCondition = (rule: RuleDefinition, criterion: string, tally: Tally): ExplainedCondition => {
  const met = metBy(tally)
  return { criterion, wanted: wantedBy(rule, criterion), met, words: words.condition(criterion, met) }
}

const metBy = (tally: Tally): ExplainedCondition['met'] =>
  Object.entries(tally).map(([value, { files }]) => ({ value, files }))

/** Ways out stand in for each other: only without all of them would the rule have been silent. */
const alternatives = (
  conditions: readonly ExplainedCondition[],
): readonly Pick<ExplainedCondition, 'criterion' | 'met'>[] => {
  const ways = conditions.filter(({ criterion }) => criterion.startsWith('vectors.'))
  const others = conditions.filter((condition) => !ways.includes(condition))
  return [{ criterion: 'vectors', met: ways.flatMap(({ met }) => met) }, ...others]
}

/** The part of the rule that a criterion names; null where any way out counts. */
const wantedBy = ({ vectors, filters }: RuleDefinition, criterion: string): unknown => {
  const [part, name = ''] = criterion.split('.')
  const parts: Readonly<Record<string, unknown>> = { ...(part === 'vectors' ? vectors : filters) }
  return parts[name] ?? null
}

const thresholdOf = ({ filters }: RuleDefinition) => {
  const { countGreaterThan, sizeGreaterThanInBytes, operator } = filters?.fileVolume ?? {
    countGreaterThan: 0,
    sizeGreaterThanInBytes: null,
    operator: 'AND' as const,
  }
  return { countGreaterThan, sizeGreaterThanInBytes, operator }
}

/** Lists of a tally of memberships. */
export const watchlistsOf = ({ filters }: RuleDefinition, tally: Tally): readonly WatchlistAtTheTime[] => {
  const significant = new Set(filters?.watchlist?.watchlists.map(({ id }) => id))
  return Object.keys(tally).map((key) => {
    const [id, type, title] = JSON.parse(key) as [string, string, string | null]
    return { id, type, title, isSignificant: significant.has(id) }
  })
}
