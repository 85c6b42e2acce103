import { type Operator, operators, type Term } from '@spillway/event-model'
import type { Condition } from '../ast.ts'
import { isMissing, isObject, type JsonObject, type Reading, report } from './reading.ts'
import { readTest } from './tests.ts'

const readTerm = (filter: JsonObject, reading: Reading): Term | null => {
  const { term: name } = filter
  const term = typeof name === 'string' ? reading.terms.get(name) : undefined
  return term ?? report(reading, 'ILLEGAL_VALUE', 'The term is not a search term of this version', filter)
}

const isOperator = (value: unknown): value is Operator => (operators as ReadonlySet<unknown>).has(value)

const readOperator = (filter: JsonObject, reading: Reading): Operator | null => {
  const { operator } = filter
  if (isMissing(operator)) return 'IS'
  return isOperator(operator) ? operator : report(reading, 'ILLEGAL_OPERATOR', 'There is no such operator', filter)
}

/** One filter; null when it has a problem, which is noted then. */
export const readFilter = (filter: unknown, reading: Reading): Condition | null => {
  reading.criteria += 1
  if (!isObject(filter)) return report(reading, 'ILLEGAL_VALUE', 'A filter must be an object', filter)
  const term = readTerm(filter, reading)
  const operator = readOperator(filter, reading)
  if (!term || !operator) return null
  if (!term.operators.has(operator)) {
    return report(reading, 'ILLEGAL_OPERATOR', `${term.name} does not allow ${operator}`, filter)
  }
  const test = readTest[operator](term, filter, reading)
  return test && { kind: 'condition', term, test }
}
