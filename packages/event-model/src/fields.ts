import { rows } from './fields/index.ts'
import type { Row, TermRank } from './fields/row.ts'
import { depthOf, type Leaf } from './leaf.ts'
import type { Nest, Sparse } from './nest.ts'
import type { Privacy } from './types.ts'

/** One leaf of a v2 file event with everything the table knows about it. */
export interface EventField extends Leaf {
  readonly column: string
  readonly columnType: string
  /** Values recur, so that a dictionary pays. */
  readonly repeats: boolean
  /** Month of the first public sighting, `YYYY-MM`. */
  readonly since: string
  /** Month by which the published term list had dropped it. */
  readonly until: string | null
  readonly term: TermRank | null
  /** Key of this field in the common event format, v2 events. */
  readonly cef: string | null
  readonly privacy: Privacy
}

type Rows = (typeof rows)[number]

/** A whole v2 file event: every key present, null or `[]` where nothing is known. */
export type FileEvent = Nest<Rows>

/** Path of a leaf of a v2 file event. */
export type FieldPath = Rows['path']

/** The part of an event that some of its leaves make up. Whole events are such parts too. */
export type EventPart<Path extends FieldPath> = Nest<Extract<Rows, { readonly path: Path }>>

/** A v2 file event as agents and connectors send it: any part may be missing. */
export type FileEventInput = Sparse<FileEvent>

const snakeCase = (path: string): string =>
  path
    .replace('@', '')
    .replaceAll('[]', '')
    .replaceAll('.', '_')
    .replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

// The store orders, partitions and expires by these three, so they are never null there.
const storedAlways = new Set(['@timestamp', 'event.ingested', 'event.inserted', 'risk.trusted'])
const serverTimes = new Set(['event.ingested', 'event.inserted'])

const scalarType = (row: Row, repeats: boolean): string => {
  switch (row.valueType) {
    case 'string':
      return repeats ? 'LowCardinality(String)' : 'String'
    case 'timestamp':
      return serverTimes.has(row.path) ? "DateTime64(6, 'UTC')" : "DateTime64(3, 'UTC')"
    case 'int32':
      return 'Int32'
    case 'int64':
      return 'Int64'
    case 'boolean':
      return 'Bool'
  }
}

const columnTypeOf = (row: Row, repeats: boolean): string => {
  const scalar = scalarType(row, repeats)
  const element = row.valueType === 'string' || storedAlways.has(row.path) ? scalar : `Nullable(${scalar})`
  const depth = depthOf(row.path, row.list)
  return 'Array('.repeat(depth) + element + ')'.repeat(depth)
}

const toField = (row: Row): EventField => {
  const repeats = row.options.repeats ?? row.valueClass === 'enumeration'
  const column = snakeCase(row.path)
  return {
    path: row.path,
    valueType: row.valueType,
    valueClass: row.valueClass,
    list: row.list,
    nullable: !row.required && !row.list,
    depth: depthOf(row.path, row.list),
    sql: column,
    digits: serverTimes.has(row.path) ? 6 : 3,
    column,
    columnType: columnTypeOf(row, repeats),
    repeats,
    since: row.since,
    until: row.options.until ?? null,
    term: row.term,
    cef: row.options.cef ?? null,
    privacy: row.options.privacy ?? 'technical',
    meaning: row.meaning,
  }
}

/** The field table: one row for each leaf of a v2 file event, in response order. */
export const fields: readonly EventField[] = rows.map(toField)

const byPath = new Map(fields.map((field) => [field.path, field]))

/** The row of a v2 path. Throws for a path outside the table: that is a mistake in the program. */
export const fieldOf = (path: string): EventField => {
  const field = byPath.get(path)
  if (!field) throw new Error(`No field ${path}`)
  return field
}

/** Column of a v2 path. */
export const columnOf = (path: string): string => fieldOf(path).column
