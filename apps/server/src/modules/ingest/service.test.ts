import { type ControlStore, openControlStore } from '@spillway/control-store'
import { addTenant } from '@spillway/control-store/testing'
import { defaultRiskSettings } from '@spillway/detection'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Caller } from '../../http/index.ts'
import { createAgentsModule } from '../agents/index.ts'
import { createIngestModule, type IngestModule, type IngestStore } from './index.ts'
import type { Submission } from './service.ts'
import { knowingNobody } from './test-support/context.ts'

const now = new Date('2026-02-01T10:00:00.000Z')
const agentUid = '961023412340000001'
const connector: Caller = {
  kind: 'api-client',
  id: 'key-1',
  name: 'connector',
  permissions: new Set(['file-events.write']),
  tenantId: 't',
  ip: '192.0.2.7',
  userAgent: 'test',
}
const agent: Caller = { ...connector, kind: 'agent', id: agentUid }

interface StoredRow {
  readonly seq: number
  readonly batch: string
  readonly event_id: string
  readonly file_name: string
  readonly user_device_uid?: string
}
class Away extends Error {}

/** An event store in memory that can lose its answer or die half-way. */
const createMemoryStore = () => {
  const rows: StoredRow[] = []
  const tokens = new Set<string>()
  const store: IngestStore & { rows: StoredRow[]; onInsert: (apply: (count?: number) => void) => Promise<void> } = {
    rows,
    onInsert: async (apply) => apply(),
    insert: async (bytes, _count, token) => {
      const parsed = Buffer.from(bytes)
        .toString()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as StoredRow)
      const apply = (count = parsed.length): void => {
        if (count === 0 || tokens.has(token)) return
        rows.push(...parsed.slice(0, count))
        tokens.add(token)
      }
      await store.onInsert(apply)
    },
    storedRows: async (batch) => new Set(rows.filter((row) => row.batch === batch).map((row) => row.event_id)),
    highestSequence: async () => BigInt(Math.max(0, ...rows.map(({ seq }) => seq))),
  }
  return store
}

let control: ControlStore
let events: ReturnType<typeof createMemoryStore>
let ingest: IngestModule
let ids = 0

/** The ingest module as a fresh process on the same stores would have it. */
const startProcess = (node = 1): IngestModule => {
  const tools = { clock: () => now, newId: () => `id-${++ids}`, newSecret: () => 'secret' }
  const identity = {
    issueAgentToken: () => Promise.reject(new Error('Not here')),
    userMayAct: () => Promise.resolve(true),
    throttle: { attempt: () => Promise.resolve(null) },
  }
  const { agents, ledger } = createAgentsModule({
    store: control,
    identity,
    audit: { record: () => undefined },
    ...tools,
  })
  return createIngestModule({
    eventStore: events,
    store: control,
    agents,
    ledger,
    riskSettings: async () => defaultRiskSettings,
    trusted: async () => ({ entries: [] }),
    ...knowingNobody,
    node,
    ...tools,
    isEventStoreAway: (error) => error instanceof Away,
    threads: 0,
  })
}

beforeEach(async () => {
  control = await openControlStore({ kind: 'sqlite', path: ':memory:' })
  await control.migrate()
  const created = { created_at: now.toISOString() }
  await addTenant(control, 't')
  await control.db
    .insertInto('agent')
    .values({
      uid: agentUid,
      legacy_id: 1,
      tenant_id: 't',
      name: 'ws',
      hostname: 'ws-17',
      key_hash: '',
      modified_at: now.toISOString(),
      ...created,
    })
    .execute()
  events = createMemoryStore()
  ingest = startProcess()
})
afterEach(async () => {
  await ingest.stop()
  await control.close()
})

const body = (...names: string[]) => names.map((name) => JSON.stringify({ file: { name } })).join('\n')
const submit = (text: string, more: Partial<Submission> = {}, to = ingest) =>
  to.ingest.submit({
    caller: connector,
    expectedBytes: text.length,
    read: async () => Buffer.from(text),
    type: 'application/x-ndjson',
    encoding: 'identity',
    idempotencyKey: null,
    delivery: null,
    ...more,
  })
