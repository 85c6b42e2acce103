import { columnOf, type Requirement } from '@spillway/event-model'
import type { CompiledFilter } from '../types.ts'
import { type Binder, createBinder } from './binder.ts'

/** A condition that lets every event pass that meets the requirement, and as few others as the engine can tell. */
export const compileRequirement = (requirement: Requirement): CompiledFilter => {
  const binder = createBinder()
  const where = sqlOf(requirement, binder)
  return { where, parameters: binder.parameters }
}

const sqlOf = (requirement: Requirement, binder: Binder): string => {
  switch (requirement.kind) {
    case 'every':
      return joined(requirement.of, binder, 'AND', '1')
    case 'some':
      return joined(requirement.of, binder, 'OR', '0')
    case 'among':
      return negatedIf(requirement.negated, listed(columnOf(requirement.path), requirement.values, binder))
    case 'bears': {
      const test = listed('x', requirement.values, binder)
      return negatedIf(requirement.negated, `arrayExists(x -> ${test}, ${columnOf(requirement.path)})`)
    }
    case 'flag':
      return negatedIf(!requirement.value, columnOf(requirement.path))
    case 'differ':
      return requirement.paths.map(columnOf).join(' != ')
    case 'plain':
      return plain(columnOf(requirement.path), requirement.values, binder)
    case 'fits':
      return fitting(columnOf(requirement.path), requirement.patterns, binder)
  }
}

const joined = (members: readonly Requirement[], binder: Binder, clause: 'AND' | 'OR', none: string): string =>
  members.length === 0 ? none : `(${members.map((member) => sqlOf(member, binder)).join(` ${clause} `)})`

const negatedIf = (negated: boolean, sql: string): string => (negated ? `NOT (${sql})` : sql)

const listed = (sql: string, values: readonly string[], binder: Binder): string =>
  values.length === 0 ? '0' : `${sql} IN ${binder.bind([...new Set(values)], 'Array(String)')}`

/** The engine folds letters beyond ASCII by other tables than the language does. */
const isBeyondAscii = (sql: string): string => `length(${sql}) != lengthUTF8(${sql})`

const plain = (column: string, values: readonly string[], binder: Binder): string => {
  const folded = `lower(replaceRegexpAll(toString(${column}), '[_ ]', ''))`
  return `(${listed(folded, values, binder)} OR ${isBeyondAscii(column)})`
}

/** Of longer names rules see the start alone. */
const longestName = 1_024

const fitting = (column: string, patterns: readonly string[], binder: Binder): string => {
  const tests = patterns.map((pattern) => `lower(${column}) LIKE ${binder.bind(likeOf(pattern), 'String')}`)
  return `(${[...tests, isBeyondAscii(column), `length(${column}) > ${longestName}`].join(' OR ')})`
}

const likeOf = (pattern: string): string =>
  pattern
    .replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)
    .replaceAll(/\*+/g, '%')
    .replaceAll('?', '_')
