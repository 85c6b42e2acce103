import type { BacktestRequest, Rule, SpillwayClient } from '@spillway/sdk'
import type { CliContext } from '../context.ts'
import { CliError } from '../failure.ts'
import { openInput } from '../ingest/open-input.ts'

/** A rule by its id, or by its name in any letter case. */
export const findRule = async (client: SpillwayClient, idOrName: string, signal: AbortSignal): Promise<Rule> => {
  const rules = await client.rules.list({ signal })
  const name = idOrName.toLowerCase()
  const rule = rules.find(({ id }) => id === idOrName) ?? rules.find((each) => each.name.toLowerCase() === name)
  if (rule) return rule
  throw new CliError('notFound', `There is no rule ${idOrName}`, '`spillway rules list` shows those that there are.')
}

/** A rule that is not stored, out of a file of JSON. The server says what is wrong with it. */
export const readDraft = async (context: CliContext, file: string): Promise<NonNullable<BacktestRequest['draft']>> => {
  const parts: Uint8Array[] = []
  for await (const part of await openInput(context, file)) parts.push(part)
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch {
    throw new CliError('usage', `${file} is no JSON`)
  }
}
