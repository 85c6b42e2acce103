import { type ControlStore, openControlStore } from '@spillway/control-store'
import { addTenant } from '@spillway/control-store/testing'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Arrival, createLossLedger, type LossLedger } from './ledger.ts'

const now = '2026-02-01T10:00:00.000Z'
const agentUid = '961023412340000001'
let store: ControlStore
let ledger: LossLedger
let batches = 0

beforeEach(async () => {
  store = await openControlStore({ kind: 'sqlite', path: ':memory:' })
  await store.migrate()
  await addTenant(store, 't')
  const agent = {
    uid: agentUid,
    legacy_id: 1,
    tenant_id: 't',
    name: 'ws',
    key_hash: '',
    created_at: now,
    modified_at: now,
  }
  await store.db.insertInto('agent').values(agent).execute()
  let ids = 0
  ledger = createLossLedger({ clock: () => new Date(now), newId: () => `id-${++ids}` })
})
afterEach(() => store.close())

const arrive = (first: number, last: number, more: Partial<Arrival> = {}) => {
  const arrival = { agentUid, stream: 's', first, last, dropped: 0, rejected: 0, batch: `b${++batches}`, ...more }
  return store.transaction((transaction) => ledger.record(transaction, arrival))
}
const entries = async (open = true) => {
  const rows = await store.db.selectFrom('loss_ledger').selectAll().orderBy('first_missing').execute()
  return rows
    .filter(({ resolved_at }) => (resolved_at === null) === open)
    .map(({ reason, first_missing, last_missing, count }) => [reason, first_missing, last_missing, count])
}

describe('the loss ledger', () => {
  it('is empty while numbers follow one another', async () => {
    await arrive(1, 10)
    await arrive(11, 11)
    expect(await entries()).toEqual([])
  })

  it('opens a gap where numbers are missing, at the start too', async () => {
    await arrive(4, 10)
    await arrive(15, 20)
    expect(await entries()).toEqual([
      ['gap', 1, 3, 3],
      ['gap', 11, 14, 4],
    ])
  })

  it('closes a gap that a late batch fills', async () => {
    await arrive(1, 10)
    await arrive(15, 20)
    await arrive(11, 14)
    await arrive(21, 22)
    expect([await entries(true), await entries(false)]).toEqual([[], [['gap', 11, 14, 4]]])
  })

  it('keeps open what a late batch leaves missing', async () => {
    await arrive(21, 22)
    await arrive(5, 8)
    expect([await entries(true), await entries(false)]).toEqual([
      [
        ['gap', 1, 4, 4],
        ['gap', 9, 20, 12],
      ],
      [['gap', 5, 8, 4]],
    ])
  })

  it('starts anew with a new stream', async () => {
    await arrive(1, 10)
    await arrive(3, 4, { stream: 'reinstalled' })
    expect(await entries()).toEqual([['gap', 1, 2, 2]])
  })

  it('notes what an agent dropped and what was refused, once a batch', async () => {
    for (const _ of [1, 2]) await arrive(1, 10, { batch: 'same', dropped: 7, rejected: 2 })
    expect(await entries()).toEqual([
      ['dropped', 1, 1, 7],
      ['rejected', 1, 10, 2],
    ])
  })

  it('notes when the agent was last heard of', async () => {
    await arrive(1, 2)
    const agent = await store.db.selectFrom('agent').selectAll().executeTakeFirstOrThrow()
    expect(agent).toMatchObject({ last_connected_at: now, stream: 's', next_expected: 3 })
  })

  it('knows which numbers have come', async () => {
    const has = (first: number, last: number, stream = 's') =>
      ledger.hasArrived(store.db, { agentUid, stream, first, last })
    await arrive(1, 10)
    await arrive(15, 20)
    expect(await Promise.all([has(1, 10), has(16, 20), has(10, 11), has(20, 21), has(1, 2, 'other')])).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })

  it('ignores agents it does not know', async () => {
    await arrive(5, 6, { agentUid: '1' })
    expect(await entries()).toEqual([])
  })

  it('ends with exactly the numbers that never came, whatever the order of batches', async () => {
    const spans = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 9 })), { minLength: 1 })
    let run = 0
    await fc.assert(
      fc.asyncProperty(spans, async (arrivals) => {
        const stream = `run-${++run}`
        const missing = new Set<number>()
        const seen = new Set<number>()
        for (const [first, length] of arrivals) {
          await arrive(first, first + length, { stream })
          for (let number = first; number <= first + length; number++) seen.add(number)
        }
        for (let number = 1; number < Math.max(...seen); number++) if (!seen.has(number)) missing.add(number)
        const rows = await store.db
          .selectFrom('loss_ledger')
          .selectAll()
          .where('stream', '=', stream)
          .where('resolved_at', 'is', null)
          .execute()
        const noted = rows.flatMap((row) => Array.from({ length: row.count }, (_, index) => row.first_missing + index))
        expect(noted.sort((a, b) => a - b)).toEqual([...missing])
      }),
      { numRuns: 60 },
    )
  })
})
