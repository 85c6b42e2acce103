import picocolors from 'picocolors'
import type { CliContext, Output } from '../context.ts'

export type Style = ReturnType<typeof picocolors.createColors>

/** Colours for a terminal that wants them, none for a pipe or a file. */
export const styleFor = (output: Output, environment: CliContext['environment']): Style =>
  picocolors.createColors(output.isTerminal && !environment.NO_COLOR && environment.TERM !== 'dumb')
