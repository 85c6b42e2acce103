import { fields, terms, v1Fields } from '@spillway/event-model'
import type { StoredDefinition, StoredFilter, StoredNode } from './definition.ts'
import { flagIndicators, type Meaning, presenceMeanings, valueMeanings } from './values.ts'

const columns = new Set(fields.map(({ column }) => column))

// Their values are those of the v2 leaf, only told apart by kind of event or picked from a list.
const sameValues = new Set([
  'deviceUserName',
  'actor',
  'osHostName',
  'sharedWith',
  'syncDestinationUsername',
  'windowTitle',
  'tabUrl',
])

/** v2 term of each v1 term whose values mean the same. */
const renamed: ReadonlyMap<string, string> = new Map(
  v1Fields.flatMap(({ term, v2, sql }) =>
    term && v2 && (columns.has(sql) || sameValues.has(term.name)) ? [[term.name, v2.replaceAll('[]', '')]] : [],
  ),
)

const asList = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(String)

const isNegative = (operator: string): boolean => ['IS_NOT', 'IS_NONE', 'DOES_NOT_EXIST'].includes(operator)

const oneOf = (filter: StoredFilter, operator: string, { term, values }: Meaning): StoredFilter =>
  values.length === 1
    ? { ...filter, term, operator: isNegative(operator) ? 'IS_NOT' : 'IS', value: values[0] }
    : { ...filter, term, operator: isNegative(operator) ? 'IS_NONE' : 'IS_ANY', value: [...values] }

const convertPresence = (filter: StoredFilter, operator: string): StoredFilter | null => {
  const meaning = presenceMeanings[filter.term]
  if (meaning === undefined) return null
  return typeof meaning === 'string' ? { ...filter, term: meaning } : oneOf(filter, operator, meaning)
}

/** All values of the filter in v2, when they belong to one term. */
const meaningOf = (filter: StoredFilter): Meaning | null => {
  const meanings = asList(filter.value).map((value) => valueMeanings[filter.term]?.get(value.toLowerCase()))
  const [first] = meanings
  if (!first || meanings.some((meaning) => meaning?.term !== first.term)) return null
  return { term: first.term, values: [...new Set(meanings.flatMap((meaning) => meaning?.values ?? []))] }
}

const convertValues = (filter: StoredFilter, operator: string): StoredFilter | null => {
  if (operator.endsWith('EXIST') || operator === 'EXISTS') return convertPresence(filter, operator)
  const meaning = meaningOf(filter)
  return meaning && oneOf(filter, operator, meaning)
}

const convertFlag = (filter: StoredFilter, operator: string, indicator: string): StoredFilter | null => {
  const value = String(filter.value).toLowerCase()
  if (!['IS', 'IS_NOT'].includes(operator) || !['true', 'false'].includes(value)) return null
  const holds = (value === 'true') === (operator === 'IS')
  return { ...filter, term: 'risk.indicators.name', operator: holds ? 'IS' : 'IS_NOT', value: indicator }
}

const convertFilter = (filter: StoredFilter): StoredFilter | null => {
  const operator = filter.operator ?? 'IS'
  const indicator = flagIndicators[filter.term]
  if (indicator) return convertFlag(filter, operator, indicator)
  if (valueMeanings[filter.term]) return convertValues(filter, operator)
  const term = renamed.get(filter.term)
  return term ? { ...filter, term } : null
}

/** All or nothing: a search that lost a filter would find something else. */
const convertAll = <Part>(parts: readonly Part[], convert: (part: Part) => Part | null): Part[] | null => {
  const converted = parts.map(convert).filter((part) => part !== null)
  return converted.length === parts.length ? converted : null
}

const convertNode = (node: StoredNode): StoredNode | null => {
  if (node.subgroups) {
    const subgroups = convertAll(node.subgroups, convertNode)
    return subgroups && { ...node, subgroups }
  }
  const filters = convertAll(node.filters ?? [], convertFilter)
  return filters && { ...node, filters }
}

const termIn = (v1: string): string | null => {
  const term = renamed.get(v1) ?? null
  return term !== null && terms.v2.has(term) ? term : null
}

/**
 * A v1 query in v2 terms; null when one of its filters has no counterpart. Columns and a sort key without one are left
 * out, as they change no result.
 */
export const convertToV2 = (definition: StoredDefinition): StoredDefinition | null => {
  const groups = convertAll(definition.groups, convertNode)
  if (!groups) return null
  const { srtKey, columns: names } = definition
  return {
    ...definition,
    groups,
    srtKey: srtKey ? termIn(srtKey) : null,
    columns: names ? names.map(termIn).filter((name) => name !== null) : null,
  }
}
