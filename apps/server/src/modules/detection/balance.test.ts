import fc from 'fast-check'
import { expect, it } from 'vitest'
import { claimsOf } from './balance.ts'
import { shardCount } from './shards.ts'

const owners = ['a', 'b', 'c', 'd', 'e']
const anyHoldings = fc.array(fc.option(fc.constantFrom(...owners)), { minLength: shardCount, maxLength: shardCount })

/** Everybody who is there looks once, in some order. */
const round = (holdings: readonly (string | null)[], alive: readonly string[]): readonly (string | null)[] =>
  alive.reduce<readonly (string | null)[]>((held, me) => {
    const seen = held.map((owner, shard) => ({ shard, owner: owner !== null && alive.includes(owner) ? owner : null }))
    const claimed = new Set(claimsOf(seen, me).map(({ shard }) => shard))
    return held.map((owner, shard) => (claimed.has(shard) ? me : owner))
  }, holdings)

it('shares the shards evenly within three looks of everybody, and then leaves them', () => {
  fc.assert(
    fc.property(anyHoldings, fc.subarray(owners, { minLength: 1 }), (holdings, alive) => {
      const shared = round(round(round(holdings, alive), alive), alive)
      const counts = alive.map((owner) => shared.filter((each) => each === owner).length)
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(shardCount)
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
      expect(round(shared, alive)).toEqual(shared)
    }),
    { numRuns: 500 },
  )
})

it('takes everything at once where nobody else is', () => {
  const free = Array.from({ length: shardCount }, (_, shard) => ({ shard, owner: null }))
  expect(claimsOf(free, 'a')).toHaveLength(shardCount)
})
