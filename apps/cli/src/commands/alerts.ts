import type { Alert, AlertQuery } from '@spillway/sdk'
import { type Command, InvalidArgumentError } from 'commander'
import { explainedAlerts } from '../alerts/news.ts'
import { alertLines, explanationText, paperOf } from '../alerts/words.ts'
import { type ConnectionOptions, connect, withConnection } from '../connection/connection.ts'
import type { CliContext } from '../context.ts'
import { withExamples } from '../examples.ts'
import { styleFor } from '../output/style.ts'
import { renderTable } from '../output/table.ts'
import { cellText } from '../output/text.ts'

interface Options extends ConnectionOptions {
  readonly json?: boolean
}

export const addAlerts = (program: Command, context: CliContext): Command => {
  const group = program.command('alerts').description('List alerts, read why they were raised, watch them rise')
  addList(group, context)
  addShow(group, context)
  addWatch(group, context)
  return group
}

const subcommand = (group: Command, name: string, description: string): Command =>
  withConnection(group.command(name).description(description)).option('--json', 'the answer as JSON')

interface ListOptions extends Options {
  readonly state?: string
  readonly actor?: string
  readonly limit: number
}

const addList = (group: Command, context: CliContext) => {
  const command = subcommand(group, 'list', 'List alerts, the newest first')
    .option('--state <state>', 'OPEN, IN_PROGRESS, PENDING, RESOLVED, RESOLVED_TP or RESOLVED_FP')
    .option('--actor <name>', 'of one person')
    .option('--limit <count>', 'how many at most', count, 50)
    .action(async (options: ListOptions) => {
      const { output, environment, stop } = context
      const { alerts } = await (await connect(context, options)).alerts.search(queryOf(options), { signal: stop })
      if (options.json) return output.write(`${JSON.stringify(alerts, null, 2)}\n`)
      const header = ['ID', 'RAISED', 'SEVERITY', 'STATE', 'RULE', 'ACTOR']
      return output.write(renderTable(header, alerts.map(listRow), output, styleFor(output, environment)))
    })
  return withExamples(command, [['spillway alerts list --state OPEN', 'what nobody has looked at']])
}

const queryOf = ({ state, actor, limit }: ListOptions): AlertQuery => {
  const filters = [
    ...(state === undefined ? [] : [{ term: 'State', operator: 'IS', value: state.toUpperCase() }]),
    ...(actor === undefined ? [] : [{ term: 'Actor', operator: 'IS', value: actor }]),
  ]
  const groups = filters.length > 0 ? { groups: [{ filters, filterClause: 'AND' as const }] } : {}
  return { ...groups, pgSize: limit, srtKey: 'CreatedAt', srtDirection: 'DESC' }
}

const count = (text: string): number => {
  if (!/^[1-9]\d{0,2}$/.test(text) || Number(text) > 500)
    throw new InvalidArgumentError('Needs a number from 1 to 500.')
  return Number(text)
}

const listRow = ({ id, createdAt, severity, state, name, actor }: Alert): string[] => [
  ...[id, createdAt, severity, state],
  ...[name, actor].map(cellText),
]

const addShow = (group: Command, context: CliContext) =>
  subcommand(group, 'show', 'Tell why an alert was raised, and what would have kept its rule silent')
    .argument('<id>', 'id of the alert')
    .action(async (id: string, options: Options) => {
      const { output, environment, stop } = context
      const explanation = await (await connect(context, options)).alerts.explain(id, { signal: stop })
      if (options.json) return output.write(`${JSON.stringify(explanation, null, 2)}\n`)
      return output.write(explanationText(explanation, styleFor(output, environment)))
    })

const addWatch = (group: Command, context: CliContext) =>
  subcommand(group, 'watch', 'Show alerts as they are raised, each with its reason, until Ctrl-C').action(
    async (options: Options) => {
      const { output, environment, stop } = context
      const client = await connect(context, options)
      const paper = paperOf(output, environment)
      for await (const [alert, explanation] of explainedAlerts(client, stop)) {
        const line = options.json ? `${JSON.stringify({ ...alert, explanation })}\n` : null
        await output.write(line ?? alertLines(alert, explanation, paper))
      }
    },
  )
