import type { SpillwayClient } from '@spillway/sdk'
import type { Command } from 'commander'
import { type ConnectionOptions, clientFor, resolveConnection, withConnection } from '../connection/connection.ts'
import type { CliContext } from '../context.ts'
import { CliError } from '../failure.ts'
import { styleFor } from '../output/style.ts'
import { grouped } from '../output/text.ts'

export const addStatus = (program: Command, context: CliContext): Command =>
  withConnection(program.command('status'))
    .description('Tell whether a server answers, is ready, accepts these credentials, and what it holds')
    .option('--json', 'as one JSON object')
    .action((options: ConnectionOptions & { json?: boolean }) => status(context, options))

interface Status {
  readonly url: string
  readonly healthy: boolean
  readonly ready: boolean
  readonly events: number
  readonly eventsLastDay: number
}

const status = async (context: CliContext, options: ConnectionOptions & { json?: boolean }): Promise<void> => {
  const connection = await resolveConnection(context, options)
  const client = clientFor(connection, { retry: { attempts: 0 } })
  await client.system.health({ signal: context.stop })
  const ready = await client.system.ready({ signal: context.stop })
  if (!ready) throw new CliError('unavailable', `${connection.url} answers, but is not ready`)
  const facts: Status = { url: connection.url, healthy: true, ready, ...(await holdings(client, context.stop)) }
  await context.output.write(options.json ? `${JSON.stringify(facts)}\n` : describe(context, facts))
}

const holdings = async (client: SpillwayClient, signal: AbortSignal) => {
  const count = async (term: string, operator: string, value?: string) => {
    const query = { groups: [{ filters: [{ term, operator, ...(value && { value }) }] }], pgSize: 1 }
    return (await client.fileEvents.search(query, { signal })).totalCount
  }
  const [events, eventsLastDay] = [
    await count('event.id', 'EXISTS'),
    await count('event.inserted', 'WITHIN_THE_LAST', 'P1D'),
  ]
  return { events, eventsLastDay }
}

const describe = ({ output, environment }: CliContext, { url, events, eventsLastDay }: Status): string => {
  const style = styleFor(output, environment)
  return `${style.green('ready')}  ${url}\nevents  ${grouped(events)} (${grouped(eventsLastDay)} arrived in the last day)\n`
}
