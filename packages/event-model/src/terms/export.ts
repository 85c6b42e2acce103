import type { Leaf } from '../leaf.ts'
import type { ValueType } from '../types.ts'

// The engine always writes six digits; the column may keep only three.
const isoTime = (digits: 3 | 6) => (sql: string) =>
  `concat(substring(formatDateTime(${sql}, '%Y-%m-%dT%H:%i:%S.%f'), 1, ${20 + digits}), 'Z')`

/** Date and time to the second without zone, as v1 exports of file times show them. */
export const plainTime = (sql: string): string => `ifNull(formatDateTime(${sql}, '%Y-%m-%d %H:%i:%S'), '')`

const textOf = (valueType: ValueType, digits: 3 | 6): ((sql: string) => string) => {
  switch (valueType) {
    case 'string':
      return (sql) => sql
    case 'timestamp':
      return isoTime(digits)
    case 'boolean':
      return (sql) => `if(${sql}, 'true', 'false')`
    default:
      return (sql) => `toString(${sql})`
  }
}

/** The elements of an array expression of texts, without the empty ones, joined by commas. */
export const joined = (sql: string): string => `arrayStringConcat(arrayFilter(x -> x != '', ${sql}), ',')`

const single = (sql: string, { valueType, nullable }: Leaf, text: (sql: string) => string): string => {
  if (valueType === 'string') return sql
  return nullable ? `if(isNull(${sql}), '', assumeNotNull(${text(sql)}))` : text(sql)
}

/** Text of a term in an export: empty when missing, several values joined by commas, times in ISO 8601. */
export const exportText = (leaf: Leaf, flat: string): string => {
  const text = textOf(leaf.valueType, leaf.digits)
  if (leaf.depth === 0) return single(flat, leaf, text)
  return leaf.valueType === 'string' ? joined(flat) : joined(`arrayMap(v -> ifNull(${text('v')}, ''), ${flat})`)
}
