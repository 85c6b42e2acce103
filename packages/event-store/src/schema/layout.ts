import { type EventColumn, eventColumns } from '@spillway/event-model'

/** Name under which the event table is read and written; on a cluster it is the distributed table. */
export const eventTable = 'events'

/** The table that holds the rows of one shard of a cluster. */
export const shardTable = 'events_shard'

export interface SkipIndex {
  readonly name: string
  readonly definition: string
}

export interface Projection {
  readonly name: string
  readonly definition: string
}

/** What lies in one directory, one MergeTree. The figures behind it: docs/adr/0005-event-table-layout.md. */
export interface TableLayout {
  readonly columns: readonly EventColumn[]
  readonly indexes: readonly SkipIndex[]
  readonly projections: readonly Projection[]
  readonly partitionBy: string
  readonly orderBy: string
  readonly settings: Readonly<Record<string, string | number>>
}

/**
 * The first two parts of the sort order. Statements name them so that the engine can follow that order. The day is of
 * a type as wide as the times: a narrower one wraps around for devices whose clock is decades off.
 */
export const dayOfEvent = 'toDate32(timestamp)'
export const userOfEvent = 'lower(user_email)'

/** Found by value through a sorted copy of the value alone, whatever the size of the table. */
export const copiedColumns: readonly string[] = ['event_id', 'file_hash_md5']

const lookup = (column: string): Projection => ({
  name: `find_${column}`,
  definition: `SELECT _part_offset ORDER BY lower(${column})`,
})

/** Declared by the field table, unless a projection finds the value already. */
const declaredIndexes = eventColumns
  .filter(({ name }) => !copiedColumns.includes(name))
  .flatMap(({ name, index = [] }) =>
    index.map(({ expression, type, granularity }, position) => ({
      name: `skip_${name}${position === 0 ? '' : `_${position}`}`,
      definition: `${expression} TYPE ${type} GRANULARITY ${granularity}`,
    })),
  )

const storeIndexes: readonly SkipIndex[] = [
  // Finds any four characters of a name in a sorted dictionary.
  { name: 'find_file_name', definition: 'lower(file_name) TYPE text(tokenizer = ngrams(4))' },
  // The engine does not carry a bound on the time over to the day of the sort order.
  { name: 'skip_timestamp', definition: 'timestamp TYPE minmax GRANULARITY 1' },
  { name: 'skip_seq', definition: 'seq TYPE minmax GRANULARITY 1' },
  { name: 'skip_inserted', definition: 'event_inserted TYPE minmax GRANULARITY 1' },
  { name: 'skip_batch', definition: 'batch TYPE bloom_filter(0.01) GRANULARITY 1' },
]

export const eventLayout: TableLayout = {
  columns: eventColumns,
  indexes: [...declaredIndexes, ...storeIndexes],
  projections: [
    ...copiedColumns.map(lookup),
    { name: 'positions', definition: 'SELECT node, min(seq), max(seq), count() GROUP BY node' },
  ],
  // By the server's clock, so that a device with a wrong one cannot scatter an insert over partitions.
  partitionBy: 'toYYYYMM(event_inserted)',
  // One person's events of a day lie together: they share much, so they pack well, and are read at once.
  orderBy: `(${dayOfEvent}, ${userOfEvent}, timestamp, event_id)`,
  settings: {
    index_granularity: 1024,
    // Small inserts go to one file instead of one for each column, which spares hundreds of fsyncs.
    min_bytes_for_wide_part: 32 * 1024 * 1024,
    // A merge takes ten parts of a size rather than five: events are written over less often, for a few parts more.
    merge_selector_base: 10,
    // Projections take no codec of their own.
    default_compression_codec: 'ZSTD(1)',
    // Acknowledged rows survive a loss of power, not only of the process.
    fsync_after_insert: 1,
    fsync_part_directory: 1,
    // Merged parts are made durable too, so that those they replace need not stay in memory for the usual eight minutes.
    min_rows_to_fsync_after_merge: 1,
    old_parts_lifetime: 60,
    deduplicate_merge_projection_mode: 'rebuild',
    lightweight_mutation_projection_mode: 'rebuild',
  },
}
