import { fields } from './fields.ts'
import type { Leaf } from './leaf.ts'
import { leavesOf, type TreeNode, treeOf } from './tree.ts'
import type { ValueType, Version } from './types.ts'
import { v1Fields } from './v1/index.ts'

/** Settings under which the engine writes events as the API does. */
export const renderSettings = {
  output_format_json_named_tuples_as_objects: 1,
  date_time_output_format: 'iso',
  output_format_json_quote_64bit_integers: 0,
  output_format_json_escape_forward_slashes: 0,
  // Planning the hundreds of small expressions costs more than compiling them could save.
  compile_expressions: 0,
} as const

/** Where the values of leaves come from. */
interface Source {
  /** Variables that stand for leaves inside an array. */
  readonly variables: ReadonlyMap<Leaf, string>
  /** No event has a value there, so that a literal will do, which costs the engine no planning and no reading. */
  readonly isEmpty: (leaf: Leaf) => boolean
}

const stored: Source = { variables: new Map(), isEmpty: () => false }

const scalarTypes: Readonly<Record<Exclude<ValueType, 'timestamp'>, string>> = {
  string: 'String',
  int32: 'Int32',
  int64: 'Int64',
  boolean: 'Bool',
}

const leafType = ({ valueType, digits, list, nullable }: Leaf): string => {
  const scalar = valueType === 'timestamp' ? `DateTime64(${digits}, 'UTC')` : scalarTypes[valueType]
  if (list) return `Array(${scalar})`
  return nullable ? `Nullable(${scalar})` : scalar
}

const typeOf = (node: TreeNode<Leaf>): string => {
  if (node.kind === 'leaf') return leafType(node.field)
  const tuple = `Tuple(${node.children.map((child) => `\`${child.name}\` ${typeOf(child)}`).join(', ')})`
  return node.kind === 'array' ? `Array(${tuple})` : tuple
}

const isAlwaysNull = (leaf: Leaf): boolean => 'alwaysNull' in leaf && leaf.alwaysNull === true

const leafExpression = (leaf: Leaf, sql: string): string => {
  if (isAlwaysNull(leaf)) return 'NULL'
  return leaf.valueType === 'string' && leaf.nullable ? `nullIf(${sql}, '')` : sql
}

const emptyScalars: Readonly<Record<ValueType, string>> = {
  string: "''",
  int32: '0',
  int64: '0',
  boolean: 'false',
  timestamp: '0',
}

const emptyExpression = ({ valueType, list, nullable }: Leaf): string => {
  if (list) return '[]'
  return nullable ? 'NULL' : emptyScalars[valueType]
}

const tupleExpression = (children: readonly TreeNode<Leaf>[], source: Source): string =>
  `tuple(${children.map((child) => expressionOf(child, source)).join(', ')})`

const isVariable = (sql: string | undefined): boolean => sql?.startsWith('x') ?? false

const sqlOf = (leaf: Leaf, { variables }: Source): string => variables.get(leaf) ?? leaf.sql

/** The columns of an array are filled together or not at all. */
const arrayExpression = (children: readonly TreeNode<Leaf>[], source: Source): string => {
  const leaves = children.flatMap(leavesOf)
  if (leaves.every(source.isEmpty)) return '[]'
  const names = leaves.map(
    (leaf, index) => [leaf, `${isVariable(source.variables.get(leaf)) ? 'y' : 'x'}${index}`] as const,
  )
  const body = tupleExpression(children, { ...stored, variables: new Map([...source.variables, ...names]) })
  const arrays = leaves.map((leaf) => sqlOf(leaf, source))
  return `arrayMap((${names.map(([, name]) => name).join(', ')}) -> ${body}, ${arrays.join(', ')})`
}

const expressionOf = (node: TreeNode<Leaf>, source: Source): string => {
  if (node.kind === 'leaf') return valueExpression(node.field, source)
  return node.kind === 'array' ? arrayExpression(node.children, source) : tupleExpression(node.children, source)
}

const valueExpression = (leaf: Leaf, source: Source): string =>
  source.isEmpty(leaf) ? emptyExpression(leaf) : leafExpression(leaf, sqlOf(leaf, source))

const quoted = (text: string): string => `'${text.replaceAll("'", "\\'")}'`

const selectItem = (node: TreeNode<Leaf>, source: Source): string => {
  const expression = expressionOf(node, source)
  const typed = node.kind === 'leaf' ? expression : `CAST(${expression}, ${quoted(typeOf(node))})`
  return `${typed} AS \`${node.name}\``
}

const selectList = (leaves: readonly Leaf[], source: Source = stored): string =>
  treeOf(leaves)
    .map((node) => selectItem(node, source))
    .join(',\n')

const leavesOfVersion: Readonly<Record<Version, readonly Leaf[]>> = { v1: v1Fields, v2: fields }

const rendered: Readonly<Record<Version, string>> = { v1: selectList(v1Fields), v2: selectList(fields) }

/**
 * Expressions for a SELECT over the event table that, with `FORMAT JSONEachRow` and `renderSettings`, write whole
 * events as the API of that version shows them.
 * `filled` names the columns that hold a value in any of the events; the others are not read, except where a field of
 * version 1 is computed from them.
 */
export const renderEventSql = (version: Version, filled: ReadonlySet<string> | null = null): string =>
  filled === null ? rendered[version] : selectList(leavesOfVersion[version], only(filled))

const columnNames = new Set(fields.map(({ column }) => column))

const only = (filled: ReadonlySet<string>): Source => ({
  ...stored,
  isEmpty: ({ sql }) => columnNames.has(sql) && !filled.has(sql),
})
