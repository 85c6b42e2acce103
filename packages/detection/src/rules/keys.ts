import { longestLiteral } from '../conditions/glob.ts'
import type { RuleContext } from './circumstances.ts'
import type { JudgedEvent } from './judged.ts'
import type { RuleFilters } from './model.ts'

/** Letters in a row that a name must have to meet a pattern. */
const letters = 3
/** No file system gives longer names. */
export const longestName = 1_024

/** Categories are written `SourceCode` in version 2, `SOURCE_CODE` in version 1. */
export const plainCategory = (category: string): string => category.replaceAll(/[_ ]/g, '').toLowerCase()

/**
 * Keys of which an event must bear at least one to meet the filters, by the filter that lets the fewest pass; null where
 * no filter has such keys. Of the letters of a pattern those are taken that `load` says are in use the least.
 */
export const keysOfFilters = (filters: RuleFilters | null, load: (key: string) => number): readonly string[] | null => {
  const { username, watchlist, fileName, fileCategory } = filters ?? {}
  if (username?.mode === 'INCLUDE') return username.usernames.map((name) => `user ${name.toLowerCase()}`)
  if (watchlist) return watchlist.watchlists.map(({ id }) => `list ${id}`)
  const named = fileName?.patterns.map((pattern) => rarestLetters(pattern.toLowerCase(), load)) ?? [null]
  if (named.every((key) => key !== null)) return named
  return fileCategory?.categories.map((category) => `kind ${plainCategory(category)}`) ?? null
}

const rarestLetters = (pattern: string, load: (key: string) => number): string | null => {
  const keys = lettersOf(longestLiteral(pattern))
  return keys.length === 0 ? null : keys.reduce((rarest, key) => (load(key) < load(rarest) ? key : rarest))
}

const lettersOf = (text: string): string[] =>
  Array.from({ length: Math.max(0, text.length - letters + 1) }, (_, at) => `name ${text.slice(at, at + letters)}`)

/** Keys that an event bears. Those of its name only where they are of use. */
export const keysOfEvent = (
  { file: { category, name } }: JudgedEvent,
  { names, watchlists }: RuleContext,
  hasPatterns: boolean,
): readonly string[] => [
  ...names.map((each) => `user ${each}`),
  ...watchlists.map((id) => `list ${id}`),
  ...(category === null ? [] : [`kind ${plainCategory(category)}`]),
  ...(hasPatterns && name !== null ? lettersOf(name.slice(0, longestName).toLowerCase()) : []),
]

export const isOfName = (key: string): boolean => key.startsWith('name ')