const names = () => events.rows.map((row) => row.file_name)
const keyed = { idempotencyKey: 'key-a' }

describe('a batch', () => {
  it('is stored whole, under growing numbers', async () => {
    expect(await submit(body('a', 'b'))).toEqual({
      receipt: { received: 2, stored: 2, duplicates: 0, rejectedRows: 0, rejected: [] },
      replayed: false,
    })
    await submit(body('c'))
    expect(names()).toEqual(['a', 'b', 'c'])
    const numbers = events.rows.map(({ seq }) => seq)
    expect(numbers).toEqual([...numbers].sort((one, other) => one - other))
  })

  it('without a key is stored each time it comes', async () => {
    await submit(body('a'))
    await submit(body('a'))
    expect(new Set(events.rows.map((row) => row.event_id)).size).toBe(2)
  })

  it('of which nothing is usable is refused, naming each row', async () => {
    await expect(submit('{"file":7}\n[]')).rejects.toMatchObject({
      code: 'INVALID_EVENTS',
      details: {
        envelope: {
          received: 2,
          rejectedRows: 2,
          rejected: [
            { row: 1, path: 'file', reason: 'must be an object' },
            { row: 2, path: '', reason: 'must be an object' },
          ],
        },
      },
    })
    await expect(submit('\n \n')).rejects.toMatchObject({
      code: 'INVALID_EVENTS',
      details: { reason: 'The body holds no event' },
    })
    expect(names()).toEqual([])
  })
})

describe('an idempotency key', () => {
  it('stores a repeated batch once and answers the same', async () => {
    const first = await submit(`${body('a')}\n{broken\n${body('b')}`, keyed)
    const again = await submit(`${body('a')}\n{broken\n${body('b')}`, keyed)
    expect(again).toEqual({ receipt: first.receipt, replayed: true })
    expect(again.receipt).toMatchObject({ received: 3, stored: 2, rejectedRows: 1, rejected: [{ row: 2 }] })
    expect(names()).toEqual(['a', 'b'])
  })

  it('is remembered by another process', async () => {
    await submit(body('a'), keyed)
    await ingest.stop()
    ingest = startProcess()
    expect((await submit(body('a'), keyed)).replayed).toBe(true)
    expect(names()).toEqual(['a'])
  })

  it('with another body is a conflict', async () => {
    await submit(body('a'), keyed)
    await expect(submit(body('b'), keyed)).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { field: 'header.idempotency-key' },
    })
    expect(names()).toEqual(['a'])
  })

  it('belongs to its caller', async () => {
    await submit(body('a'), keyed)
    await submit(body('b'), { ...keyed, caller: { ...connector, id: 'key-2' } })
    expect(names()).toEqual(['a', 'b'])
  })

  it('joins repeats that come while the batch is being stored', async () => {
    const repeats = [1, 2, 3].map(() => submit(body('a'), keyed))
    const other = submit(body('b'), keyed)
    await expect(other).rejects.toMatchObject({ code: 'CONFLICT' })
    await Promise.all(repeats)
    expect(names()).toEqual(['a'])
  })
})

