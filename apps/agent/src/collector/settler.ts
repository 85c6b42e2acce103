export interface SettlerOptions {
  /** Milliseconds a path must be left alone before it is looked at. */
  readonly quiet: number
  /** Milliseconds after which a path that never rests is looked at all the same. */
  readonly longest: number
  readonly concurrency: number
  /** Milliseconds that only grow. */
  readonly now: () => number
  /** Looks at a path. `wait` puts it back for another quiet time. */
  readonly resolve: (path: string, age: number) => Promise<'done' | 'wait'>
  readonly onError: (path: string, error: unknown) => void
}

interface Unrest {
  readonly since: number
  last: number
}

const pace = 25

/**
 * Turns bursts of notifications into one look per path once it has come to rest. What waits for a free worker waits
 * here as a path, however often it changes meanwhile, so the queue never outgrows the tree.
 */
export const createSettler = ({ quiet, longest, concurrency, now, resolve, onError }: SettlerOptions) => {
  const restless = new Map<string, Unrest>()
  const running = new Map<string, Promise<void>>()
  let timer: NodeJS.Timeout | null = null
  let closed = false

  const touch = (path: string): void => {
    if (closed) return
    const unrest = restless.get(path)
    if (unrest) unrest.last = now()
    else restless.set(path, { since: now(), last: now() })
    timer ??= setInterval(tick, pace)
  }

  const tick = (): void => {
    const at = now()
    for (const [path, unrest] of restless) {
      if (running.size >= concurrency) return
      const ripe = at - unrest.last >= quiet || at - unrest.since >= longest
      if (ripe && !running.has(path)) start(path, unrest)
    }
    if (restless.size === 0 && timer) {
      clearInterval(timer)
      timer = null
    }
  }

  const start = (path: string, unrest: Unrest): void => {
    restless.delete(path)
    const work = resolve(path, now() - unrest.since)
      .then((outcome) => {
        if (outcome === 'wait' && !closed) putBack(path, unrest)
      })
      .catch((error: unknown) => onError(path, error))
      .finally(() => {
        running.delete(path)
        tick()
      })
    running.set(path, work)
  }

  const putBack = (path: string, unrest: Unrest): void => {
    if (!restless.has(path)) restless.set(path, { since: unrest.since, last: now() })
    timer ??= setInterval(tick, pace)
  }

  return {
    touch,
    /** Paths not yet looked at. */
    backlog: () => restless.size + running.size,
    /** Lets the looks in progress end and takes no more. */
    close: async (): Promise<void> => {
      closed = true
      restless.clear()
      if (timer) clearInterval(timer)
      await Promise.all(running.values())
    },
  }
}
