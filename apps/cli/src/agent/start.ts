import type { Agent, AgentOptions, Log } from '@spillway/agent'
import type { CliContext } from '../context.ts'
import { CliError } from '../failure.ts'
import { printable } from '../output/text.ts'

/** Starts an agent inside this process; its log goes to standard error. */
export const startAgent = async (context: CliContext, options: AgentOptions, log = logTo(context)): Promise<Agent> => {
  const { agentOptionsSchema, runAgent, SpoolInUse } = await import('@spillway/agent')
  const checked = agentOptionsSchema.safeParse(options)
  if (!checked.success) {
    const reasons = checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    throw new CliError('usage', reasons.join('\n'))
  }
  try {
    return await runAgent(options, { clock: context.clock, newId: context.newId, log })
  } catch (error) {
    throw error instanceof SpoolInUse ? new CliError('unavailable', error.message, 'Give another --spool.') : error
  }
}

/** A log of one line each: time, level, message and facts. */
const logTo = ({ clock, errors }: CliContext): Log => {
  const write = (level: string) => (facts: object, message: string) => {
    void errors.write(`${clock().toISOString()} ${level} ${message} ${printable(JSON.stringify(facts))}\n`)
  }
  return { info: write('info'), warn: write('warn'), error: write('error') }
}
