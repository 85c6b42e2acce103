import { alertSearchLimits, type SearchConditions, type SearchProblem } from '@spillway/contract'
import { type RawBuilder, sql } from 'kysely'
import type { SearchTerm, SearchTerms, TermKind } from './terms.ts'

type Condition = RawBuilder<unknown>
type Filter = NonNullable<NonNullable<NonNullable<SearchConditions['groups']>[number]['filters']>[number]>

export type CompiledConditions =
  | { readonly ok: true; readonly where: Condition }
  | { readonly ok: false; readonly problems: readonly SearchProblem[] }

/** Compiles groups of filters to a condition with bound values. No group at all asks for everything. */
export const compileConditions = (
  terms: SearchTerms,
  { groups, groupClause }: SearchConditions,
): CompiledConditions => {
  const filters = (groups ?? []).flatMap((group) => group.filters ?? [])
  if (filters.length > alertSearchLimits.filters) return failed([{ badFilter: null, type: 'MaxFiltersExceeded' }])
  if ((groups ?? []).some((group) => !group.filters?.length))
    return failed([{ badFilter: null, type: 'MissingFilters' }])
  const problems = filters.flatMap((filter) => problemOf(terms, filter) ?? [])
  if (problems.length > 0) return failed(problems)
  const compiled = (groups ?? []).map(({ filters: each, filterClause }) =>
    joined(
      (each ?? []).map((filter) => compile(terms, filter)),
      filterClause,
    ),
  )
  return { ok: true, where: compiled.length > 0 ? joined(compiled, groupClause) : sql`1 = 1` }
}

const failed = (problems: readonly SearchProblem[]) => ({ ok: false, problems }) as const

const joined = (conditions: readonly Condition[], clause: string | null | undefined): Condition => {
  const word = clause?.toUpperCase() === 'OR' ? sql` or ` : sql` and `
  return sql`(${sql.join([...conditions], word)})`
}

const operatorsOf: Readonly<Record<TermKind, readonly string[]>> = {
  instant: ['ON', 'ON_OR_AFTER', 'ON_OR_BEFORE'],
  text: ['IS', 'IS_NOT', 'CONTAINS', 'DOES_NOT_CONTAIN'],
  exact: ['IS', 'IS_NOT'],
  flag: ['IS', 'IS_NOT'],
}

const problemOf = (terms: SearchTerms, filter: Filter): SearchProblem | null => {
  const badFilter = JSON.stringify(filter)
  const term = terms.get(filter.term.toLowerCase())
  if (!term || !operatorsOf[term.kind].includes(filter.operator.toUpperCase()))
    return { badFilter, type: 'IllegalOperator' }
  if (filter.value === null || filter.value === '') return { badFilter, type: 'MissingValue' }
  return isKnown(term, filter.value) ? null : { badFilter, type: 'IllegalValue' }
}

const isKnown = (term: SearchTerm, value: string): boolean =>
  term.kind === 'instant' ? !Number.isNaN(Date.parse(value)) : storedForm(term, value) !== null

const storedForm = (term: SearchTerm, value: string): string | number | null => (term.value ? term.value(value) : value)

/** The term is there and takes the operator: that was looked at first. */
const compile = (terms: SearchTerms, { term: name, operator, value }: Filter): Condition => {
  const term = terms.get(name.toLowerCase())
  if (!term || value === null) return sql`1 = 0`
  if (term.kind === 'instant') return compileInstant(term.column, operator.toUpperCase(), value)
  const { column: known, of } = term.folded ?? { column: term.column, of: (text: string) => storedForm(term, text) }
  switch (operator.toUpperCase()) {
    case 'IS':
      return sql`${known} = ${of(value)}`
    case 'IS_NOT':
      return sql`(${known} is null or ${known} <> ${of(value)})`
    case 'CONTAINS':
      return contains(term, value)
    default:
      return sql`not ${contains(term, value)}`
  }
}

const contains = ({ column, folded }: SearchTerm, value: string): Condition =>
  folded
    ? sql`(${folded.column} like ${patternOf(folded.of(value))} escape '\\')`
    : sql`(lower(coalesce(${column}, '')) like ${lowerAs(column, patternOf(value))} escape '\\')`

const patternOf = (text: string): string => `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`

const lower = (text: Condition): Condition => sql`lower(${text})`

/** A value folded by the store as it folds the column, by the column's collation: fewer letters than JavaScript folds. */
const lowerAs = (column: Condition, value: string | number | null): Condition =>
  lower(sql`coalesce(${value}, ${column})`)

const dayMilliseconds = 24 * 60 * 60_000

/** A calendar date stands for the whole of its day in UTC. */
const compileInstant = (column: Condition, operator: string, value: string): Condition => {
  const instant = Date.parse(value)
  const isDay = /^\d{4}-\d\d-\d\d$/.test(value)
  const day = Math.floor(instant / dayMilliseconds) * dayMilliseconds
  const text = (at: number): string => new Date(at).toISOString()
  if (operator === 'ON_OR_AFTER') return sql`${column} >= ${text(instant)}`
  if (operator === 'ON_OR_BEFORE')
    return isDay ? sql`${column} < ${text(day + dayMilliseconds)}` : sql`${column} <= ${text(instant)}`
  return sql`(${column} >= ${text(day)} and ${column} < ${text(day + dayMilliseconds)})`
}
