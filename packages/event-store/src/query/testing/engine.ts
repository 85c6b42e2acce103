import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventColumns, type FileEvent, toEventRow } from '@spillway/event-model'
import type { EventStoreDriver } from '../../drivers/driver.ts'
import { openEmbeddedDriver } from '../../drivers/embedded.ts'

/** A bare event table on the embedded engine, to try compiled SQL on. */
export interface TestEngine {
  readonly driver: EventStoreDriver
  insert(events: readonly FileEvent[]): Promise<void>
  close(): Promise<void>
}

const createTable = (): string =>
  `CREATE TABLE events (${eventColumns.map(({ name, type }) => `${name} ${type}`).join(', ')})
   ENGINE = MergeTree ORDER BY (event_inserted, event_id)`

/** Opens an engine in a temporary directory with an empty table `events`. */
export const openTestEngine = async (): Promise<TestEngine> => {
  const path = mkdtempSync(join(tmpdir(), 'spillway-query-'))
  const driver = openEmbeddedDriver({ path })
  await driver.command(createTable())
  return {
    driver,
    async insert(events) {
      const rows = events.map((event, index) => toEventRow(event, { node: 1, seq: index, batch: 'b', tenantId: 't' }))
      await driver.insert('events', Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n')))
    },
    async close() {
      await driver.close()
      rmSync(path, { recursive: true, force: true })
    },
  }
}
