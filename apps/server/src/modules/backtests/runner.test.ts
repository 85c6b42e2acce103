import { type ControlStore, openControlStore } from '@spillway/control-store'
import { addTenant } from '@spillway/control-store/testing'
import { anyTime } from '@spillway/detection'
import { parseFileEvent } from '@spillway/event-model'
import { EventStoreUnavailable } from '@spillway/event-store'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createDesk } from './desk.ts'
import { createReader, type Past } from './rehearsal/reading.ts'
import { createBacktestRepository, progressOf } from './repository.ts'
import { createBacktestRunner } from './runner.ts'

const tenantId = '11111111-1111-4111-8111-111111111111'
const from = Date.parse('2026-01-05T00:00:00Z')
const to = Date.parse('2026-01-06T00:00:00Z')
const definition = { vectors: null, filters: null, alertOnBlockedBrowserActivity: false, windowMinutes: 60 }
const rule = { ruleId: null, version: null, name: 'x', severity: 'Low', definition } as const
const failures: unknown[] = []

const eventOf = (minute: number) => {
  const parsed = parseFileEvent({
    '@timestamp': new Date(from + minute * 60_000).toISOString(),
    event: { id: `e${minute}`, action: 'removable-media-created', observer: 'Endpoint' },
    user: { email: 'a@example.com' },
    risk: { score: 3, trusted: false },
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.event
}

let store: ControlStore
let repository: ReturnType<typeof createBacktestRepository>
beforeEach(async () => {
  store = await openControlStore({ kind: 'sqlite', path: ':memory:' })
  await store.migrate()
  await addTenant(store, tenantId)
  repository = createBacktestRepository(store)
  const created = { createdAt: new Date(to).toISOString(), createdBy: 'me' }
  await repository.add({ id: 'b1', tenantId, rehearsal: { rule, against: null, from, to, samples: 1 }, ...created })
  failures.length = 0
})
afterEach(() => store.close())

/** A past whose second half comes when it is let go on. */
const pastOf = (gate: Promise<void>): Past => ({
  extent: async () => ({ hours: [{ start: from, events: 2 }], people: 1 }),
  async *history() {
    yield [eventOf(1)] as never
    await gate
    yield [eventOf(61)] as never
  },
})

const runnerOn = (past: Past, owner = 'one') => {
  const clock = () => new Date(to)
  const attribute = async (events: readonly ReturnType<typeof eventOf>[]) =>
    events.map((event) => {
      const actor = { key: 'a', id: null, name: 'a@example.com' }
      return { event, actor, memberships: [], context: { names: ['a@example.com'], watchlists: [] } }
    })
  const read = createReader({ past, attribute: attribute as never, timing: anyTime, rest: async () => undefined })
  const desk = createDesk({ store, clock, tenantId: () => tenantId, owner, isAlone: true })
  const onFailure = (error: unknown) => void failures.push(error)
  return createBacktestRunner({ desk, repository, past, read, timing: anyTime, clock, owner, onFailure })
}
const row = async () => {
  const found = await repository.find(tenantId, 'b1')
  if (!found) throw new Error('gone')
  return found
}
const becomes = (state: string) =>
  vi.waitFor(async () => expect((await row()).state).toBe(state), { timeout: 5_000, interval: 5 })

it('tells how far it is while it runs, and what it found', async () => {
  const gate = Promise.withResolvers<void>()
  const runner = runnerOn(pastOf(gate.promise))
  runner.start()
  await vi.waitFor(async () => expect(progressOf(await row())).toMatchObject({ events: 2, candidates: 1 }), 5_000)
  expect((await row()).state).toBe('RUNNING')
  gate.resolve()
  await becomes('DONE')
  expect((await repository.alerts('b1', 0, 10)).map(({ fileCount }) => fileCount)).toEqual([1, 1])
  expect(JSON.parse((await row()).result ?? '')).toMatchObject({ outcome: { alerts: 2, people: 1 }, alertsListed: 2 })
  await runner.stop()
})

it('stops when it is cancelled, here or by another process', async () => {
  const gate = Promise.withResolvers<void>()
  const runner = runnerOn(pastOf(gate.promise))
  runner.start()
  await becomes('RUNNING')
  await repository.cancel('b1', new Date(to).toISOString())
  runner.abandon('b1')
  gate.resolve()
  await runner.stop()
  expect(await row()).toMatchObject({ state: 'CANCELLED', result: null })
  expect(failures).toEqual([])
})

it('goes on elsewhere when its process ends', async () => {
  const gate = Promise.withResolvers<void>()
  const runner = runnerOn(pastOf(gate.promise))
  runner.start()
  await becomes('RUNNING')
  const stopping = runner.stop()
  gate.resolve()
  await stopping
  expect(await row()).toMatchObject({ state: 'QUEUED', attempts: 0 })
  const next = runnerOn(pastOf(Promise.resolve()), 'two')
  next.start()
  await becomes('DONE')
  await next.stop()
})

it('says so when the events cannot be read', async () => {
  const past = pastOf(Promise.resolve())
  const runner = runnerOn({ ...past, extent: () => Promise.reject(new EventStoreUnavailable('away')) })
  runner.start()
  await becomes('FAILED')
  expect((await row()).reason).toBe('The event store was away')
  expect(failures).toHaveLength(1)
  await runner.stop()
})
