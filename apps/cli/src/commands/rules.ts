import type { BacktestRequest, SpillwayClient } from '@spillway/sdk'
import { type Command, InvalidArgumentError } from 'commander'
import { type ConnectionOptions, connect, withConnection } from '../connection/connection.ts'
import type { CliContext } from '../context.ts'
import { withExamples } from '../examples.ts'
import { CliError } from '../failure.ts'
import { styleFor } from '../output/style.ts'
import { renderTable } from '../output/table.ts'
import { cellText } from '../output/text.ts'
import { followBacktest } from '../rules/follow.ts'
import { findRule, readDraft } from '../rules/subject.ts'
import { tellBacktest } from '../rules/tell.ts'
import { parseInstantOption } from '../search/time.ts'

interface Options extends ConnectionOptions {
  readonly json?: boolean
}

interface BacktestOptions extends Options {
  readonly file?: string
  readonly version?: number
  readonly from: string
  readonly to?: string
  readonly against?: number
  readonly againstFile?: string
  readonly samples: number
}

export const addRules = (program: Command, context: CliContext): Command => {
  const group = program.command('rules').description('See alert rules, and rehearse them on past events')
  addList(group, context)
  addShow(group, context)
  addBacktest(group, context)
  return group
}

const subcommand = (group: Command, name: string, description: string): Command =>
  withConnection(group.command(name).description(description)).option('--json', 'the answer as JSON')

const addList = (group: Command, context: CliContext) =>
  subcommand(group, 'list', 'List alert rules').action(async (options: Options) => {
    const { output, environment, stop } = context
    const rules = await (await connect(context, options)).rules.list({ signal: stop })
    if (options.json) return output.write(`${JSON.stringify(rules, null, 2)}\n`)
    const rows = rules.map(({ id, name, severity, isEnabled, version }) => [
      ...[id, cellText(name), severity, isEnabled ? 'on' : 'off', String(version)],
    ])
    const header = ['ID', 'NAME', 'SEVERITY', 'STATE', 'VERSION']
    return output.write(renderTable(header, rows, output, styleFor(output, environment)))
  })

const addShow = (group: Command, context: CliContext) =>
  subcommand(group, 'show', 'Show a rule as JSON')
    .argument('<rule>', 'id or name')
    .option('--versions', 'what it said in each of its versions, the newest first')
    .action(async (name: string, options: Options & { versions?: boolean }) => {
      const client = await connect(context, options)
      const rule = await findRule(client, name, context.stop)
      const shown = options.versions ? await client.rules.versions(rule.id, { signal: context.stop }) : rule
      await context.output.write(`${JSON.stringify(shown, null, 2)}\n`)
    })

const addBacktest = (group: Command, context: CliContext) => {
  const command = subcommand(group, 'backtest', 'Rehearse a rule on past events: the alerts it would have raised')
    .argument('[rule]', 'id or name of a stored rule')
    .option('--file <file>', 'a draft instead, JSON in a file or - for standard input')
    .option('--version <number>', 'one of the versions of the rule', whole)
    .option('--from <time>', 'from this instant or day on; 30d means thirty days ago', '30d')
    .option('--to <time>', 'up to this instant, or the end of this day (default: now)')
    .option('--against <version>', 'compare with this version of the rule', whole)
    .option('--against-file <file>', 'compare with a draft')
    .option('--samples <count>', 'alerts to explain, of each kind', whole, 3)
    .action(async (rule: string | undefined, options: BacktestOptions) => backtest(context, rule, options))
  return withExamples(command, [
    ["spillway rules backtest 'Many files to removable media' --from 90d", 'what it would have raised in 90 days'],
    ['spillway rules backtest 3f0c… --against 1', 'what its last changes made of it'],
    ['spillway rules backtest --file draft.json --from 2026-05-01 --to 2026-05-31 --json', 'a rule before it is there'],
  ])
}

const backtest = async (context: CliContext, rule: string | undefined, options: BacktestOptions): Promise<void> => {
  if ((rule === undefined) === (options.file === undefined))
    throw new CliError('usage', 'Name a rule or give --file, one of the two')
  const client = await connect(context, options)
  const now = context.clock()
  const done = await followBacktest(context, client, {
    ...(await subjectOf(context, client, rule, options)),
    ...(await againstOf(context, options)),
    from: parseInstantOption(options.from, 'start', now),
    to: options.to ? parseInstantOption(options.to, 'end', now) : now.toISOString(),
    samples: options.samples,
  })
  const { output } = context
  await output.write(options.json ? `${JSON.stringify(done, null, 2)}\n` : tellBacktest(context, done))
}

const subjectOf = async (
  context: CliContext,
  client: SpillwayClient,
  rule: string | undefined,
  { file, version }: BacktestOptions,
): Promise<Pick<BacktestRequest, 'ruleId' | 'version' | 'draft'>> => {
  if (file !== undefined) return { draft: await readDraft(context, file) }
  const { id } = await findRule(client, rule ?? '', context.stop)
  return { ruleId: id, ...(version !== undefined && { version }) }
}

const againstOf = async (context: CliContext, { against, againstFile }: BacktestOptions) => {
  if (againstFile !== undefined) return { against: { draft: await readDraft(context, againstFile) } }
  return against === undefined ? {} : { against: { version: against } }
}

const whole = (text: string): number => {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 0) return number
  throw new InvalidArgumentError('It has to be a whole number.')
}
