export interface Timing {
  /** Milliseconds. */
  readonly p50: number
  readonly p95: number
}

/** Runs work once to warm up, then `times` times, one after another. What comes before each is not timed. */
export const timed = async (
  times: number,
  work: () => Promise<unknown>,
  before: () => unknown = () => undefined,
): Promise<Timing> => {
  await work()
  const taken: number[] = []
  for (let run = 0; run < times; run++) {
    await before()
    const begun = performance.now()
    await work()
    taken.push(performance.now() - begun)
  }
  return percentiles(taken)
}

/** Percentiles by nearest rank. */
export const percentiles = (values: readonly number[]): Timing => {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] as number
  return { p50: at(0.5), p95: at(0.95) }
}

/** Seconds that work takes, with what it gives. */
export const stopwatch = async <T>(work: () => Promise<T>): Promise<{ seconds: number; value: T }> => {
  const begun = performance.now()
  const value = await work()
  return { seconds: (performance.now() - begun) / 1000, value }
}
