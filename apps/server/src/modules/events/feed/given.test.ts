import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createGivenPositions } from './given.ts'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('positions given out on $dialect', ({ open }) => {
  let store: ControlStore
  beforeEach(async () => {
    store = await open()
    await store.migrate()
  })
  afterEach(() => store.close())

  const start = () => createGivenPositions(store, () => new Date('2026-02-01T00:00:00Z'))

  it('are none at first', async () => {
    expect(await start().beyond({ 1: '0', 2: '5' })).toEqual([
      ['1', '0'],
      ['2', '5'],
    ])
    expect(await start().beyond({})).toEqual([])
  })

  it('are known after a restart', async () => {
    await start().remember({ 1: '1700000000000000', 12: '9' })
    const later = start()
    expect(await later.beyond({ 1: '1700000000000000', 12: '3' })).toEqual([])
    expect(await later.beyond({ 1: '1700000000000001', 12: '10', 2: '1' })).toEqual([
      ['1', '1700000000000001'],
      ['2', '1'],
      ['12', '10'],
    ])
  })

  it('only grow, whoever writes them, however many digits they have', async () => {
    const [one, other] = [start(), start()]
    await one.remember({ 1: '18446744073709551615' })
    await other.remember({ 1: '99' })
    expect(await start().beyond({ 1: '18446744073709551615' })).toEqual([])
  })
})
