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

/** Expressions that stand for the values of leaves: variables inside an array, or constants. */
type Bind = ReadonlyMap<Leaf, string>

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

const tupleExpression = (children: readonly TreeNode<Leaf>[], bind: Bind): string =>
  `tuple(${children.map((child) => expressionOf(child, bind)).join(', ')})`

const isVariable = (sql: string | undefined): boolean => sql?.startsWith('x') ?? false

const sourceOf = (leaf: Leaf, bind: Bind): string => bind.get(leaf) ?? leaf.sql

const arrayExpression = (children: readonly TreeNode<Leaf>[], bind: Bind): string => {
  const leaves = children.flatMap(leavesOf)
  const variables = leaves.map((leaf, index) => [leaf, `${isVariable(bind.get(leaf)) ? 'y' : 'x'}${index}`] as const)
  const body = tupleExpression(children, new Map([...bind, ...variables]))
  const sources = leaves.map((leaf) => sourceOf(leaf, bind))
  return `arrayMap((${variables.map(([, name]) => name).join(', ')}) -> ${body}, ${sources.join(', ')})`
}

const expressionOf = (node: TreeNode<Leaf>, bind: Bind): string => {
  if (node.kind === 'leaf') return leafExpression(node.field, sourceOf(node.field, bind))
  return node.kind === 'array' ? arrayExpression(node.children, bind) : tupleExpression(node.children, bind)
}

const quoted = (text: string): string => `'${text.replaceAll("'", "\\'")}'`

const selectItem = (node: TreeNode<Leaf>, bind: Bind): string => {
  const expression = expressionOf(node, bind)
  const typed = node.kind === 'leaf' ? expression : `CAST(${expression}, ${quoted(typeOf(node))})`
  return `${typed} AS \`${node.name}\``
}

const selectList = (leaves: readonly Leaf[], bind: Bind = new Map()): string =>
  treeOf(leaves)
    .map((node) => selectItem(node, bind))
    .join(',\n')

const rendered: Readonly<Record<Version, string>> = { v1: selectList(v1Fields), v2: selectList(fields) }

/**
 * Expressions for a SELECT over the event table that, with `FORMAT JSONEachRow` and `renderSettings`, write whole
 * events as the API of that version shows them.
 * `filled` names the columns that hold a value in any of the events; the others are not read. Version 2 only: fields
 * of version 1 are computed from several columns each.
 */
export const renderEventSql = (version: Version, filled: ReadonlySet<string> | null = null): string =>
  version === 'v1' || filled === null ? rendered[version] : selectList(fields, emptyBut(filled))

const emptyBut = (filled: ReadonlySet<string>): Bind =>
  new Map(
    fields
      .filter(({ column }) => !filled.has(column))
      .map((field) => [field, `defaultValueOfTypeName('${field.columnType.replaceAll("'", "\\'")}')`]),
  )
