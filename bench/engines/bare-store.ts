import { createEventStore, type EventStoreDriver, eventTable, openEmbeddedDriver } from '@spillway/event-store'
import { shiftedColumns } from '../data/multiply.ts'
import { retentionDays } from '../data/period.ts'

/** The engine with Spillway's table in it and nothing of Spillway between. */
export interface BareStore {
  readonly driver: EventStoreDriver
  /** `name Type, …` of every column that is inserted. */
  readonly structure: string
  readonly columns: readonly string[]
  close(): Promise<void>
}

/** Opens a data directory of the embedded engine, making the table when it is new. */
export const openBareStore = async (path: string): Promise<BareStore> => {
  const driver = openEmbeddedDriver({ path })
  const store = createEventStore({ driver, retentionDays })
  await store.migrate()
  const columns = await driver.rows<{ name: string; type: string }>(
    `SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = '${eventTable}'
     AND default_kind NOT IN ('MATERIALIZED', 'ALIAS', 'EPHEMERAL') ORDER BY position`,
  )
  return {
    driver,
    columns: columns.map(({ name }) => name),
    structure: columns.map(({ name, type }) => `\`${name}\` ${type}`).join(', '),
    close: () => store.close(),
  }
}

/** Reads files of rows by the engine itself, its own JSON ingest; `change` replaces columns by expressions. */
export const insertFromFiles = async (
  { driver, structure, columns }: BareStore,
  paths: readonly string[],
  change: Readonly<Record<string, string>> = {},
): Promise<void> => {
  const list = shiftedColumns(columns, change)
  const types = structure.replaceAll("'", "\\'")
  for (const path of paths) {
    await driver.command(`INSERT INTO ${eventTable} SELECT ${list} FROM file('${path}', 'JSONEachRow', '${types}')`)
  }
}

/** Bytes that come back from a query, read and thrown away as fast as they come. */
export const drain = async (stream: AsyncIterable<Uint8Array>): Promise<number> => {
  let bytes = 0
  for await (const chunk of stream) bytes += chunk.byteLength
  return bytes
}
