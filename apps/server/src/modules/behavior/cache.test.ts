import { emptyProfile, observe } from '@spillway/detection'
import { expect, it } from 'vitest'
import { createProfileCache } from './cache.ts'

const learned = (day: number, destination = 'Dropbox') => observe(emptyProfile, { at: day * 86_400_000, destination })
const room = (profiles: number) => profiles * (learned(1).byteLength + 500)

it('keeps what was used last within its bytes', () => {
  const cache = createProfileCache(room(3))
  for (const id of ['a', 'b', 'c']) cache.absorb(id, learned(20_000))
  cache.get('a')
  cache.absorb('d', learned(20_000))
  expect(['a', 'b', 'c', 'd'].filter(cache.has)).toEqual(['a', 'c', 'd'])
  expect(cache.figures()).toEqual({ profiles: 3, bytes: room(3), unstored: 0 })
})

it('lets nothing go that is not stored, and all of it once it is', () => {
  const cache = createProfileCache(room(2))
  const ids = Array.from({ length: 50 }, (_, index) => `actor ${index}`)
  for (const id of ids) cache.learn(id, learned(20_000))
  expect(cache.figures()).toMatchObject({ profiles: 50, unstored: 50 })
  expect([...cache.takeUnstored().keys()]).toEqual(ids)
  cache.learn('actor 7', learned(20_001))
  for (const id of ids) cache.stored(id)
  cache.absorb('another', learned(20_000))
  expect(cache.figures()).toMatchObject({ profiles: 2, unstored: 1 })
  expect([cache.has('actor 7'), cache.has('another')]).toEqual([true, true])
})

it('hands out again what could not be stored, and nothing that was known', () => {
  const cache = createProfileCache(room(10))
  cache.absorb('a', learned(20_000))
  cache.learn('a', learned(20_000))
  expect(cache.takeUnstored().size).toBe(0)
  cache.learn('a', learned(20_001))
  const taken = cache.takeUnstored()
  cache.learn('b', learned(20_000))
  cache.failed()
  expect([...cache.takeUnstored().keys()].toSorted()).toEqual(['a', 'b'])
  expect(taken.get('a')).toEqual(observe(learned(20_000), { at: 20_001 * 86_400_000, destination: 'Dropbox' }))
})
