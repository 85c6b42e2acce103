import { terms, type ValueClass, type Version } from '@spillway/event-model'
import { type Value, valuesOf } from './naive-values.ts'

/** A query as clients write it, known to be well-formed. */
export interface PlainFilter {
  readonly term: string
  readonly operator: string
  readonly value?: unknown
}
export interface PlainNode {
  readonly filters?: readonly PlainFilter[]
  readonly filterClause?: string
  readonly subgroups?: readonly PlainNode[]
  readonly subgroupClause?: string
}
export interface PlainQuery {
  readonly groups: readonly PlainNode[]
  readonly groupClause?: string
}

const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

const keywordTokens = /\\[*?\\]|[\s\S]/gu

const tokenExpression = (token: string): string => {
  if (token === '*') return '[\\s\\S]*'
  if (token === '?') return '[\\s\\S]'
  return escapeRegExp(token.length === 2 && token.startsWith('\\') ? token.slice(1) : token)
}

const expressionOf = (pattern: string, isPath: boolean): RegExp => {
  const tokens = isPath ? [...pattern.replaceAll('\\', '/')] : (pattern.match(keywordTokens) ?? [])
  return new RegExp(`^${tokens.map(tokenExpression).join('')}$`, 'u')
}

const normalCategory = (text: string): string => {
  const plain = text.toLowerCase().replaceAll('_', '')
  return plain === 'zip' ? 'archive' : plain
}

const isCategory = (term: string): boolean => /^file\.?[cC]ategory/.test(term)

const textMatches = (value: Value, sought: unknown, term: string, valueClass: ValueClass): boolean => {
  const change = isCategory(term) ? normalCategory : (text: string) => text.toLowerCase()
  return expressionOf(change(String(sought)), valueClass === 'path').test(change(String(value)))
}

/** Milliseconds with fraction, so that microseconds still compare. */
const instantOf = (text: string): number => {
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? ''
  return Date.parse(`${text.slice(0, 19)}Z`) + Number(`0.${fraction || '0'}`) * 1000
}

const day = 86_400_000
const isDay = (text: string): boolean => text.length === 10
const startOfDay = (text: string): number => Date.parse(`${text.slice(0, 10)}T00:00:00Z`)

const unitLengths: Readonly<Record<string, number>> = { W: 7 * day, D: day, H: 3_600_000, M: 60_000 }

/** Only durations of one unit, as in P14D or PT15M; a month does not occur in the tests. */
const durationOf = (text: string): number => {
  const [, count, unit = ''] = /^PT?(\d+)([A-Z])$/.exec(text) ?? []
  return Number(count) * (unitLengths[unit] ?? Number.NaN)
}

const timeMatches = (value: Value, operator: string, sought: string, now: Date): boolean => {
  const instant = instantOf(String(value))
  if (operator === 'ON') return instant >= startOfDay(sought) && instant < startOfDay(sought) + day
  if (operator === 'ON_OR_AFTER') return instant >= (isDay(sought) ? startOfDay(sought) : instantOf(sought))
  if (operator === 'WITHIN_THE_LAST') return instant >= now.getTime() - durationOf(sought)
  return isDay(sought) ? instant < startOfDay(sought) + day : instant <= instantOf(sought)
}

const equals = (value: Value, sought: unknown, term: string, valueClass: ValueClass): boolean => {
  if (valueClass === 'number') return value === Number(sought)
  if (valueClass === 'boolean') return String(value) === String(sought).toLowerCase()
  return textMatches(value, sought, term, valueClass)
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])

const filterHolds = (event: unknown, { term, operator, value }: PlainFilter, version: Version, now: Date): boolean => {
  const values = valuesOf(event, term, version)
  const valueClass = terms[version].get(term)?.valueClass ?? 'keyword'
  const isAnyOf = () => values.some((held) => listOf(value).some((sought) => equals(held, sought, term, valueClass)))
  switch (operator) {
    case 'EXISTS':
      return values.length > 0
    case 'DOES_NOT_EXIST':
      return values.length === 0
    case 'IS':
    case 'IS_ANY':
      return isAnyOf()
    case 'IS_NOT':
    case 'IS_NONE':
      return !isAnyOf()
    case 'GREATER_THAN':
      return values.some((held) => Number(held) > Number(value))
    case 'LESS_THAN':
      return values.some((held) => Number(held) < Number(value))
    default:
      return values.some((held) => timeMatches(held, operator, String(value), now))
  }
}

const join = (clause: string | undefined, results: readonly boolean[]): boolean =>
  clause === 'OR' ? results.includes(true) : !results.includes(false)

const nodeHolds = (event: unknown, node: PlainNode, version: Version, now: Date): boolean =>
  node.subgroups
    ? join(
        node.subgroupClause,
        node.subgroups.map((member) => nodeHolds(event, member, version, now)),
      )
    : join(
        node.filterClause,
        (node.filters ?? []).map((filter) => filterHolds(event, filter, version, now)),
      )

/** Whether an event, as the API shows it, is found by a query. Reads the rules literally, one value at a time. */
export const queryFinds = (event: unknown, query: PlainQuery, version: Version, now: Date): boolean =>
  join(
    query.groupClause,
    query.groups.map((node) => nodeHolds(event, node, version, now)),
  )
