import type { Leaf } from '../leaf.ts'
import type { Operator, ValueClass, ValueType, Version } from '../types.ts'

/** A search term of one version of the API. */
export interface Term {
  readonly name: string
  readonly version: Version
  /** The leaf it searches. */
  readonly path: string
  readonly valueClass: ValueClass
  readonly valueType: ValueType
  /** The term holds any number of values. */
  readonly multi: boolean
  /** Every event has a value. */
  readonly always: boolean
  readonly operators: ReadonlySet<Operator>
  readonly sortable: boolean
  readonly groupable: boolean
  /**
   * Constant SQL over the columns of the event table. Text: String, `''` when missing. Several values: a flat Array of
   * the value type; its `''` and null elements are missing ones. Numbers, times, booleans: Nullable where they may miss.
   */
  readonly sql: string
  /** Values are file categories, which clients spell in several ways. */
  readonly category: boolean
  /** Fraction digits of a timestamp. */
  readonly digits: 3 | 6
  /** The published list holds it, held it once, or never did. */
  readonly list: 'published' | 'legacy' | 'proposed' | 'alias'
  /** Constant SQL of the text that an export shows. */
  readonly exportSql: string
  /** Header of its exported column. */
  readonly header: string
}

const equality: readonly Operator[] = ['IS', 'IS_NOT']
const membership: readonly Operator[] = ['IS_ANY', 'IS_NONE']
const comparison: readonly Operator[] = ['GREATER_THAN', 'LESS_THAN']
const time: readonly Operator[] = ['ON', 'ON_OR_AFTER', 'ON_OR_BEFORE', 'WITHIN_THE_LAST']
const existence: readonly Operator[] = ['EXISTS', 'DOES_NOT_EXIST']

const textOperators = new Set([...equality, ...membership, ...existence])

/** Operators that each value class allows. */
export const operatorsOf: Readonly<Record<ValueClass, ReadonlySet<Operator>>> = {
  keyword: textOperators,
  path: textOperators,
  enumeration: textOperators,
  address: textOperators,
  number: new Set([...equality, ...membership, ...comparison, ...existence]),
  timestamp: new Set([...time, ...existence]),
  boolean: new Set([...equality, ...existence]),
}

/** All twelve operators of file-event queries. */
export const operators: ReadonlySet<Operator> = new Set([
  ...equality,
  ...membership,
  ...comparison,
  ...time,
  ...existence,
])

// Sorting needs one value per event; of the lists only the weights have a natural one, the largest or the smallest.
const isSortable = ({ path, depth }: Leaf): boolean =>
  depth === 0 || ['risk.indicators[].weight', 'riskIndicators[].weight'].includes(path)

const categoryPaths = /^file\.category|^fileCategory|^file\.acquiredFrom\[\]\.fileCategory/

/** A term over one leaf of either table. */
export const termOver = (
  leaf: Leaf,
  facts: Pick<Term, 'name' | 'version' | 'list' | 'exportSql' | 'header'> & { readonly sql?: string },
): Term => ({
  path: leaf.path,
  valueClass: leaf.valueClass,
  valueType: leaf.valueType,
  multi: leaf.depth > 0,
  always: !leaf.nullable && leaf.depth === 0,
  operators: operatorsOf[leaf.valueClass],
  sortable: isSortable(leaf),
  groupable: leaf.valueClass !== 'timestamp',
  category: categoryPaths.test(leaf.path),
  digits: leaf.digits,
  ...facts,
  sql: facts.sql ?? flatSql(leaf),
})

/** The values of a leaf as one flat array, or as the single value. */
export const flatSql = ({ sql, depth }: Leaf): string => (depth > 1 ? `arrayFlatten(${sql})` : sql)
