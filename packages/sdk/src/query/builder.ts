import type { Clause, FileEventQuery, Filter, FilterGroup, QueryNode, Subgroup } from '../types.ts'

/** A piece of a query: one filter, or filters and pieces joined by AND or OR. */
export type Condition = Filter | QueryNode

type Value = string | number | boolean

const filter =
  <Argument>(operator: string) =>
  (term: string, value: Argument): Filter => ({ term, operator, value })

/** Equal; `*` and `?` are wildcards. */
export const is = filter<Value>('IS')
export const isNot = filter<Value>('IS_NOT')
export const isAny = filter<readonly string[]>('IS_ANY')
export const isNone = filter<readonly string[]>('IS_NONE')
export const greaterThan = filter<number>('GREATER_THAN')
export const lessThan = filter<number>('LESS_THAN')
/** Within one UTC day, `YYYY-MM-DD`. */
export const on = filter<string>('ON')
export const onOrAfter = filter<string | Date>('ON_OR_AFTER')
export const onOrBefore = filter<string | Date>('ON_OR_BEFORE')
/** ISO 8601 duration, such as `PT30M` or `P7D`. */
export const withinTheLast = filter<string>('WITHIN_THE_LAST')
export const exists = (term: string): Filter => ({ term, operator: 'EXISTS' })
export const doesNotExist = (term: string): Filter => ({ term, operator: 'DOES_NOT_EXIST' })

/** True when every condition is. */
export const allOf = (...conditions: readonly Condition[]): QueryNode => join('AND', conditions)
/** True when at least one condition is. */
export const anyOf = (...conditions: readonly Condition[]): QueryNode => join('OR', conditions)

/** A whole query out of one condition, with paging and order. */
export const fileEventQuery = (condition: Condition, rest: Omit<FileEventQuery, 'groups'> = {}): FileEventQuery => ({
  groups: [asNode(condition)],
  groupClause: 'AND',
  ...rest,
})

/** Filters alone make a group, the only form older readers of saved searches know. */
const join = (clause: Clause, conditions: readonly Condition[]): FilterGroup | Subgroup =>
  conditions.every(isFilter)
    ? { filters: conditions, filterClause: clause }
    : { subgroups: conditions.map(asNode), subgroupClause: clause }

const asNode = (condition: Condition): QueryNode =>
  isFilter(condition) ? { filters: [condition], filterClause: 'AND' } : condition

const isFilter = (condition: Condition): condition is Filter => 'term' in condition
