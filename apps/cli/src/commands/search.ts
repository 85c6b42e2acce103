import { readFile } from 'node:fs/promises'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { type ConnectionOptions, connect, withConnection } from '../connection/connection.ts'
import type { CliContext } from '../context.ts'
import { withExamples } from '../examples.ts'
import { CliError } from '../failure.ts'
import { styleFor } from '../output/style.ts'
import { renderTable } from '../output/table.ts'
import { cellText } from '../output/text.ts'
import { type ApiVersion, type FilterOptions, queryOf, termOptions, timestampTerm } from '../search/query.ts'
import { createSearchRequests, type SearchRequests, type Sorted } from '../search/requests.ts'
import { defaultColumns, showJson, showTable } from '../search/show.ts'

interface SearchOptions extends ConnectionOptions, FilterOptions {
  readonly version: ApiVersion
  readonly limit: number
  readonly all?: boolean
  readonly columns?: readonly string[]
  readonly sort?: string
  readonly ascending?: boolean
  readonly query?: string
  readonly json?: boolean
  readonly csv?: boolean
  readonly count?: boolean
  readonly groupBy?: string
}

export const addSearch = (program: Command, context: CliContext): Command => {
  const command = withConnection(program.command('search').description('Search file events'))
  for (const [name, { flag, v2 }] of Object.entries(termOptions)) {
    command.option(
      flag,
      `${v2}; * and ? are wildcards${name === 'user' ? '; repeat an option for either value' : ''}`,
      collect,
    )
  }
  addTimeAndTerms(command)
  addOutput(command)
  command.action((options: SearchOptions) => search(context, options))
  return withExamples(command, [
    ["spillway search --last 1d --file-name '*.zip'", 'archives of the last day'],
    ["spillway search --user ada@example.com --term 'destination.category IS_ANY Email,Messaging'", 'mail and chat'],
    ['spillway search --last 7d --group-by destination.name', 'where files went this week'],
    ['spillway search --start 2026-05-01 --end 2026-05-31 --all --json > may.ndjson', 'a month, every event'],
  ])
}

const addTimeAndTerms = (command: Command) =>
  command
    .option('--start <time>', 'from this instant or day on; 7d means a week ago')
    .option('--end <time>', 'up to this instant, or the end of this day')
    .option('--last <duration>', 'within the last 30m, 12h, 7d or any ISO 8601 duration')
    .option('--term <filter>', "any filter, such as 'risk.score GREATER_THAN 5'; repeatable, all must hold", collect)
    .option('--query <file>', 'a query as the API takes it, JSON in a file or - for standard input')
    .option('--purpose <text>', 'why you search; kept in the audit log')
    .addOption(new Option('--version <version>', 'version of the file-event API').choices(['v1', 'v2']).default('v2'))

const addOutput = (command: Command) =>
  command
    .option('--limit <count>', 'most events to show', count, 100)
    .option('--all', 'show every match, however many')
    .option('--columns <terms>', 'comma-separated columns of the table or CSV', (text) => text.split(','))
    .option('--sort <term>', 'order by this term; newest first unless told')
    .option('--ascending', 'smallest or oldest first')
    .addOption(new Option('--json', 'events as NDJSON, one a line').conflicts(['csv', 'columns']))
    .addOption(new Option('--csv', 'CSV as the export operation writes it').conflicts(['count', 'groupBy']))
    .addOption(new Option('--count', 'only the number of matches').conflicts(['groupBy']))
    .option('--group-by <term>', 'number of events by value of this term, largest first')

const collect = (value: string, before: readonly string[] = []) => [...before, value]

const count = (text: string): number => {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new InvalidArgumentError('Needs a whole number from 1.')
  return Number(text)
}

const search = async (context: CliContext, options: SearchOptions): Promise<void> => {
  const query = await sortedQuery(context, options)
  const requests = createSearchRequests(await connect(context, options), options.version, context.stop)
  if (options.count) return showCount(context, options, await requests.count(query))
  if (options.groupBy) return showGroups(context, options, await requests.groups(query, options.groupBy, options.limit))
  if (options.csv) return showCsv(context, requests, query, options.columns)
  const pages = requests.pages(query, options.all ? Number.POSITIVE_INFINITY : options.limit)
  if (options.json) return showJson(context, pages)
  const columns = options.columns ?? defaultColumns[options.version]
  return showTable(context, pages, columns, styleFor(context.output, context.environment))
}

const sortedQuery = async (context: CliContext, options: SearchOptions): Promise<Sorted> => ({
  srtKey: options.sort ?? timestampTerm[options.version],
  srtDir: options.ascending ? 'asc' : 'desc',
  ...(options.query ? await readQuery(context, options.query) : queryOf(options, options.version, context.clock())),
})

const readQuery = async ({ input }: CliContext, file: string) => {
  const text = file === '-' ? await textOf(input) : await readFile(file, 'utf8')
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new CliError('usage', `The query in ${file} is not JSON: ${(error as Error).message}`)
  }
}

const textOf = async (input: AsyncIterable<Uint8Array>): Promise<string> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of input) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

const showCount = ({ output }: CliContext, { json }: SearchOptions, totalCount: number) =>
  output.write(json ? `${JSON.stringify({ totalCount })}\n` : `${totalCount}\n`)

const showGroups = async (
  { output, environment }: CliContext,
  { json, groupBy }: SearchOptions,
  groups: readonly { value: string; docCount: number }[],
): Promise<void> => {
  if (json) return output.write(groups.map((group) => `${JSON.stringify(group)}\n`).join(''))
  const rows = groups.map(({ value, docCount }) => [cellText(value), String(docCount)])
  return output.write(renderTable([groupBy as string, 'events'], rows, output, styleFor(output, environment)))
}

const showCsv = async (
  { output }: CliContext,
  requests: SearchRequests,
  query: Sorted,
  columns: readonly string[] | undefined,
): Promise<void> => {
  for await (const chunk of await requests.csv(query, columns)) await output.write(chunk)
}
