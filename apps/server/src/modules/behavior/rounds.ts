import type { Upkeep } from './upkeep.ts'

interface Dependencies {
  readonly upkeep: Upkeep
  /** Told once of the last event up to which this node's are learned from the log. */
  readonly onCaughtUp: (position: number) => void
  readonly onFailure: (error: unknown) => void
  /** Between two rounds. */
  readonly milliseconds: number
}

/** Events wait for the log to be read at the start, but no longer than this in all. */
const patienceMilliseconds = 3_000

/** The upkeep of profiles, round by round. */
export const createRounds = ({ upkeep, onCaughtUp, onFailure, milliseconds }: Dependencies) => {
  const caughtUp = Promise.withResolvers<void>()
  let isCaughtUp = false
  let isStopping = false
  let running: Promise<void> | null = null
  let timer: NodeJS.Timeout | undefined
  let patience: Promise<void> = Promise.resolve()

  const catchUp = async (): Promise<void> => {
    onCaughtUp(await upkeep.catchUp())
    isCaughtUp = true
    caughtUp.resolve()
  }
  const round = async (): Promise<void> => {
    try {
      if (!isCaughtUp) await catchUp()
      await upkeep.resolve()
      await upkeep.checkpoint()
      await upkeep.follow()
    } catch (error) {
      if (!isStopping) onFailure(error)
    }
  }
  const run = (): Promise<void> => {
    running ??= round().finally(() => {
      running = null
    })
    return running
  }

  return {
    run,
    isCaughtUp: async (): Promise<boolean> => {
      if (!isCaughtUp) await Promise.race([caughtUp.promise, patience])
      return isCaughtUp
    },
    start: (): void => {
      patience = new Promise((resolve) => setTimeout(resolve, patienceMilliseconds).unref())
      timer = setInterval(() => void run(), milliseconds)
      timer.unref()
      void run()
    },
    stop: async (): Promise<void> => {
      isStopping = true
      clearInterval(timer)
      await running
      if (isCaughtUp) await upkeep.checkpoint().catch(onFailure)
    },
  }
}
