import type { NewProvisioningToken, ProvisioningToken } from '@spillway/sdk'
import type { Command } from 'commander'
import { type ConnectionOptions, connect, withConnection } from '../connection/connection.ts'
import type { CliContext } from '../context.ts'
import { withExamples } from '../examples.ts'
import { styleFor } from '../output/style.ts'
import { renderTable } from '../output/table.ts'
import { cellText } from '../output/text.ts'

interface Options extends ConnectionOptions {
  readonly json?: boolean
  readonly expires?: string
}

export const addProvisioningTokens = (program: Command, context: CliContext): Command => {
  const group = program
    .command('provisioning-tokens')
    .description('Create and manage tokens with which identity providers provision by SCIM')
  addCreate(group, context)
  addList(group, context)
  addRotate(group, context)
  addRevoke(group, context)
  return group
}

const subcommand = (group: Command, name: string, description: string): Command =>
  withConnection(group.command(name).description(description)).option('--json', 'the answer as JSON')

const withExpiry = (command: Command): Command =>
  command.option('--expires <instant>', 'when the token runs out, such as 2027-01-31T00:00:00Z; never, unless given')

const expiryOf = ({ expires }: Options) => (expires === undefined ? {} : { expiresAt: expires })

const addCreate = (group: Command, context: CliContext) => {
  const command = withExpiry(subcommand(group, 'create', 'Create a token, which is shown once'))
    .argument('<name>', 'who it is for')
    .option('--organization <uid>', 'what it reaches: this organization and those under it')
    .action(async (name: string, options: Options & { organization?: string }) => {
      const { provisioningTokens } = await connect(context, options)
      const reach = options.organization === undefined ? {} : { orgUid: options.organization }
      const wish = { name, ...reach, ...expiryOf(options) }
      await showToken(context, options, await provisioningTokens.create(wish, { signal: context.stop }))
    })
  return withExamples(command, [['spillway provisioning-tokens create entra', 'a token for /scim/v2']])
}

const addList = (group: Command, context: CliContext) =>
  subcommand(group, 'list', 'List tokens').action(async (options: Options) => {
    const { output, environment } = context
    const { provisioningTokens } = await connect(context, options)
    const tokens: ProvisioningToken[] = []
    for await (const token of provisioningTokens.list({ signal: context.stop })) tokens.push(token)
    if (options.json) return output.write(`${JSON.stringify(tokens, null, 2)}\n`)
    const header = ['ID', 'NAME', 'ORGANIZATION', 'EXPIRES', 'LAST USED']
    return output.write(renderTable(header, tokens.map(listRow), output, styleFor(output, environment)))
  })

const listRow = ({ id, name, orgUid, expiresAt, lastUsedAt }: ProvisioningToken): string[] => [
  id,
  cellText(name),
  orgUid ?? 'all',
  expiresAt ?? 'never',
  lastUsedAt ?? 'never',
]

const addRotate = (group: Command, context: CliContext) =>
  withExpiry(subcommand(group, 'rotate', 'Replace a token; the old one ends at once'))
    .argument('<id>', 'id of the token')
    .action(async (id: string, options: Options) => {
      const { provisioningTokens } = await connect(context, options)
      const token = await provisioningTokens.rotate(id, expiryOf(options), { signal: context.stop })
      await showToken(context, options, token)
    })

const addRevoke = (group: Command, context: CliContext) =>
  withConnection(group.command('revoke').description('Revoke a token; it ends at once'))
    .argument('<id>', 'id of the token')
    .action(async (id: string, options: Options) => {
      const { provisioningTokens } = await connect(context, options)
      await provisioningTokens.revoke(id, { signal: context.stop })
      await context.output.write(`${id} is revoked\n`)
    })

const showToken = async ({ output, errors }: CliContext, { json }: Options, made: NewProvisioningToken) => {
  if (json) return output.write(`${JSON.stringify(made)}\n`)
  await output.write(`id\t${made.id}\ntoken\t${made.token}\n`)
  await errors.write('The token is not shown again.\n')
}
