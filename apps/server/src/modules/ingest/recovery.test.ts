import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ControlStore, openControlStore } from '@spillway/control-store'
import { defaultRiskSettings } from '@spillway/detection'
import { createEventStore, type EventStore, type EventStoreDriver, openEmbeddedDriver } from '@spillway/event-store'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Caller } from '../../http/index.ts'
import { createIngestModule, type IngestModule, type IngestStore } from './index.ts'
import { knowingNobody } from './test-support/context.ts'

const now = new Date('2026-02-01T10:00:00.000Z')
const caller: Caller = {
  kind: 'api-client',
  id: 'key-1',
  name: 'connector',
  permissions: new Set(['file-events.write']),
  tenantId: 't',
  ip: '192.0.2.7',
  userAgent: 'test',
}
class Crash extends Error {}

let directory: string
let driver: EventStoreDriver
let events: EventStore
let control: ControlStore
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'spillway-recovery-'))
  driver = openEmbeddedDriver({ path: join(directory, 'events') })
  events = createEventStore({ driver, retentionDays: 10_000 })
  await events.migrate()
  control = await openControlStore({ kind: 'sqlite', path: join(directory, 'control.sqlite') })
  await control.migrate()
})
afterAll(async () => {
  await control.close()
  await events.close()
  await rm(directory, { recursive: true, force: true })
})

let ids = 0
const startProcess = (eventStore: IngestStore): IngestModule =>
  createIngestModule({
    riskSettings: async () => defaultRiskSettings,
    trusted: async () => ({ entries: [] }),
    ...knowingNobody,
    eventStore,
    store: control,
    agents: { facts: async () => null },
    ledger: { record: async () => undefined, hasArrived: async () => false },
    node: 1,
    clock: () => now,
    newId: () => `id-${++ids}`,
    isEventStoreAway: () => false,
    threads: 0,
  })

/** Stores the first `count` rows of an insert and dies before it can answer. */
const dyingAfter = (count: number): IngestStore => ({
  ...events,
  insert: async (rows, _, token) => {
    const lines = Buffer.from(rows).toString().split('\n').slice(0, count)
    await events.insert(Buffer.from(lines.map((line) => `${line}\n`).join('')), count, `${token} in part`)
    throw new Crash()
  },
})

const submit = ({ ingest }: IngestModule, key: string, count: number) => {
  const body = Array.from({ length: count }, (_, index) => JSON.stringify({ file: { name: `${key}-${index}` } })).join(
    '\n',
  )
  return ingest.submit({
    caller,
    expectedBytes: body.length,
    read: async () => Buffer.from(body),
    type: 'application/x-ndjson',
    encoding: 'identity',
    idempotencyKey: key,
    delivery: null,
  })
}
const stored = (key: string) =>
  driver.rows<{ name: string; ids: number; numbers: number }>(
    `SELECT file_name AS name, toUInt32(uniqExact(event_id)) AS ids, toUInt32(count()) AS numbers
     FROM events WHERE startsWith(file_name, {key:String}) GROUP BY name ORDER BY length(name), name`,
    { key },
  )

it.each([0, 1, 700, 1_000])(
  'stores the rest of a batch once after a crash that left %i of 1,000 events',
  async (left) => {
    const key = `batch${left}x`
    const first = startProcess(dyingAfter(left))
    await expect(submit(first, key, 1_000)).rejects.toBeInstanceOf(Crash)
    expect(await stored(key)).toHaveLength(left)
    const second = startProcess(events)
    const { receipt } = await submit(second, key, 1_000)
    expect(receipt).toMatchObject({ received: 1_000, stored: 1_000 })
    const rows = await stored(key)
    expect(rows.map(({ name }) => name)).toEqual(Array.from({ length: 1_000 }, (_, index) => `${key}-${index}`))
    expect(rows.filter((row) => row.ids !== 1 || row.numbers !== 1)).toEqual([])
    await second.stop()
    expect(await submit(startProcess(events), key, 1_000)).toEqual({ receipt, replayed: true })
    expect(await stored(key)).toHaveLength(1_000)
  },
)

it('never gives a number twice, whoever wrote before', async () => {
  const [row] = await driver.rows<{ rows: number; numbers: number }>(
    'SELECT toUInt32(count()) AS rows, toUInt32(uniqExact(node, seq)) AS numbers FROM events',
  )
  expect(row?.numbers).toBe(row?.rows)
})
