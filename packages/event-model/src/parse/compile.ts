import type { EventField } from '../fields.ts'
import type { BranchNode, TreeNode } from '../tree.ts'
import { emptyFactory, emptyLeaf } from './empty.ts'
import { type Reading, report } from './problem.ts'
import { readEventId, scalarReader } from './scalar.ts'

/** Most elements of one array. */
const maximumListLength = 10_000

/** Reads the value of one key; `empty` is what a missing value becomes. */
type Read = (value: unknown, reading: Reading, empty?: unknown) => unknown

const isMissing = (value: unknown): value is null | undefined => value === undefined || value === null

const readSingle = (field: EventField): Read => {
  const read = field.path === 'event.id' ? readEventId : scalarReader(field.valueType, field.digits)
  const empty = emptyLeaf(field)
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
  const read = scalarReader(field.valueType, field.digits)
  const readItem: Read = (value, reading) => (isMissing(value) ? null : read(value, `${field.path}[]`, reading))
  return arrayReader(field.path, (items, reading) => readEach(items, reading, readItem))
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Writes what was given over an object that holds every key already; keys outside the table are ignored. */
type ReadKeys = (target: Record<string, unknown>, given: Record<string, unknown>, reading: Reading) => void

/** Reads the keys of an object of the table, whose path ends in a dot unless it is the event itself. */
export const keysReader = (children: readonly TreeNode<EventField>[], prefix: string): ReadKeys => {
  const readers = new Map(children.map((child) => [child.name, compile(child, prefix)]))
  return (target, given, reading) => {
    for (const name of Object.keys(given)) {
      const read = readers.get(name)
      if (read) target[name] = read(given[name], reading, target[name])
    }
  }
}

const readObject = (node: BranchNode<EventField>, path: string): Read => {
  const readKeys = keysReader(node.children, `${path}.`)
  return (value, reading, empty) => {
    if (isMissing(value)) return empty
    if (!isObject(value)) return report(reading, path, 'must be an object')
    readKeys(empty as Record<string, unknown>, value, reading)
    return empty
  }
}

const readObjects = (node: BranchNode<EventField>, path: string): Read => {
  const readKeys = keysReader(node.children, `${path}[].`)
  const makeEmpty = emptyFactory(node.children)
  const readItem: Read = (value, reading) => {
    if (!isObject(value)) return report(reading, `${path}[]`, 'must be an object')
    const item = makeEmpty()
    readKeys(item, value, reading)
    return item
  }
  return arrayReader(path, (items, reading) => readEach(items, reading, readItem))
}

/** The reader of a node of the field table that stands below `prefix`. */
const compile = (node: TreeNode<EventField>, prefix: string): Read => {
  if (node.kind === 'leaf') return node.field.list ? readList(node.field) : readSingle(node.field)
  return node.kind === 'array' ? readObjects(node, prefix + node.name) : readObject(node, prefix + node.name)
}
