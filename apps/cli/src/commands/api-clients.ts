import { allPermissions, organizationPermissions, type Permission } from '@spillway/contract'
import type { ApiClient, NewApiClient } from '@spillway/sdk'
import { type Command, Option } from 'commander'
import { type ConnectionOptions, connect, withConnection } from '../connection/connection.ts'
import type { CliContext } from '../context.ts'
import { withExamples } from '../examples.ts'
import { styleFor } from '../output/style.ts'
import { renderTable } from '../output/table.ts'
import { cellText } from '../output/text.ts'

interface Options extends ConnectionOptions {
  readonly json?: boolean
}

export const addApiClients = (program: Command, context: CliContext): Command => {
  const group = program.command('api-clients').description('Create and manage API clients')
  addCreate(group, context)
  addList(group, context)
  addRotate(group, context)
  addDisable(group, context)
  return group
}

const subcommand = (group: Command, name: string, description: string): Command =>
  withConnection(group.command(name).description(description)).option('--json', 'the answer as JSON')

const addCreate = (group: Command, context: CliContext) => {
  const command = subcommand(group, 'create', 'Create an API client; its secret is shown once')
    .argument('<name>', 'what it is for')
    .addOption(
      new Option('--permission <permission...>', 'what it may do; everything the caller may unless given').choices([
        ...allPermissions,
      ]),
    )
    .option('--organization <uid>', 'what it reaches: this organization and those under it')
    .action(async (name: string, options: Options & { permission?: Permission[]; organization?: string }) => {
      const client = await connect(context, options)
      const { organization: orgUid } = options
      const permissions = options.permission ?? (orgUid ? organizationPermissions : allPermissions)
      await showSecret(
        context,
        options,
        await client.apiClients.create({ name, permissions, ...(orgUid && { orgUid }) }, { signal: context.stop }),
      )
    })
  return withExamples(command, [
    ['spillway api-clients create siem --permission file-events.read', 'a client that can only read'],
  ])
}

const addList = (group: Command, context: CliContext) =>
  subcommand(group, 'list', 'List API clients').action(async (options: Options) => {
    const { output, environment } = context
    const client = await connect(context, options)
    const clients: ApiClient[] = []
    for await (const apiClient of client.apiClients.list({ signal: context.stop })) clients.push(apiClient)
    if (options.json) return output.write(`${JSON.stringify(clients, null, 2)}\n`)
    const rows = clients.map(listRow)
    const header = ['ID', 'NAME', 'STATE', 'LAST USED', 'PERMISSIONS']
    return output.write(renderTable(header, rows, output, styleFor(output, environment)))
  })

const listRow = (client: ApiClient): string[] => [
  client.id,
  cellText(client.name),
  client.disabled ? 'disabled' : 'active',
  client.lastUsedAt ?? 'never',
  client.permissions.join(' '),
]

const addRotate = (group: Command, context: CliContext) =>
  subcommand(group, 'rotate', 'Replace the secret; the old one ends at once')
    .argument('<id>', 'id of the API client')
    .action(async (id: string, options: Options) => {
      const client = await connect(context, options)
      await showSecret(context, options, await client.apiClients.rotate(id, { signal: context.stop }))
    })

const addDisable = (group: Command, context: CliContext) =>
  subcommand(group, 'disable', 'Disable an API client; its tokens end at once')
    .argument('<id>', 'id of the API client')
    .action(async (id: string, options: Options) => {
      const client = await connect(context, options)
      const disabled = await client.apiClients.disable(id, { signal: context.stop })
      await context.output.write(options.json ? `${JSON.stringify(disabled)}\n` : `${id} is disabled\n`)
    })

const showSecret = async ({ output, errors }: CliContext, { json }: Options, client: NewApiClient): Promise<void> => {
  if (json) return output.write(`${JSON.stringify(client)}\n`)
  await output.write(`id\t${client.id}\nsecret\t${client.secret}\n`)
  await errors.write('The secret is not shown again.\n')
}
