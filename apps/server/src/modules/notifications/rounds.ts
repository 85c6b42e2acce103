import type { Clock } from '../../platform/clock.ts'
import type { Deliverer } from './deliverer.ts'
import type { Queue } from './queue.ts'

interface Dependencies {
  readonly deliverer: Deliverer
  readonly queue: Queue
  readonly clock: Clock
  /** Whether no other process can hold claims. */
  readonly isAlone: boolean
  readonly onFailure: (error: unknown) => void
}

/** Milliseconds between two looks: detection notes without a sign to whoever delivers. */
const lookMilliseconds = 250
const day = 24 * 60 * 60_000
/** How long is kept what was delivered, and what was given up. */
const kept = { delivered: 7 * day, dead: 90 * day } as const
const tidyMilliseconds = 10 * 60_000

/** Looks for what is due until stopped. */
export const createRounds = ({ deliverer, queue, clock, isAlone, onFailure }: Dependencies) => {
  let running: Promise<void> = Promise.resolve()
  let isStopping = false
  let wake: () => void = () => undefined
  let tidiedAt = Number.NEGATIVE_INFINITY

  const tidy = async (): Promise<void> => {
    const now = clock().getTime()
    if (now - tidiedAt < tidyMilliseconds) return
    tidiedAt = now
    const before = (age: number) => new Date(now - age).toISOString()
    await queue.tidy(before(0), { delivered: before(kept.delivered), dead: before(kept.dead) })
  }
  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, lookMilliseconds)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const run = async (): Promise<void> => {
    if (isAlone) await queue.releaseAll(clock().toISOString()).catch(onFailure)
    while (!isStopping) {
      const paused = pause()
      await deliverer
        .look(() => wake())
        .then(tidy)
        .catch(onFailure)
      await paused
    }
  }

  return {
    start: (): void => {
      running = run()
    },
    stop: async (): Promise<void> => {
      isStopping = true
      wake()
      await running
      await deliverer.stop()
    },
  }
}
