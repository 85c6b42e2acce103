export type { CliContext, Output } from './context.ts'
export { exitCodes } from './exit-codes.ts'
export { createProgram } from './program.ts'
export { run } from './run.ts'
