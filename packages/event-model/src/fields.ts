import { rows } from './fields/index.ts'
import type { Row, TermRank } from './fields/row.ts'
import type { Nest, Sparse } from './nest.ts'
import type { Privacy, ValueClass, ValueType } from './types.ts'

/** One leaf of a v2 file event with everything the table knows about it. */
export interface EventField {
  /** v2 path; `[]` marks an array of objects, as in `source.tabs[].url`. */
  readonly path: string
  readonly valueType: ValueType
  readonly valueClass: ValueClass
  /** The leaf itself is an array of values. */
  readonly list: boolean
  readonly nullable: boolean
  /** Arrays around the value: one for each `[]` in the path, and one more for a list. */
  readonly depth: number
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
  readonly meaning: string
}

type Rows = (typeof rows)[number]

/** A whole v2 file event: every key present, null or `[]` where nothing is known. */
export type FileEvent = Nest<Rows>

/** A v2 file event as agents and connectors send it: any part may be missing. */
export type FileEventInput = Sparse<FileEvent>

const snakeCase = (path: string): string =>
  path
    .replace('@', '')
    .replaceAll('[]', '')
    .replaceAll('.', '_')
    .replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const depthOf = (row: Row): number => row.path.split('[]').length - 1 + (row.list ? 1 : 0)

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
  return 'Array('.repeat(depthOf(row)) + element + ')'.repeat(depthOf(row))
}

const toField = (row: Row): EventField => {
  const repeats = row.options.repeats ?? row.valueClass === 'enumeration'
  return {
    path: row.path,
    valueType: row.valueType,
    valueClass: row.valueClass,
    list: row.list,
    nullable: !row.required && !row.list,
    depth: depthOf(row),
    column: snakeCase(row.path),
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

/** Fraction digits that the timestamps of a field keep. */
export const digitsOf = (field: EventField): 3 | 6 => (serverTimes.has(field.path) ? 6 : 3)
