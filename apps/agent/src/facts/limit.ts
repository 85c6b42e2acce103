/** Runs jobs, at most so many at a time; the rest wait in order. */
export type Limit = <T>(job: () => Promise<T>) => Promise<T>

export const createLimit = (most: number): Limit => {
  let running = 0
  const waiting: (() => void)[] = []
  return async (job) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await job()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
