import type { Logger } from '../platform/logging.ts'

interface Attempt<Result> {
  readonly what: string
  /** Milliseconds to keep trying; `Infinity` for as long as the signal lets it. */
  readonly patience: number
  readonly mayRetry: (error: unknown) => boolean
  readonly logger: Logger
  readonly signal?: AbortSignal
  readonly work: () => Promise<Result>
}

const firstPause = 250
const longestPause = 5_000

/** Does something that may fail for a while, with growing pauses, until it works or patience ends. */
export const eventually = async <Result>({ what, mayRetry, logger, ...attempt }: Attempt<Result>): Promise<Result> => {
  let waited = 0
  for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
    try {
      return await attempt.work()
    } catch (error) {
      if (!mayRetry(error) || waited >= attempt.patience || attempt.signal?.aborted) throw error
      logger.warn({ err: error }, `${what} is not there yet; trying again`)
      await sleep(pause, attempt.signal)
      waited += pause
    }
  }
}

const sleep = (milliseconds: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal?.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true })
  })
