interface Dependencies {
  readonly work: () => Promise<void>
  /** Between two rounds. */
  readonly milliseconds: number
  readonly onFailure: (error: unknown) => void
}

/** Does its work again and again, one round at a time; a round that fails is made up for by the next. */
export const createRounds = ({ work, milliseconds, onFailure }: Dependencies) => {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | null = null
  const run = (): void => {
    running ??= work()
      .catch(onFailure)
      .finally(() => {
        running = null
      })
  }
  return {
    start: (): void => {
      timer = setInterval(run, milliseconds)
      timer.unref()
      run()
    },
    stop: async (): Promise<void> => {
      clearInterval(timer)
      await running
    },
  }
}
