import { type EventField, type FileEvent, fields } from './fields.ts'
import { shapeOf } from './shape.ts'
import type { TreeNode } from './tree.ts'
import { treeOf } from './tree.ts'

/** What the store adds to an event: place in the insertion order, batch and tenant. */
export interface EventSystem {
  readonly node: number
  readonly seq: bigint | number
  /** Hash of the idempotency key the event came with. */
  readonly batch: string
  readonly tenantId: string
}

/** One row for a JSONEachRow insert. Columns without a value are left out and take the default of their type. */
export type EventRow = Record<string, unknown>

type Write = (value: unknown, row: EventRow) => void

// ClickHouse reads this form without its slower best-effort parser.
const storedInstant = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, -1)}`

const storedValue = (field: EventField): ((value: unknown) => unknown) =>
  field.valueType === 'timestamp'
    ? (value) => (typeof value === 'string' && value !== '' ? storedInstant(value) : null)
    : (value) => value

const storedElement = (field: EventField): ((value: unknown) => unknown) => {
  const convert = storedValue(field)
  const absent = field.valueType === 'string' ? '' : null
  return (value) => convert(value) ?? absent
}

const writeLeaf = (field: EventField): Write => {
  const convert = storedValue(field)
  return (value, row) => {
    if (value !== null && value !== '') row[field.column] = convert(value)
  }
}

const writeList =
  (field: EventField): Write =>
  (value, row) => {
    if (Array.isArray(value) && value.length > 0) row[field.column] = value
  }

/** Picks the values of one leaf out of an array of objects, keeping nested arrays nested. */
const pickerOf = (field: EventField, segments: readonly string[]): ((item: unknown) => unknown) => {
  const [segment, ...rest] = segments
  if (segment === undefined) return field.list ? (value) => value ?? [] : storedElement(field)
  const name = segment.replace('[]', '')
  const pick = pickerOf(field, rest)
  if (!segment.endsWith('[]')) return (item) => pick((item as Record<string, unknown>)[name])
  return (item) => ((item as Record<string, unknown>)[name] as unknown[]).map(pick)
}

const columnsBelow = (node: TreeNode<EventField>, prefix: readonly string[]): { field: EventField; at: string[] }[] => {
  if (node.kind === 'leaf') return [{ field: node.field, at: [...prefix, node.name] }]
  const segment = node.kind === 'array' ? `${node.name}[]` : node.name
  return node.children.flatMap((child) => columnsBelow(child, [...prefix, segment]))
}

const writeObjects = (children: readonly TreeNode<EventField>[]): Write => {
  const columns = children
    .flatMap((child) => columnsBelow(child, []))
    .map(({ field, at }) => ({ name: field.column, pick: pickerOf(field, at) }))
  return (value, row) => {
    if (!Array.isArray(value) || value.length === 0) return
    for (const { name, pick } of columns) row[name] = value.map(pick)
  }
}

const writeObject = (children: readonly TreeNode<EventField>[]): Write => {
  const writers = children.map((child) => ({ name: child.name, write: writerOf(child) }))
  return (value, row) => {
    const object = value as Record<string, unknown>
    for (const { name, write } of writers) write(object[name], row)
  }
}

const writerOf = (node: TreeNode<EventField>): Write => {
  if (node.kind === 'leaf') return node.field.list ? writeList(node.field) : writeLeaf(node.field)
  return node.kind === 'array' ? writeObjects(node.children) : writeObject(node.children)
}

const writeEvent = writeObject(treeOf(fields))

/**
 * The stored form of an event. The activity time and the insertion time fall back to the time of ingestion, which the
 * caller must have set: the store orders and expires by them.
 */
export const toEventRow = (event: FileEvent, system: EventSystem): EventRow => {
  const row: EventRow = {
    tenant_id: system.tenantId,
    node: system.node,
    // A decimal string survives JSON beyond 53 bits.
    seq: system.seq.toString(),
    batch: system.batch,
  }
  writeEvent(event, row)
  row.timestamp ??= row.event_ingested
  row.event_inserted ??= row.event_ingested
  row.shape = shapeOf(row)
  return row
}
