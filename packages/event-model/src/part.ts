import { type EventField, type EventPart, type FieldPath, fields } from './fields.ts'
import { type BranchNode, leavesOf, type TreeNode, treeOf } from './tree.ts'

/** Reads parts of stored events: far less than whole ones, in far less time. */
export interface PartReader<Part> {
  /** Expressions for a SELECT over the event table with `FORMAT JSONCompactEachRow` and `renderSettings`. */
  readonly sql: string
  /** The part that a row of the answer stands for. */
  readonly read: (row: readonly unknown[]) => Part
}

type Read = (row: readonly unknown[]) => unknown

/**
 * A reader of the part of events that some paths make up. Of these only the `needed` ones are read, all unless told;
 * the others are absent from the events it gives.
 */
export const readerOf = <Path extends FieldPath>(
  paths: readonly Path[],
  needed: ReadonlySet<string> = new Set(paths),
): PartReader<EventPart<Path>> => {
  const wanted = new Set<string>(paths)
  const leaves = fields.filter(({ path }) => wanted.has(path))
  const selected = leaves.filter(({ path }) => needed.has(path))
  const places = new Map(selected.map((field, index) => [field, index]))
  return {
    sql: selected.map(({ column }) => column).join(', '),
    read: readObject(treeOf(leaves), places) as PartReader<EventPart<Path>>['read'],
  }
}

type Places = ReadonlyMap<EventField, number>

const readObject = (children: readonly TreeNode<EventField>[], places: Places): Read => {
  const parts = children.map((child) => ({ name: child.name, read: readNode(child, places) }))
  return (row) => {
    const object: Record<string, unknown> = {}
    for (const { name, read } of parts) object[name] = read(row)
    return object
  }
}

const readNode = (node: TreeNode<EventField>, places: Places): Read => {
  if (node.kind === 'leaf') return readLeaf(node.field, places.get(node.field))
  return node.kind === 'object' ? readObject(node.children, places) : readArray(node, places)
}

const readLeaf = (field: EventField, place: number | undefined): Read => {
  if (place === undefined) return absent(field)
  // The table has no absent text: it is empty there.
  const mayBeEmpty = field.valueType === 'string' && field.nullable
  return mayBeEmpty ? (row) => row[place] || null : (row) => row[place]
}

const absent = ({ list, nullable, valueType }: EventField): Read => {
  if (list) return () => []
  if (nullable) return () => null
  return valueType === 'string' ? () => '' : () => false
}

/** Objects of an array lie in the table as one list for each of their leaves. */
const readArray = (node: BranchNode<EventField>, places: Places): Read => {
  const inside = leavesOf(node).filter((field) => places.has(field))
  const cells = inside.map((field) => places.get(field) ?? 0)
  const readItem = readObject(node.children, new Map(inside.map((field, index) => [field, index])))
  const listAt = (row: readonly unknown[], cell: number | undefined) => (row[cell ?? -1] ?? []) as readonly unknown[]
  return (row) => listAt(row, cells[0]).map((_, index) => readItem(cells.map((cell) => listAt(row, cell)[index])))
}
