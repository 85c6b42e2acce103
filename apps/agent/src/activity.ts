/** Something that goes on in the background. */
export interface Activity {
  /** Begins; does nothing when begun already. */
  start(): void
  /** Tells it to stop and resolves when it has. */
  stop(): Promise<void>
}

/** An activity that runs until its signal aborts. */
export const createActivity = (stopping: AbortController, run: () => Promise<void>): Activity => {
  let running: Promise<void> | null = null
  return {
    start: () => {
      running ??= run()
    },
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}
