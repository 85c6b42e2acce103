import type { CliContext, Output } from '../context.ts'

const nowhere: Output = { write: async () => {}, isTerminal: false, columns: 100 }

/** A world in which commands can be described but nothing happens. */
export const inertContext: CliContext = {
  environment: {},
  homeDirectory: '~',
  clock: () => new Date(0),
  newId: () => 'id',
  input: (async function* () {})(),
  output: nowhere,
  errors: nowhere,
  stop: new AbortController().signal,
}
