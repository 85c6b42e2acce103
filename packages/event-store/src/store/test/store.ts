import { type FileEvent, parseFileEvent, toEventRow } from '@spillway/event-model'
import { type DriverFixture, openDriver } from '../../drivers/test/drivers.ts'
import {
  type CompiledExport,
  type CompiledGrouping,
  type CompiledSearch,
  compileExport,
  compileGrouping,
  compileSearch,
  openLimits,
} from '../../query/index.ts'
import { createEventStore, type EventStore } from '../event-store.ts'

export interface StoreFixture extends DriverFixture {
  store: EventStore
}

const context = { now: new Date('2026-03-01T00:00:00.000Z'), limits: openLimits }

export async function openStore(kind: 'embedded' | 'remote', retentionDays?: number): Promise<StoreFixture> {
  const fixture = await openDriver(kind)
  const store = createEventStore({ driver: fixture.driver, ...(retentionDays ? { retentionDays } : {}) })
  await store.migrate()
  return { ...fixture, store }
}

/** An event with the given values at paths such as `file.name`. */
export function sampleEvent(values: Record<string, unknown>): FileEvent {
  const event: Record<string, unknown> = { '@timestamp': '2026-02-03T04:05:06.789Z' }
  for (const [path, value] of Object.entries({ 'event.inserted': recently, 'event.ingested': recently, ...values })) {
    setAt(event, path === '@timestamp' ? [path] : path.split('.'), value)
  }
  const parsed = parseFileEvent(event)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.event
}

/** Inside any retention, whatever the day of the test. */
const recently = new Date().toISOString()

export function rowsOf(events: readonly FileEvent[], place: { node?: number; firstSeq?: number; batch?: string } = {}) {
  const { node = 1, firstSeq = 1, batch = 'batch' } = place
  const rows = events.map((event, index) =>
    toEventRow(event, { node, seq: firstSeq + index, batch, tenantId: 'tenant' }),
  )
  return Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
}

export const anything = [{ filters: [{ term: 'event.id', operator: 'EXISTS' }] }]
export const where = (term: string, value: string) => [{ filters: [{ term, operator: 'IS', value }] }]

export function searchOf(body: Record<string, unknown>): CompiledSearch {
  return compiled(compileSearch({ groups: anything, ...body }, 'v2', context))
}

export function groupingOf(body: Record<string, unknown>): CompiledGrouping {
  return compiled(compileGrouping({ groups: anything, ...body }, 'v2', context))
}

export function exportOf(body: Record<string, unknown>): CompiledExport {
  return compiled(compileExport({ groups: anything, ...body }, 'v2', context))
}

export async function readEvents(events: AsyncIterable<Uint8Array>): Promise<FileEvent[]> {
  return JSON.parse(`[${await readText(events)}]`) as FileEvent[]
}

export async function readText(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of bytes) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

function compiled<Query>(result: { ok: true; query: Query } | { ok: false; problems: readonly unknown[] }): Query {
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.query
}

function setAt(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [head = '', ...rest] = path
  if (rest.length === 0) {
    target[head] = value
    return
  }
  target[head] ??= {}
  setAt(target[head] as Record<string, unknown>, rest, value)
}
