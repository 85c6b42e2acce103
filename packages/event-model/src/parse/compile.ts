import { digitsOf, type EventField } from '../fields.ts'
import type { BranchNode, TreeNode } from '../tree.ts'
import { type Reading, report } from './problem.ts'
import { scalarReader } from './scalar.ts'

/** Most elements of one array. */
export const maximumListLength = 10_000

/** Reads the value of one key; a missing key arrives as undefined. */
export type Read = (value: unknown, reading: Reading) => unknown

const isMissing = (value: unknown): value is null | undefined => value === undefined || value === null

const emptyOf = (field: EventField): unknown => {
  if (field.nullable) return null
  return field.valueType === 'boolean' ? false : ''
}

const readSingle = (field: EventField): Read => {
  const read = scalarReader(field.valueType, digitsOf(field))
  const empty = emptyOf(field)
  return (value, reading) => (isMissing(value) ? empty : (read(value, field.path, reading) ?? empty))
}

const arrayReader =
  (path: string, readItems: (items: readonly unknown[], reading: Reading) => unknown[]): Read =>
  (value, reading) => {
    if (isMissing(value)) return []
    if (!Array.isArray(value)) return report(reading, path, 'must be an array')
    if (value.length > maximumListLength) return report(reading, path, `holds more than ${maximumListLength} elements`)
    return readItems(value, reading)
  }

const readEach = (items: readonly unknown[], reading: Reading, read: Read): unknown[] => {
  const results: unknown[] = []
  const depth = reading.indexes.length
  for (let index = 0; index < items.length; index++) {
    reading.indexes[depth] = index
    const result = read(items[index], reading)
    if (result !== null) results.push(result)
  }
  reading.indexes.length = depth
  return results
}

// Null and empty elements say nothing, so they are left out.
const readList = (field: EventField): Read => {
  const read = scalarReader(field.valueType, digitsOf(field))
  const readItem: Read = (value, reading) => (isMissing(value) ? null : read(value, `${field.path}[]`, reading))
  return arrayReader(field.path, (items, reading) => readEach(items, reading, readItem))
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Reads all keys of an object; keys outside the table are ignored. */
export const keysReader = (children: readonly TreeNode<EventField>[], prefix: string) => {
  const readers = children.map((child) => ({ name: child.name, read: compile(child, prefix) }))
  return (given: Record<string, unknown>, reading: Reading): Record<string, unknown> => {
    const result: Record<string, unknown> = {}
    for (const { name, read } of readers) result[name] = read(given[name], reading)
    return result
  }
}

const readObject = (node: BranchNode<EventField>, path: string): Read => {
  const readKeys = keysReader(node.children, `${path}.`)
  return (value, reading) => {
    if (isMissing(value)) return readKeys({}, reading)
    return isObject(value) ? readKeys(value, reading) : report(reading, path, 'must be an object')
  }
}

const readObjects = (node: BranchNode<EventField>, path: string): Read => {
  const readKeys = keysReader(node.children, `${path}[].`)
  const readItem: Read = (value, reading) =>
    isObject(value) ? readKeys(value, reading) : report(reading, `${path}[]`, 'must be an object')
  return arrayReader(path, (items, reading) => readEach(items, reading, readItem))
}

/** The reader of a node of the field table that stands below `prefix`. */
const compile = (node: TreeNode<EventField>, prefix: string): Read => {
  if (node.kind === 'leaf') return node.field.list ? readList(node.field) : readSingle(node.field)
  return node.kind === 'array' ? readObjects(node, prefix + node.name) : readObject(node, prefix + node.name)
}
