export interface Timing {
  /** Milliseconds. */
  readonly p50: number
  readonly p95: number
}

/** Runs work once to warm up, then `times` times, one after another. */
export const timed = async (times: number, work: () => Promise<unknown>): Promise<Timing> => {
  const [timing] = await timedByTurns(times, [{ run: work }])
  return timing as Timing
}

export interface Work {
  readonly run: (run: number) => Promise<unknown>
  /** What comes before each run, and is not timed. */
  readonly before?: ((run: number) => Promise<unknown>) | undefined
}

/** Several works by turns, so that what else the machine does meanwhile falls on all of them. */
export const timedByTurns = async (times: number, works: readonly Work[]): Promise<Timing[]> => {
  const taken: number[][] = works.map(() => [])
  for (let run = -1; run < times; run++)
    for (const [index, work] of works.entries()) {
      await work.before?.(run + 1)
      const begun = performance.now()
      await work.run(run + 1)
      if (run >= 0) taken[index]?.push(performance.now() - begun)
    }
  return taken.map(percentiles)
}

/** Percentiles by nearest rank. */
export const percentiles = (values: readonly number[]): Timing => ({
  p50: percentileOf(values, 0.5),
  p95: percentileOf(values, 0.95),
})

/** The value below or at which a share of all lies, by nearest rank. */
export const percentileOf = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)] as number

/** Seconds that work takes, with what it gives. */
export const stopwatch = async <T>(work: () => Promise<T>): Promise<{ seconds: number; value: T }> => {
  const begun = performance.now()
  const value = await work()
  return { seconds: (performance.now() - begun) / 1000, value }
}
