import type { CliContext } from './context.ts'
import { exitCodes } from './exit-codes.ts'
import { failureOf } from './failure.ts'
import { styleFor } from './output/style.ts'
import { createProgram } from './program.ts'

/** Runs one command line (without node and script) and returns its exit code. */
export const run = async (words: readonly string[], context: CliContext): Promise<number> => {
  try {
    await createProgram(context).parseAsync([...words], { from: 'user' })
    return exitCodes.ok.code
  } catch (error) {
    const { reason, message, hint } = failureOf(error, context.stop.aborted)
    const style = styleFor(context.errors, context.environment)
    if (message) await context.errors.write(`${style.red('error:')} ${message}\n`)
    if (hint) await context.errors.write(`${style.dim(hint)}\n`)
    return exitCodes[reason].code
  }
}
