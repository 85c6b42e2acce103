import { type Filter, parse } from 'scim2-parse-filter'
import { scimRefusal } from './problems.ts'
import { urn } from './urns.ts'

/** Attributes in lower case, each with the value it must equal. Null where nothing can fit. */
export type Equalities = ReadonlyMap<string, string | boolean>

/** Deepest nesting that any client sends; deeper is refused before the parser recurses over it. */
const deepest = 16

/**
 * A filter as equalities that must hold together; null when they contradict each other. Only such filters can be
 * answered from an index, so that all others are refused with `invalidFilter`, as RFC 7644 provides.
 */
export const readFilter = (text: string, known: ReadonlySet<string>): Equalities | null => {
  const found = flat(parsed(text), '', known)
  const values = new Map<string, string | boolean>()
  for (const [name, value] of found) {
    if (typeof value === 'string' && value.includes('\0')) return null
    if (values.has(name) && values.get(name) !== value) return null
    values.set(name, value)
  }
  return values
}

const parsed = (text: string): Filter => {
  if ((text.match(/[([]/g)?.length ?? 0) > deepest) throw scimRefusal('invalidFilter', 'The filter is nested too deep')
  try {
    return parse(text)
  } catch {
    throw scimRefusal('invalidFilter', 'The filter cannot be read', 'query.filter')
  }
}

type Equality = readonly [name: string, value: string | boolean]

const flat = (filter: Filter, prefix: string, known: ReadonlySet<string>): Equality[] => {
  if ('filters' in filter && filter.op === 'and') return filter.filters.flatMap((one) => flat(one, prefix, known))
  if ('valFilter' in filter) return flat(filter.valFilter, `${prefix}${plainName(filter.attrPath)}.`, known)
  if (!('compValue' in filter) || filter.op !== 'eq')
    throw scimRefusal('invalidFilter', `Only eq and and can be answered here, not ${filter.op}`, 'query.filter')
  const name = `${prefix}${plainName(filter.attrPath)}`
  if (!known.has(name))
    throw scimRefusal('invalidFilter', `${name.slice(0, 100)} cannot be filtered by`, 'query.filter')
  return [[name, heldValue(name, filter.compValue)]]
}

/** Without the URN of the core schemas, which may stand before a name. */
const plainName = (path: string): string => {
  const start = [urn.user, urn.group].find((one) => path.toLowerCase().startsWith(`${one.toLowerCase()}:`))
  return (start ? path.slice(start.length + 1) : path).toLowerCase()
}

/** Entra ID writes truth values as text. */
const heldValue = (name: string, value: string | number | boolean | null): string | boolean => {
  if (name !== 'active') return String(value ?? '')
  const text = String(value).toLowerCase()
  if (text === 'true' || text === 'false') return text === 'true'
  throw scimRefusal('invalidFilter', 'active is true or false', 'query.filter')
}
