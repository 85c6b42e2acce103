import { formatInstant, type Term } from '@spillway/event-model'
import type { Condition, Interval, Test } from '../ast.ts'
import type { Binder } from './binder.ts'
import { anyMatcher, type Matcher } from './match.ts'

/** A test of one value, lifted to the values of the term: true when any of them meets it. */
const anyValue = ({ multi, sql }: Term, matcher: Matcher): string =>
  multi ? `arrayExists(x -> ${matcher('x')}, ${sql})` : matcher(sql)

const negatedIf = (negated: boolean, sql: string): string => (negated ? `NOT (${sql})` : sql)

// Clients ask for everything by `event.id EXISTS`; a constant spares reading the ids.
const isPresent =
  ({ always, valueType }: Term): Matcher =>
  (sql) => {
    if (always) return '1'
    return valueType === 'string' ? `${sql} != ''` : `isNotNull(${sql})`
  }

/** Comparisons with null are false, also under a negation. */
const known = (comparison: string): string => `ifNull(${comparison}, 0)`

const numbersMatcher = (values: readonly bigint[], binder: Binder): Matcher => {
  const [only, ...more] = values
  if (only !== undefined && more.length === 0) {
    const placeholder = binder.bind(only, 'Int64')
    return (sql) => known(`${sql} = ${placeholder}`)
  }
  const list = binder.bind(values, 'Array(Int64)')
  return (sql) => `(isNotNull(${sql}) AND has(${list}, toInt64(assumeNotNull(${sql}))))`
}

const comparisonMatcher = (sign: '>' | '<', than: bigint, binder: Binder): Matcher => {
  const placeholder = binder.bind(than, 'Int64')
  return (sql) => known(`${sql} ${sign} ${placeholder}`)
}

// On the grid of the column a bound means the same as its ceiling; bounds of the column's type can use its indexes.
const boundInstant = (microseconds: number, digits: 3 | 6, binder: Binder): string => {
  const step = digits === 3 ? 1000 : 1
  const text = formatInstant(Math.ceil(microseconds / step) * step, digits)
  return binder.bind(`${text.slice(0, 10)} ${text.slice(11, -1)}`, `DateTime64(${digits}, 'UTC')`)
}

const intervalMatcher = ({ from, before }: Interval, { digits, multi }: Term, binder: Binder): Matcher => {
  const after = from === undefined ? [] : [`>= ${boundInstant(from, digits, binder)}`]
  const until = before === undefined ? [] : [`< ${boundInstant(before, digits, binder)}`]
  const comparisons = [...after, ...until]
  return (sql) => {
    const condition = comparisons.map((comparison) => `${sql} ${comparison}`).join(' AND ')
    return multi ? known(condition) : condition
  }
}

const matcherOf = (test: Exclude<Test, { kind: 'exists' }>, term: Term, binder: Binder): Matcher => {
  switch (test.kind) {
    case 'text':
      return anyMatcher(term, test.patterns, binder)
    case 'numbers':
      return numbersMatcher(test.values, binder)
    case 'greater':
      return comparisonMatcher('>', test.than, binder)
    case 'less':
      return comparisonMatcher('<', test.than, binder)
    case 'boolean': {
      const placeholder = binder.bind(test.value, 'Bool')
      return (sql) => known(`${sql} = ${placeholder}`)
    }
    case 'time':
      return intervalMatcher(test.interval, term, binder)
  }
}

/** SQL of one condition. A negated one also holds for events without the value. */
export const conditionSql = ({ term, test }: Condition, binder: Binder): string => {
  const matcher = test.kind === 'exists' ? isPresent(term) : matcherOf(test, term, binder)
  return negatedIf('negated' in test && test.negated, anyValue(term, matcher))
}
