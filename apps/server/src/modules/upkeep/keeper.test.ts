import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Chore, createKeeper } from './keeper.ts'
import { createTurns } from './turns.ts'

const begin = Date.parse('2026-01-05T12:00:00Z')
const pause = 60_000

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('chores on $dialect', ({ open }) => {
  let store: ControlStore
  let now = begin
  beforeAll(async () => {
    store = await open()
    await store.migrate()
  })
  afterAll(() => store.close())
  beforeEach(async () => {
    await store.db.deleteFrom('upkeep_round').execute()
    now = begin
  })

  const process = () => createTurns({ store, clock: () => new Date(now), pause })
  const keeperOf = (chores: readonly Chore[], onFailure: (error: unknown) => void = () => undefined) => {
    const deleted: [string, number][] = []
    const onDeleted = (table: string, rows: number) => void deleted.push([table, rows])
    const keeper = createKeeper({ chores, turns: process(), onDeleted, onFailure, lookMilliseconds: 2 })
    return { keeper, deleted }
  }

  it('are taken on by one of several processes, and again after the pause', async () => {
    const processes = [process(), process(), process()]
    const take = async () => (await Promise.all(processes.map(({ take }) => take('a')))).filter(Boolean)
    expect(await take()).toEqual([true])
    expect(await take()).toEqual([])
    now += pause
    expect(await take()).toEqual([true])
    // One that took it on and died leaves it to whoever comes next.
    now += pause
    expect(await process().take('a')).toBe(true)
    now += pause
    expect(await process().take('a')).toBe(true)
  })

  it('go on until nothing is left, tell what went, and do not keep each other from it', async () => {
    let left = 5
    const failures: unknown[] = []
    const chores = [
      { name: 'broken', step: () => Promise.reject(new Error('locked')) },
      { name: 'rows', step: async () => ({ deleted: { thing: 2, other: 0 }, isDone: --left === 0 }) },
    ]
    const { keeper, deleted } = keeperOf(chores, (error) => failures.push(error))
    keeper.start()
    await vi.waitFor(() => expect(left).toBe(0), { interval: 2 })
    await keeper.stop()
    expect(deleted).toEqual(Array.from({ length: 5 }, () => ['thing', 2]))
    expect(failures).toEqual([new Error('locked')])
  })

  it('stop between two steps', async () => {
    let steps = 0
    const { keeper } = keeperOf([{ name: 'endless', step: async () => ({ deleted: {}, isDone: ++steps < 0 }) }])
    keeper.start()
    await vi.waitFor(() => expect(steps).toBeGreaterThan(0), { interval: 2 })
    await keeper.stop()
    const done = steps
    await new Promise((resolve) => setImmediate(resolve))
    expect(steps).toBe(done)
  })
})
