import type { Notification, NotificationChannel } from '@spillway/sdk'
import { type Command, Option } from 'commander'
import { type ConnectionOptions, connect, withConnection } from '../connection/connection.ts'
import type { CliContext } from '../context.ts'
import { withExamples } from '../examples.ts'
import { CliError } from '../failure.ts'
import { type TargetOptions, targetOf } from '../notifications/target.ts'
import { styleFor } from '../output/style.ts'
import { renderTable } from '../output/table.ts'
import { cellText } from '../output/text.ts'

interface Options extends ConnectionOptions {
  readonly json?: boolean
}

export const addNotifications = (program: Command, context: CliContext): Command => {
  const group = program.command('notifications').description('Say who is told of alerts, and see what was told')
  addAdd(group, context)
  addChannels(group, context)
  addTest(group, context)
  addRemove(group, context)
  addList(group, context)
  addReplay(group, context)
  return group
}

const subcommand = (group: Command, name: string, description: string): Command =>
  withConnection(group.command(name).description(description)).option('--json', 'the answer as JSON')

interface AddOptions extends Options, TargetOptions {
  readonly minimumSeverity?: 'Low' | 'Medium' | 'High'
  readonly rule?: string[]
  readonly watchlist?: string[]
}

const addAdd = (group: Command, context: CliContext) => {
  const command = subcommand(group, 'add', 'Add a channel; the secret of a webhook is shown once')
    .argument('<name>', 'what it is for')
    .argument('<address>', 'https://…, mailto:…, syslog+tls://host:port or syslog+tcp://host:port')
    .addOption(new Option('--minimum-severity <severity>', 'of the rule').choices(['Low', 'Medium', 'High']))
    .option('--rule <id...>', 'alerts of these rules alone')
    .option('--watchlist <id...>', 'alerts about people on these watchlists alone')
    .addOption(new Option('--format <format>', 'of syslog messages (default: cef)').choices(['cef', 'json']))
    .option('--certificate-authority <file>', 'PEM file that vouches for the receiver')
    .action(async (name: string, address: string, options: AddOptions) => {
      const { notifications } = await connect(context, options)
      const { minimumSeverity, rule: ruleIds, watchlist: watchlistIds } = options
      const filter = { ...(minimumSeverity && { minimumSeverity }), ruleIds, watchlistIds }
      const draft = { name, target: targetOf(address, options), filter }
      const { id, secret, ...channel } = await notifications.createChannel(draft, { signal: context.stop })
      if (options.json) return context.output.write(`${JSON.stringify({ id, secret, ...channel })}\n`)
      await context.output.write(`id\t${id}\n${secret === null ? '' : `secret\t${secret}\n`}`)
      if (secret !== null) await context.errors.write('The secret is not shown again.\n')
    })
  return withExamples(command, [
    ['spillway notifications add soar https://soar.example.com/hook --minimum-severity High', 'a signed webhook'],
    ['spillway notifications add siem syslog+tls://siem.example.com:6514', 'CEF by syslog'],
  ])
}

const addChannels = (group: Command, context: CliContext) =>
  subcommand(group, 'channels', 'List channels').action(async (options: Options) => {
    const { output, environment } = context
    const channels = await (await connect(context, options)).notifications.channels({ signal: context.stop })
    if (options.json) return output.write(`${JSON.stringify(channels, null, 2)}\n`)
    const header = ['ID', 'NAME', 'STATE', 'LEADS TO']
    return output.write(renderTable(header, channels.map(channelRow), output, styleFor(output, environment)))
  })

const channelRow = ({ id, name, isEnabled, target }: NotificationChannel): string[] => [
  id,
  cellText(name),
  isEnabled ? 'on' : 'off',
  cellText(addressOf(target)),
]

const addressOf = (target: NotificationChannel['target']): string => {
  if (target.kind === 'webhook') return target.url
  if (target.kind === 'mail') return target.recipients.join(', ')
  return `syslog+${target.transport}://${target.host}:${target.port} ${target.format}`
}

const addTest = (group: Command, context: CliContext) =>
  subcommand(group, 'test', 'Send a message of type test at once')
    .argument('<id>', 'id of the channel')
    .action(async (id: string, options: Options) => {
      const { notifications } = await connect(context, options)
      const tested = await notifications.testChannel(id, { signal: context.stop })
      if (options.json) await context.output.write(`${JSON.stringify(tested)}\n`)
      else if (tested.isDelivered)
        await context.output.write(`Delivered${tested.problem ? `; ${tested.problem}` : ''}\n`)
      if (!tested.isDelivered) throw new CliError('failure', `Not delivered: ${tested.problem}`)
    })

const addRemove = (group: Command, context: CliContext) =>
  withConnection(group.command('remove').description('Remove a channel; what waits for it is given up'))
    .argument('<id>', 'id of the channel')
    .action(async (id: string, options: Options) => {
      const { notifications } = await connect(context, options)
      await notifications.removeChannel(id, { signal: context.stop })
      await context.output.write(`${id} is removed\n`)
    })

interface ListOptions extends Options {
  readonly state: Notification['state']
  readonly channel?: string
}

const addList = (group: Command, context: CliContext) =>
  subcommand(group, 'list', 'List notifications: those that were given up, unless told otherwise')
    .addOption(
      new Option('--state <state>', 'what became of them').choices(['waiting', 'delivered', 'dead']).default('dead'),
    )
    .option('--channel <id>', 'of this channel alone')
    .action(async ({ state, channel: channelId, ...options }: ListOptions) => {
      const { output, environment } = context
      const { notifications } = await connect(context, options)
      const query = { state, ...(channelId !== undefined && { channelId }) }
      const found: Notification[] = []
      for await (const one of notifications.list(query, { signal: context.stop })) found.push(one)
      if (options.json) return output.write(`${JSON.stringify(found, null, 2)}\n`)
      const header = ['ID', 'CHANNEL', 'ALERT', 'TRIES', 'CREATED', 'PROBLEM']
      return output.write(renderTable(header, found.map(notificationRow), output, styleFor(output, environment)))
    })

const notificationRow = ({ id, channelId, alertId, attempts, createdAt, problem }: Notification): string[] => [
  ...[id, channelId, alertId, String(attempts), createdAt, cellText(problem ?? '')],
]

const addReplay = (group: Command, context: CliContext) =>
  subcommand(group, 'replay', 'Send one again, or everything that was given up')
    .argument('[id]', 'id of the notification')
    .option('--channel <id>', 'of this channel alone')
    .action(async (id: string | undefined, options: Options & { channel?: string }) => {
      const { notifications } = await connect(context, options)
      const { channel: channelId } = options
      const call = { signal: context.stop }
      const replayed =
        id === undefined
          ? (await notifications.replayAll(channelId === undefined ? {} : { channelId }, call)).replayed
          : await notifications.replay(id, call).then(() => 1)
      await context.output.write(options.json ? `${JSON.stringify({ replayed })}\n` : `${replayed} to be sent again\n`)
    })
