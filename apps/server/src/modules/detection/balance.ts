import { shardCount } from './shards.ts'

export interface Holding {
  readonly shard: number
  /** Null where nobody holds it, or whoever did is gone. */
  readonly owner: string | null
}

/** A shard to take, on condition that its owner is still the one that was seen. */
export type Claim = Holding

/**
 * What a process takes: of what nobody holds its part, and of whoever holds most as many as make it even. Taking from a
 * process that is at work is safe, since what it stores afterwards is refused.
 */
export const claimsOf = (holdings: readonly Holding[], me: string): readonly Claim[] => {
  const counts = new Map<string, number>([[me, 0]])
  for (const { owner } of holdings) if (owner !== null) counts.set(owner, (counts.get(owner) ?? 0) + 1)
  const part = Math.ceil(shardCount / counts.size)
  const free = holdings.filter(({ owner }) => owner === null).slice(0, Math.max(0, part - (counts.get(me) ?? 0)))
  return [...free, ...fromOthers(holdings, counts, me, free.length)]
}

const fromOthers = (
  holdings: readonly Holding[],
  counts: Map<string, number>,
  me: string,
  taken: number,
): readonly Claim[] => {
  const left = holdings.filter(({ owner }) => owner !== null && owner !== me)
  const claims: Claim[] = []
  let mine = (counts.get(me) ?? 0) + taken
  for (;;) {
    const [fullest, most] = [...counts].filter(([owner]) => owner !== me).reduce(more, ['', 0])
    if (most - mine < 2) return claims
    const at = left.findLastIndex(({ owner }) => owner === fullest)
    claims.push(...left.splice(at, 1))
    counts.set(fullest, most - 1)
    mine++
  }
}

const more = (left: readonly [string, number], right: readonly [string, number]): readonly [string, number] =>
  right[1] > left[1] ? right : left
