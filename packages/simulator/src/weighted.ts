import type { Random } from './random.ts'

/** Draws from a list in proportion to weights, by binary search over running sums. */
export const createWeighted = <T>(items: readonly T[], weightOf: (item: T) => number): ((random: Random) => T) => {
  const sums = runningSums(items.map(weightOf))
  const total = sums.at(-1) ?? 0
  return (random) => items[firstAbove(sums, random.next() * total)] as T
}

const runningSums = (weights: readonly number[]): number[] => {
  let sum = 0
  return weights.map((weight) => (sum += weight))
}

const firstAbove = (sums: readonly number[], value: number): number => {
  let low = 0
  let high = sums.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sums[middle] as number) > value) high = middle
    else low = middle + 1
  }
  return low
}
