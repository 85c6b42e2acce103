import type { Term } from '@spillway/event-model'
import { literalOf, mapText, type Pattern, type Piece } from '../pattern.ts'
import type { Binder } from './binder.ts'
import { type Fold, foldFor } from './fold.ts'

/** SQL that tells whether one text value, given as SQL, matches. */
export type Matcher = (sql: string) => string

const textOf = (pattern: Pattern): string =>
  pattern.map((piece) => (typeof piece === 'object' ? piece.text : '')).join('')

/** The text between the wildcards when the pattern has the given shape, as in `['any', 'text']`. */
const textInShape = (pattern: Pattern, shape: readonly ('any' | 'text')[]): string | null => {
  const fits = (piece: Piece, index: number) => (typeof piece === 'object' ? 'text' : piece) === shape[index]
  return pattern.length === shape.length && pattern.every(fits) ? textOf(pattern) : null
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (character) => `\\${character}`)

const likeOf = (pattern: Pattern): string =>
  pattern.map((piece) => (typeof piece === 'object' ? escapeLike(piece.text) : piece === 'any' ? '%' : '_')).join('')

const binding = (fold: Fold, binder: Binder, text: string): string => fold.bound(binder.bind(text, 'String'))

/** A pattern with wildcards, as the cheapest SQL that says the same. */
const wildcardMatcher = (pattern: Pattern, fold: Fold, binder: Binder): Matcher => {
  const start = textInShape(pattern, ['text', 'any'])
  if (start !== null) return call('startsWith', binding(fold, binder, start), fold)
  const end = textInShape(pattern, ['any', 'text'])
  if (end !== null) return call('endsWith', binding(fold, binder, end), fold)
  const like = binding(fold, binder, likeOf(pattern))
  return (sql) => `${fold.stored(sql)} LIKE ${like}`
}

const call =
  (name: string, argument: string, fold: Fold): Matcher =>
  (sql) =>
    `${name}(${fold.stored(sql)}, ${argument})`

const isEverything = (pattern: Pattern): boolean => pattern.length > 0 && pattern.every((piece) => piece === 'any')

/** Tells whether a value matches one pattern. A missing value, stored as `''`, matches none. */
const patternMatcher = (term: Term, pattern: Pattern, binder: Binder): Matcher => {
  if (isEverything(pattern)) return (sql) => `${sql} != ''`
  const fold = foldFor(term, textOf(pattern))
  const sought = soughtPattern(pattern, fold)
  const literal = literalOf(sought)
  if (literal === '') return () => '0'
  if (literal === null) return wildcardMatcher(sought, fold, binder)
  const placeholder = binding(fold, binder, literal)
  return (sql) => `${fold.stored(sql)} = ${placeholder}`
}

const soughtPattern = (pattern: Pattern, fold: Fold): Pattern =>
  mapText(pattern, literalOf(pattern) === null ? fold.piece : fold.sought)

/** Literals that one list can look up together, and the patterns left over. */
const splitLiterals = (term: Term, patterns: readonly Pattern[]) => {
  const literals: string[] = []
  const others: Pattern[] = []
  for (const pattern of patterns) {
    const literal = literalOf(pattern)
    const fold = literal ? foldFor(term, literal) : null
    // Text that only the engine can fold does not fit into a bound list.
    if (literal && fold && fold.bound('') === '') literals.push(fold.sought(literal))
    else others.push(pattern)
  }
  return { literals, others }
}

const listMatcher = (term: Term, literals: readonly string[], binder: Binder): Matcher[] => {
  if (literals.length === 0) return []
  const fold = foldFor(term, '')
  const list = binder.bind([...new Set(literals)].filter(Boolean), 'Array(String)')
  return [(sql) => `${fold.stored(sql)} IN ${list}`]
}

/** From so many patterns `*text*` on, one search for all of them is cheaper than what skip indexes save on each. */
const manyPatterns = 16
/** Texts that the engine seeks at once at the most. */
const textsAtOnce = 255

/** Texts to be found anywhere, sought many at once, and the patterns left over. */
const splitContained = (term: Term, patterns: readonly Pattern[], binder: Binder) => {
  const containedIn = (pattern: Pattern) =>
    textInShape(soughtPattern(pattern, foldFor(term, textOf(pattern))), ['any', 'text', 'any'])
  const contained = patterns.filter((pattern) => containedIn(pattern) !== null)
  if (contained.length < manyPatterns) return { searches: [], rest: patterns }
  const byFold = Map.groupBy(contained, (pattern) => foldFor(term, textOf(pattern)))
  const searches = [...byFold].flatMap(([fold, members]) =>
    chunksOf([...new Set(members.map((pattern) => containedIn(pattern) ?? ''))], textsAtOnce).map((texts) =>
      call('multiSearchAny', fold.boundList(binder.bind(texts, 'Array(String)')), fold),
    ),
  )
  return { searches, rest: patterns.filter((pattern) => containedIn(pattern) === null) }
}

const chunksOf = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))

/** Tells whether a value matches at least one of the patterns. */
export const anyMatcher = (term: Term, patterns: readonly Pattern[], binder: Binder): Matcher => {
  const [only, ...more] = patterns
  if (only && more.length === 0) return patternMatcher(term, only, binder)
  const { literals, others } = splitLiterals(term, patterns)
  const { searches, rest } = splitContained(term, others, binder)
  const matchers = [
    ...listMatcher(term, literals, binder),
    ...searches,
    ...rest.map((pattern) => patternMatcher(term, pattern, binder)),
  ]
  return (sql) => `(${matchers.map((matcher) => matcher(sql)).join(' OR ')})`
}
