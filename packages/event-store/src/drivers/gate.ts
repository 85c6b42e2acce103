import { EventStoreUnavailable } from '../errors.ts'

/** Lets a bounded number through, queues a bounded number, refuses the rest. */
export interface Gate {
  /** Resolves with the release function once there is room. */
  enter(signal?: AbortSignal): Promise<() => void>
  /** Resolves when nobody is inside. */
  idle(): Promise<void>
}

export function createGate(capacity: number, maximumWaiting: number): Gate {
  let inside = 0
  const waiting = new Set<() => void>()
  const idleWaiters: (() => void)[] = []

  const leave = () => {
    inside--
    const next = waiting.values().next().value
    if (next) next()
    else if (inside === 0) for (const resolve of idleWaiters.splice(0)) resolve()
  }
  const admit = () => {
    inside++
    let released = false
    return () => {
      if (released) return
      released = true
      leave()
    }
  }
  const queue = (signal: AbortSignal | undefined) =>
    new Promise<() => void>((resolve, reject) => {
      const proceed = () => {
        waiting.delete(proceed)
        signal?.removeEventListener('abort', abandon)
        resolve(admit())
      }
      const abandon = () => {
        waiting.delete(proceed)
        reject(signal?.reason)
      }
      waiting.add(proceed)
      signal?.addEventListener('abort', abandon, { once: true })
    })

  return {
    async enter(signal) {
      signal?.throwIfAborted()
      if (inside < capacity) return admit()
      if (waiting.size >= maximumWaiting)
        throw new EventStoreUnavailable('The event store has too many queries waiting')
      return queue(signal)
    },
    idle: () =>
      inside === 0 && waiting.size === 0 ? Promise.resolve() : new Promise((done) => idleWaiters.push(done)),
  }
}
