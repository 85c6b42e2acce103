import { type FileEvent, renderEventSql, renderSettings, type Version } from '@spillway/event-model'
import type { EventStoreDriver } from '../../drivers/driver.ts'
import { openTestEngine } from './engine.ts'
import { randomEvents } from './random-events.ts'

/** An event of either version as the engine renders it. */
export type ShownEvent = FileEvent & Readonly<Record<string, unknown>>

/** Random events in an engine, and how each version of the API shows them; row `seq` n is element n. */
export interface Dataset {
  readonly driver: EventStoreDriver
  readonly shown: Readonly<Record<Version, readonly ShownEvent[]>>
  close(): Promise<void>
}

/** Stores random events; the same seed gives the same ones. */
export const openDataset = async (count: number, seed: number): Promise<Dataset> => {
  const { driver, insert, close } = await openTestEngine()
  await insert(randomEvents(count, seed))
  const show = (version: Version) => {
    const sql = `SELECT ${renderEventSql(version)} FROM events ORDER BY seq`
    return driver.rows<ShownEvent>(sql, {}, { settings: renderSettings })
  }
  return { driver, shown: { v1: await show('v1'), v2: await show('v2') }, close }
}
