import type { ControlStore } from '@spillway/control-store'
import { addTenant, storesUnderTest } from '@spillway/control-store/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createQueue, type Queue } from './queue.ts'

const tenantId = '11111111-1111-4111-8111-111111111111'
const at = (second: number) => new Date(Date.parse('2026-01-01T00:00:00Z') + second * 1_000).toISOString()
const lease = (claim: string, second: number) => ({ claim, now: at(second), until: at(second + 60) })
const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id).toSorted()

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('the queue on $dialect', ({ open }) => {
  let store: ControlStore
  let queue: Queue
  beforeAll(async () => {
    store = await open()
    queue = createQueue(store)
    await addTenant(store, tenantId)
  })
  afterAll(() => store.close())
  beforeEach(async () => {
    await store.db.deleteFrom('notification').execute()
    const rows = Array.from({ length: 20 }, (_, index) => ({
      ...{ id: `n${String(index).padStart(2, '0')}`, tenant_id: tenantId, channel_id: 'contacts', alert_id: 'a' },
      ...({ message: '{}', state: 'waiting', attempts: 0, due_at: at(index), waiting_since: at(0) } as const),
      created_at: at(0),
    }))
    await store.db.insertInto('notification').values(rows).execute()
  })
  const state = async (id: string) =>
    store.db
      .selectFrom('notification')
      .select(['state', 'attempts', 'claim', 'due_at'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()

  it('gives each row to one claim, the oldest first', async () => {
    const claims = await Promise.all(['a', 'b', 'c', 'd'].map((claim) => queue.claim('contacts', 4, lease(claim, 11))))
    const taken = idsOf(claims.flat())
    expect(new Set(taken).size).toBe(taken.length)
    const rest = await queue.claim('contacts', 20, lease('e', 11))
    expect(idsOf([...claims.flat(), ...rest])).toEqual(
      Array.from({ length: 12 }, (_, index) => `n${String(index).padStart(2, '0')}`),
    )
    expect(await queue.due(at(11))).toEqual([])
    expect(await queue.due(at(12))).toEqual([null])
  })

  it('lets another take over when the lease is over, and hears only who holds the claim', async () => {
    const [first] = await queue.claim('contacts', 1, lease('a', 0))
    expect(await queue.claim('contacts', 1, lease('b', 0))).toEqual([])
    const [second] = (await queue.claim('contacts', 20, lease('b', 60))).filter(({ id }) => id === first?.id)
    if (!first || !second) throw new Error('nothing was claimed')
    await queue.settle(first, at(61), { state: 'dead', problem: 'late' })
    await queue.release(first, at(61))
    expect(await state(first.id)).toMatchObject({ state: 'waiting', claim: 'b' })
    await queue.settle(second, at(62), { state: 'waiting', problem: 'x', dueAt: at(90) })
    expect(await state(first.id)).toMatchObject({ state: 'waiting', claim: null, due_at: at(90) })
    expect(Number((await state(first.id)).attempts)).toBe(1)
  })

  it('frees what the dead held, forgets what is old, and gives up what leads nowhere', async () => {
    const [first] = await queue.claim('contacts', 1, lease('a', 0))
    await queue.releaseAll(at(1))
    expect(await state(first?.id ?? '')).toMatchObject({ claim: null, due_at: at(1) })
    const [again] = await queue.claim('contacts', 1, lease('b', 1))
    if (!again) throw new Error('nothing was claimed')
    await queue.settle(again, at(2), { state: 'delivered', problem: null })
    await store.db.updateTable('notification').set({ channel_id: 'gone' }).where('id', '=', 'n19').execute()
    await queue.tidy(at(5), { delivered: at(2), dead: at(2) })
    expect(await state('n19')).toMatchObject({ state: 'dead' })
    expect(await state(again.id)).toMatchObject({ state: 'delivered' })
    await queue.tidy(at(5), { delivered: at(3), dead: at(2) })
    await expect(state(again.id)).rejects.toThrow()
  })
})
