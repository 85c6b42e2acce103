import type { ControlStore } from '@spillway/control-store'
import { addTenant, storesUnderTest } from '@spillway/control-store/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDesk } from './desk.ts'
import { noProgress } from './rehearsal/rehearse.ts'
import { createBacktestRepository } from './repository.ts'
import type { Rehearsal } from './subject.ts'

const tenantId = '11111111-1111-4111-8111-111111111111'
const definition = { vectors: null, filters: null, alertOnBlockedBrowserActivity: false, windowMinutes: 60 }
const rule = { ruleId: null, version: null, name: 'x', severity: 'Low', definition } as const
const rehearsal: Rehearsal = { rule, against: null, from: 0, to: 1, samples: 0 }

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('the desk of backtests on $dialect', ({ open }) => {
  let store: ControlStore
  let now: number
  beforeEach(async () => {
    store = await open()
    now = Date.parse('2026-02-01')
    await addTenant(store, tenantId)
  })
  afterEach(() => store.close())

  const clock = () => new Date(now)
  const desk = (owner: string, isAlone = false) =>
    createDesk({ store, clock, tenantId: () => tenantId, owner, isAlone })
  const add = (id: string) => {
    now += 1
    const created = { createdAt: clock().toISOString(), createdBy: 'me' }
    return createBacktestRepository(store).add({ id, tenantId, rehearsal, ...created })
  }
  const states = async () =>
    (await store.db.selectFrom('backtest').select(['id', 'state']).orderBy('id').execute()).map(
      ({ id, state }) => `${id} ${state}`,
    )

  it('hands out each once, the oldest first', async () => {
    await add('b1')
    await add('b2')
    await add('b3')
    const [one, two] = [desk('one'), desk('two')]
    expect([(await one.take())?.id, (await two.take())?.id, (await one.take())?.id, await two.take()]).toEqual([
      ...['b1', 'b2', 'b3', null],
    ])
  })

  it('hands out again what a dead process had, and not what a live one has', async () => {
    await add('b1')
    const [one, two] = [desk('one'), desk('two')]
    await one.take()
    now += 15_000
    expect(await one.tell('b1', noProgress)).toBe(true)
    now += 15_000
    expect(await two.take()).toBeNull()
    now += 5_001
    expect(await two.take()).toEqual({ id: 'b1', rehearsal })
    expect(await one.tell('b1', noProgress)).toBe(false)
    expect((await desk('three', true).take())?.id).toBe('b1')
  })

  it('gives up what takes its process down again and again', async () => {
    await add('b1')
    for (const owner of ['one', 'two', 'three']) expect((await desk(owner, true).take())?.id).toBe('b1')
    expect(await desk('four', true).take()).toBeNull()
    expect(await states()).toEqual(['b1 FAILED'])
  })

  it('takes back what a process that ends has not finished', async () => {
    await add('b1')
    const one = desk('one')
    await one.take()
    await one.giveBack('b1')
    expect(await states()).toEqual(['b1 QUEUED'])
    expect((await desk('two').take())?.id).toBe('b1')
  })

  it('learns of what was cancelled, and stores nothing of it', async () => {
    await add('b1')
    const one = desk('one')
    await one.take()
    const repository = createBacktestRepository(store)
    expect(await repository.cancel('b1', clock().toISOString())).toBe(true)
    expect(await one.tell('b1', noProgress)).toBe(false)
    await repository.finish('b1', 'one', clock().toISOString(), { result: {} as never, alerts: [] })
    await one.giveBack('b1')
    expect(await states()).toEqual(['b1 CANCELLED'])
  })
})