describe('after a crash', () => {
  const crashDuring = async (stored: number) => {
    events.onInsert = (apply) => {
      apply(stored)
      return new Promise(() => undefined)
    }
    void submit(body('a', 'b', 'c', 'd'), keyed)
    await expect
      .poll(() => control.db.selectFrom('ingest_batch').select('status').execute())
      .toEqual([{ status: 'pending' }])
    await expect.poll(() => events.rows.length).toBe(stored)
    events.onInsert = async (apply) => apply()
    ingest = startProcess()
  }

  it.each([0, 2, 4])('a repeat stores what is missing when %i of 4 events had arrived', async (stored) => {
    await crashDuring(stored)
    const { receipt, replayed } = await submit(body('a', 'b', 'c', 'd'), keyed)
    expect([receipt.stored, replayed]).toEqual([4, false])
    expect(names()).toEqual(['a', 'b', 'c', 'd'])
    expect(new Set(events.rows.map((row) => row.event_id)).size).toBe(4)
    await expect.poll(async () => (await submit(body('a', 'b', 'c', 'd'), keyed)).replayed).toBe(true)
  })

  it('another body under the key is still a conflict', async () => {
    await crashDuring(2)
    await expect(submit(body('x'), keyed)).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('another node leaves the batch to the first for a while', async () => {
    await crashDuring(2)
    const other = startProcess(2)
    await expect(submit(body('a', 'b', 'c', 'd'), keyed, other)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    await control.db.updateTable('ingest_batch').set({ created_at: '2026-02-01T09:58:00.000Z' }).execute()
    await submit(body('a', 'b', 'c', 'd'), keyed, other)
    expect(names()).toEqual(['a', 'b', 'c', 'd'])
  })
})

describe('a store that is away', () => {
  it('is tried again with the same rows until it answers, and nothing is stored twice', async () => {
    let tries = 0
    events.onInsert = async (apply) => {
      tries++
      // The rows arrive, but the answer is lost.
      apply()
      if (tries < 3) throw new Away()
    }
    const { receipt } = await submit(body('a', 'b'), keyed)
    expect([receipt.stored, tries]).toEqual([2, 3])
    expect(names()).toEqual(['a', 'b'])
  })
})

describe('an agent', () => {
  const delivery = (first: number, last: number, dropped = 0) => ({ stream: 's', first, last, dropped })
  const losses = () =>
    control.db.selectFrom('loss_ledger').select(['reason', 'first_missing', 'count']).orderBy('reason').execute()

  it('speaks for its own machine', async () => {
    await submit(body('a'), { caller: agent })
    expect(events.rows[0]).toMatchObject({
      user_device_uid: agentUid,
      source_name: 'ws-17',
      event_observer: 'Endpoint',
    })
  })

  it('leaves a visible trace of every event that is missing, dropped or refused, once', async () => {
    await submit(body('a', 'b'), { caller: agent, delivery: delivery(1, 2), idempotencyKey: 'one' })
    const late = { caller: agent, delivery: delivery(5, 6, 3), idempotencyKey: 'two' }
    await submit(`${body('e')}\n{}\n`.replace('{}', '[]'), late)
    await submit(`${body('e')}\n{}\n`.replace('{}', '[]'), late)
    expect(await losses()).toEqual([
      { reason: 'dropped', first_missing: 5, count: 3 },
      { reason: 'gap', first_missing: 3, count: 2 },
      { reason: 'rejected', first_missing: 5, count: 1 },
    ])
  })

  it('that repeats a batch after its key was forgotten is answered by its numbers', async () => {
    const batch = { caller: agent, delivery: delivery(1, 2), idempotencyKey: 'one' }
    await submit(body('a', 'b'), batch)
    await control.db.deleteFrom('ingest_batch').execute()
    expect(await submit(body('a', 'b'), batch)).toMatchObject({ replayed: true, receipt: { stored: 2 } })
    expect(names()).toEqual(['a', 'b'])
  })

  it('must count what it sends', async () => {
    const wrong = submit(body('a', 'b'), { caller: agent, delivery: delivery(1, 3) })
    await expect(wrong).rejects.toMatchObject({
      code: 'MALFORMED_REQUEST',
      details: { field: 'header.spillway-sequence' },
    })
    expect(names()).toEqual([])
  })
})

describe('overload', () => {
  it('turns requests away at once and goes on with those it took', async () => {
    let release = (): void => undefined
    events.onInsert = (apply) =>
      new Promise((resolve) => {
        release = () => {
          apply()
          resolve()
        }
      })
    const large = 200 * 1024 * 1024
    const taken = submit(body('a'), { expectedBytes: large })
    await expect(submit(body('b'), { expectedBytes: large })).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      details: { retryAfterSeconds: 1 },
    })
    await expect
      .poll(() => {
        release()
        return names()
      })
      .toEqual(['a'])
    await taken
    expect(ingest.status()).toEqual({ bytesInWork: 0, waitingBatches: 0, waitingBytes: 0 })
  })
})
