import { type EventField, fields } from './fields.ts'

/** A skip index the store may lay over a column. */
export interface ColumnIndex {
  readonly expression: string
  readonly type: string
  readonly granularity: number
}

/** A physical column of the event table. */
export interface EventColumn {
  readonly name: string
  readonly type: string
  readonly codec?: string
  readonly default?: string
  readonly index?: readonly ColumnIndex[]
}

/** Columns the store needs beside the event itself. `seq` grows with each insert of a node. */
const systemColumns: readonly EventColumn[] = [
  { name: 'tenant_id', type: 'LowCardinality(String)' },
  { name: 'node', type: 'UInt32', codec: 'ZSTD(1)' },
  { name: 'seq', type: 'UInt64', codec: 'Delta, ZSTD(1)' },
  { name: 'batch', type: 'String', codec: 'ZSTD(1)' },
  { name: 'shape', type: 'LowCardinality(String)' },
]

const bloom = (column: string): ColumnIndex => ({
  expression: `lower(${column})`,
  type: 'bloom_filter(0.01)',
  granularity: 1,
})

const lookedUp = new Set(['event_id', 'file_hash_md5', 'file_hash_sha256', 'user_email', 'user_id', 'user_device_uid'])

const codecOf = (field: EventField): string => {
  if (field.depth > 0) return 'ZSTD(1)'
  return field.valueType === 'timestamp' ? 'Delta, ZSTD(1)' : 'ZSTD(1)'
}

const toColumn = (field: EventField): EventColumn => ({
  name: field.column,
  type: field.columnType,
  codec: codecOf(field),
  ...(lookedUp.has(field.column) && { index: [bloom(field.column)] }),
})

/** Every column of the event table: system columns, then one for each row of the field table. */
export const eventColumns: readonly EventColumn[] = [...systemColumns, ...fields.map(toColumn)]
