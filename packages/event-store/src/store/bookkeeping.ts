import { eventTable } from '../schema/layout.ts'
import type { CallOptions, Engine } from './engine.ts'

/** Size and age of what is stored. */
export interface EventStoreStatus {
  events: number
  /** Bytes on disk, indexes included. */
  bytes: number
  parts: number
  /** ISO times of the oldest and newest insertion, null when nothing is stored. */
  oldest: string | null
  newest: string | null
}

/** Ids of the events stored of a batch, to finish one that was interrupted. */
export async function storedRows(engine: Engine, batch: string, call?: CallOptions): Promise<Set<string>> {
  const sql = `SELECT event_id AS id FROM ${eventTable} WHERE batch = {batch:String}`
  const rows = await engine.rows<{ id: string }>({ sql, parameters: { batch } }, call)
  return new Set(rows.map(({ id }) => id))
}

/** The last number a node gave to an event, 0 when none. */
export async function highestSequence(engine: Engine, node: number, call?: CallOptions): Promise<bigint> {
  const sql = `SELECT toString(max(seq)) AS highest FROM ${eventTable} WHERE node = {node:UInt32}`
  const [row] = await engine.rows<{ highest: string }>({ sql, parameters: { node } }, call)
  return BigInt(row?.highest ?? 0)
}

/** On a cluster, sizes are those of the replica that answers. */
export async function readStatus(engine: Engine, table: string, call?: CallOptions): Promise<EventStoreStatus> {
  const sizes = `SELECT sum(rows) AS events, sum(bytes_on_disk) AS bytes, count() AS parts FROM system.parts
    WHERE active AND database = currentDatabase() AND table = {table:String}`
  const ages = `SELECT formatDateTime(min(event_inserted), '%FT%TZ') AS oldest, formatDateTime(max(event_inserted), '%FT%TZ') AS newest
    FROM ${eventTable}`
  const [[size], [age]] = await Promise.all([
    engine.rows<{ events: number; bytes: number; parts: number }>({ sql: sizes, parameters: { table } }, call),
    engine.rows<{ oldest: string; newest: string }>({ sql: ages, parameters: {} }, call),
  ])
  const { events = 0, bytes = 0, parts = 0 } = size ?? {}
  const known = events > 0 && age !== undefined
  return { events, bytes, parts, oldest: known ? age.oldest : null, newest: known ? age.newest : null }
}
