/** Exit codes of every command, documented in the reference. A code keeps its meaning for ever. */
export const exitCodes = {
  ok: { code: 0, meaning: 'Done' },
  failure: { code: 1, meaning: 'Failed for a reason no other code names' },
  usage: { code: 2, meaning: 'The command line, a file given to it, or the query is not valid' },
  authentication: { code: 3, meaning: 'No credentials, wrong credentials, or a permission is missing' },
  notFound: { code: 4, meaning: 'The server, a file or an object named on the command line does not have it' },
  unavailable: { code: 5, meaning: 'The server cannot be reached, is not ready or asks to come back later' },
  refusedRows: { code: 6, meaning: 'Some rows were refused; the others are stored' },
  interrupted: { code: 130, meaning: 'Stopped by Ctrl-C or a signal before it was done' },
} as const

export type ExitReason = keyof typeof exitCodes
