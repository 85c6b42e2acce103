import { setTimeout as sleep } from 'node:timers/promises'

/** Runs steps as long as there is work, and sleeps until there may be. */
interface Dependencies {
  /** Answers how many events it took. */
  readonly step: () => Promise<number>
  /** Events that a step takes where more wait. */
  readonly pageSize: number
  /** Resolves at the next commit of this process, after a time, or when the signal aborts. */
  readonly wait: (milliseconds: number, abort: AbortSignal) => Promise<void>
  /** How long to sleep at most: other processes commit without a sign to this one. */
  readonly lookMilliseconds: number
  readonly onFailure: (error: unknown) => void
}

const restAfterFailure = 1_000
/** A step costs much by itself: events of so many milliseconds share one, as far as a step takes that long. */
const longestRest = 100

export const createRunner = ({ step, pageSize, wait, lookMilliseconds, onFailure }: Dependencies) => {
  const ended = new AbortController()
  let running = Promise.resolve()

  const turn = async (): Promise<void> => {
    const look = new AbortController()
    // Listening starts before looking, so that a commit in between is not missed.
    const news = wait(lookMilliseconds, AbortSignal.any([ended.signal, look.signal]))
    try {
      const begun = performance.now()
      const taken = await step()
      if (taken === 0) await news
      else if (taken < pageSize) await rest(performance.now() - begun)
    } catch (error) {
      onFailure(error)
      await wait(restAfterFailure, ended.signal)
    } finally {
      look.abort()
    }
  }

  const rest = (milliseconds: number): Promise<void> => sleep(Math.min(milliseconds, longestRest))

  const run = async (): Promise<void> => {
    while (!ended.signal.aborted) await turn()
  }

  return {
    start: (): void => {
      running = run()
    },
    stop: async (): Promise<void> => {
      ended.abort()
      await running
    },
  }
}
