import { expect, it } from 'vitest'
import type { Histories } from './histories.ts'
import { createMemberships } from './memberships.ts'
import { emptyHistory } from './standing.ts'

/** A store that counts what it is asked for. */
const counting = () => {
  const asked: string[][] = []
  let changes = 0
  const histories: Histories = {
    of: async (uids) => {
      asked.push([...uids])
      return new Map(uids.map((uid) => [uid, emptyHistory]))
    },
  }
  return { asked, histories, revision: async () => changes, change: () => void changes++ }
}

it('reads each person once until something changes anywhere', async () => {
  const store = counting()
  const memberships = createMemberships(store)
  await memberships.of(['a', 'b', 'a'])
  await memberships.of(['b', 'c'])
  await memberships.of(['a', 'b', 'c'])
  store.change()
  await memberships.of(['a', 'c'])
  expect(store.asked).toEqual([['a', 'b'], ['c'], [], ['a', 'c']])
})

it('keeps no more than it may, and still answers for everybody', async () => {
  const store = counting()
  const memberships = createMemberships({ ...store, maximumWeight: 10 })
  const many = Array.from({ length: 1_000 }, (_, index) => String(index))
  const view = await memberships.of(many)
  expect(view.at('5', new Date(0))).toEqual([])
  await memberships.of(many)
  expect(store.asked.map((uids) => uids.length)).toEqual([1_000, 990])
})
