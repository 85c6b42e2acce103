import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { leaseNode, NodeNameTaken } from './node-lease.ts'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('node lease on $dialect', ({ open }) => {
  let store: ControlStore
  let now: number
  const lease = (name: string, owner: string, force = false) =>
    leaseNode({ store, clock: () => new Date(now), name, owner, force })
  beforeEach(async () => {
    store = await open()
    now = Date.parse('2026-02-01')
  })
  afterEach(() => store.close())

  it('numbers names from 1, and keeps the number of a name', async () => {
    const [first, second] = [await lease('a', 'one'), await lease('b', 'two')]
    expect([first.number, second.number]).toEqual([1, 2])
    await first.release()
    const again = await lease('a', 'three')
    expect(again.number).toBe(1)
    await second.release()
    await again.release()
  })

  it('keeps a second process out until the first is gone for ten seconds', async () => {
    const first = await lease('a', 'one')
    await expect(lease('a', 'two')).rejects.toThrow(NodeNameTaken)
    now += 9_999
    await expect(lease('a', 'two')).rejects.toThrow(NodeNameTaken)
    expect(first.isHeld()).toBe(true)
    now += 1
    expect(first.isHeld()).toBe(false)
    const second = await lease('a', 'two')
    expect([second.number, second.isHeld()]).toEqual([1, true])
    await first.release()
    await expect(lease('a', 'three')).rejects.toThrow(NodeNameTaken)
    await second.release()
  })

  it('takes over by force', async () => {
    const first = await lease('a', 'one')
    const second = await lease('a', 'two', true)
    expect(second.number).toBe(1)
    await Promise.all([first.release(), second.release()])
  })

  it('gives one of several that start at once the name', async () => {
    const outcomes = await Promise.allSettled(['one', 'two', 'three'].map((owner) => lease('a', owner)))
    const held = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
    expect(held.length).toBe(1)
    await held[0]?.release()
  })
})
