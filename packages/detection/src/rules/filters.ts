import { indicatorCategories } from '../catalogue/index.ts'
import { fits } from '../conditions/glob.ts'
import { isMismatch } from '../conditions/mismatch.ts'
import type { MetCondition, RuleContext } from './circumstances.ts'
import type { JudgedEvent } from './judged.ts'
import { longestName, plainCategory } from './keys.ts'
import type { IndicatorFilter, RuleFilters } from './model.ts'

/** The value by which an event meets one filter; null when it does not. */
type FindValue = (event: JudgedEvent, context: RuleContext) => string | null

/** Tries one filter. */
export type FindFilter = (event: JudgedEvent, context: RuleContext) => MetCondition | null

/** Compiles every filter that is set, in the order in which they were added. Volume is counted by the window. */
export const compileFilters = (filters: RuleFilters | null): readonly FindFilter[] => {
  const given = filters ?? {}
  const compiled = [
    named('fileCategory', given.fileCategory, ({ categories }) => compileCategory(categories)),
    named('fileName', given.fileName, ({ patterns }) => compileNames(patterns)),
    named('fileTypeMismatch', given.fileTypeMismatch, ({ isEnabled }) => (isEnabled ? findMismatch : findAnything)),
    named('riskIndicator', given.riskIndicator, compileIndicators),
    named('riskIndicatorExcludes', given.riskIndicatorExcludes, compileExcludes),
    named('riskSeverity', given.riskSeverity, compileSeverity),
    named('username', given.username, compileUsername),
    named('watchlist', given.watchlist, compileWatchlist),
  ]
  return compiled
    .filter((each) => each !== null)
    .toSorted((left, right) => left.order - right.order)
    .map(({ find }) => find)
}

interface Compiled {
  readonly order: number
  readonly find: FindFilter
}

const named = <Filter extends { readonly criteriaOrder: number }>(
  name: keyof RuleFilters,
  filter: Filter | null | undefined,
  compile: (filter: Filter) => FindValue,
): Compiled | null => {
  if (!filter) return null
  const findValue = compile(filter)
  const find: FindFilter = (event, context) => {
    const value = findValue(event, context)
    return value === null ? null : { criterion: `filters.${name}`, value }
  }
  return { order: filter.criteriaOrder, find }
}

const findAnything: FindValue = () => 'any'

const compileCategory = (categories: readonly string[]): FindValue => {
  const wanted = new Set(categories.map(plainCategory))
  return ({ file: { category } }) => (category !== null && wanted.has(plainCategory(category)) ? category : null)
}

const compileNames = (patterns: readonly string[]): FindValue => {
  const wanted = patterns.map((pattern) => pattern.toLowerCase())
  return ({ file: { name } }) => {
    const lower = name?.slice(0, longestName).toLowerCase()
    return lower !== undefined && wanted.some((pattern) => fits(lower, pattern)) ? name : null
  }
}

const findMismatch: FindValue = (event) =>
  isMismatch(event) ? `${event.file.categoryByExtension} by name, ${event.file.categoryByBytes} by content` : null

const compileIndicators = (filter: IndicatorFilter): FindValue => {
  const isWanted = compileWanted(filter)
  return (event) => event.risk.indicators.find(isWanted)?.name ?? null
}

const compileExcludes = (filter: IndicatorFilter): FindValue => {
  const isUnwanted = compileWanted(filter)
  return (event) => (event.risk.indicators.some(isUnwanted) ? null : 'none of them')
}

/** Ids and names of the indicators that a filter means. */
export const indicatorsMeant = ({ categories, indicators }: IndicatorFilter): readonly string[] => [
  ...indicators,
  ...categories.flatMap(indicatorsOf),
]

const compileWanted = (filter: IndicatorFilter) => {
  const ids = new Set(indicatorsMeant(filter))
  return ({ id, name }: JudgedEvent['risk']['indicators'][number]): boolean => ids.has(id ?? '') || ids.has(name ?? '')
}

/** Indicators of a category or subcategory, by its id or name. */
const indicatorsOf = (wanted: string): readonly string[] =>
  indicatorCategories.flatMap(({ id, name, subcategories }) =>
    subcategories
      .filter((each) => [id, name, each.id, each.name].includes(wanted))
      .flatMap((each) => each.indicators.map((indicator) => indicator.id)),
  )

/** Severities that a filter means, as events have them. */
export const severitiesMeant = (flags: NonNullable<RuleFilters['riskSeverity']>): readonly string[] =>
  (['low', 'moderate', 'high', 'critical'] as const).filter((key) => flags[key]).map((key) => key.toUpperCase())

const compileSeverity = (flags: NonNullable<RuleFilters['riskSeverity']>): FindValue => {
  const wanted = new Set(severitiesMeant(flags))
  return ({ risk: { severity, score } }) => (wanted.has(severity ?? '') ? `${severity} (score ${score ?? 0})` : null)
}

const compileUsername = ({ mode, usernames }: NonNullable<RuleFilters['username']>): FindValue => {
  const listed = new Set(usernames.map((name) => name.toLowerCase()))
  return (_event, { names }) => {
    const hit = names.find((name) => listed.has(name))
    if (mode === 'INCLUDE') return hit ?? null
    return hit === undefined ? (names[0] ?? 'nobody that is known') : null
  }
}

const compileWatchlist = ({ watchlists }: NonNullable<RuleFilters['watchlist']>): FindValue => {
  const wanted = new Set(watchlists.map(({ id }) => id))
  return (_event, context) => context.watchlists.find((id) => wanted.has(id)) ?? null
}
