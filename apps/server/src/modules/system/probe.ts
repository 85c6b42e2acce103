type State = 'up' | 'away'

const patience = 2_000

/** Asks a store whether it answers, within two seconds. Askers at one time share one question. */
export const createProbe = (ping: () => Promise<unknown>): (() => Promise<State>) => {
  let running: Promise<State> | null = null
  return () => {
    running ??= ask(ping).finally(() => {
      running = null
    })
    return running
  }
}

const ask = (ping: () => Promise<unknown>): Promise<State> => {
  const late = new Promise<State>((resolve) => setTimeout(resolve, patience, 'away').unref())
  const answer = ping().then(
    (): State => 'up',
    (): State => 'away',
  )
  return Promise.race([answer, late])
}
