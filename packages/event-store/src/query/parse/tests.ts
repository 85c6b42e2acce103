import type { Operator, Term } from '@spillway/event-model'
import type { Interval, Test } from '../ast.ts'
import type { Pattern } from '../pattern.ts'
import { isMissing, type JsonObject, type Reading, report } from './reading.ts'
import { readBoolean, readInteger, readList, readPattern, readText } from './scalars.ts'
import { dayLength, readDay, readDuration, readInstant, spanBefore } from './time.ts'

/** Reads the value of a filter for one operator; the operator is allowed on the term. */
type ReadTest = (term: Term, filter: JsonObject, reading: Reading) => Test | null

const textTest = (patterns: readonly Pattern[] | null, negated: boolean): Test | null =>
  patterns && { kind: 'text', patterns, negated }

const numberTest = (values: readonly bigint[] | null, negated: boolean): Test | null =>
  values && { kind: 'numbers', values, negated }

const single = <Value>(value: Value | null): Value[] | null => (value === null ? null : [value])

const equals =
  (negated: boolean): ReadTest =>
  (term, filter, reading) => {
    if (term.valueClass === 'number') return numberTest(single(readInteger(filter.value, filter, reading)), negated)
    if (term.valueClass !== 'boolean') {
      return textTest(single(readPattern(term)(filter.value, filter, reading)), negated)
    }
    const value = readBoolean(filter.value, filter, reading)
    return value === null ? null : { kind: 'boolean', value, negated }
  }

const isOneOf =
  (negated: boolean): ReadTest =>
  (term, filter, reading) =>
    term.valueClass === 'number'
      ? numberTest(readList(readInteger)(filter.value, filter, reading), negated)
      : textTest(readList(readPattern(term))(filter.value, filter, reading), negated)

const compares =
  (kind: 'greater' | 'less'): ReadTest =>
  (_term, filter, reading) => {
    const than = readInteger(filter.value, filter, reading)
    return than === null ? null : { kind, than }
  }

const exists =
  (negated: boolean): ReadTest =>
  (_term, filter, reading) =>
    isMissing(filter.value)
      ? { kind: 'exists', negated }
      : report(reading, 'UNEXPECTED_VALUE', 'The operator takes no value', filter)

/** Reads a time operator: `toInterval` answers null for a malformed text, described by `form`. */
const inTime =
  (form: string, toInterval: (text: string, reading: Reading) => Interval | null): ReadTest =>
  (_term, filter, reading) => {
    const text = readText(filter.value, filter, reading)
    if (text === null) return null
    const interval = toInterval(text, reading)
    return interval ? { kind: 'time', interval } : report(reading, 'ILLEGAL_VALUE', `The value must be ${form}`, filter)
  }

const dayOf = (text: string): number | null => {
  const instant = readDay(text) ?? readInstant(text)
  return instant === null ? null : Math.floor(instant / dayLength) * dayLength
}

const on = inTime('a day, YYYY-MM-DD', (text) => {
  const from = dayOf(text)
  return from === null ? null : { from, before: from + dayLength }
})

const onOrAfter = inTime('an ISO 8601 date-time with zone, or a day', (text) => {
  const from = readDay(text) ?? readInstant(text)
  return from === null ? null : { from }
})

const onOrBefore = inTime('an ISO 8601 date-time with zone, or a day', (text) => {
  const day = readDay(text)
  if (day !== null) return { before: day + dayLength }
  const instant = readInstant(text)
  return instant === null ? null : { before: instant + 1 }
})

const withinTheLast = inTime('an ISO 8601 duration longer than zero', (text, { now }) => {
  const span = readDuration(text)
  return span === null ? null : { from: spanBefore(now.getTime() * 1000, span) }
})

/** How each operator reads its value. */
export const readTest: Readonly<Record<Operator, ReadTest>> = {
  IS: equals(false),
  IS_NOT: equals(true),
  IS_ANY: isOneOf(false),
  IS_NONE: isOneOf(true),
  GREATER_THAN: compares('greater'),
  LESS_THAN: compares('less'),
  ON: on,
  ON_OR_AFTER: onOrAfter,
  ON_OR_BEFORE: onOrBefore,
  WITHIN_THE_LAST: withinTheLast,
  EXISTS: exists(false),
  DOES_NOT_EXIST: exists(true),
}
