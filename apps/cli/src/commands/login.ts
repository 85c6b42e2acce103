import type { Command } from 'commander'
import { type ConnectionOptions, clientFor, resolveConnection, withConnection } from '../connection/connection.ts'
import { profilePath, writeProfile } from '../connection/profile.ts'
import type { CliContext } from '../context.ts'
import { withExamples } from '../examples.ts'
import { CliError } from '../failure.ts'

export const addLogin = (program: Command, context: CliContext): Command => {
  const command = withConnection(program.command('login'))
    .description('Check an API client and keep it in the profile for the commands that follow')
    .action((options: ConnectionOptions) => login(context, options))
  return withExamples(command, [
    ['spillway login --server https://spillway.example.com --client-id key-...', 'secret from SPILLWAY_CLIENT_SECRET'],
  ])
}

const login = async (context: CliContext, { profile, ...options }: ConnectionOptions): Promise<void> => {
  const connection = await resolveConnection(context, options)
  const { credentials, url } = connection
  if (!('clientId' in credentials)) throw new CliError('usage', 'A profile keeps an API client, not a user')
  await clientFor(connection).requester.json({ method: 'GET', path: '/v1/customer', repeatable: true })
  const path = profilePath(context, profile)
  await writeProfile(path, { url, clientId: credentials.clientId, clientSecret: credentials.clientSecret })
  await context.output.write(`Kept in ${path}\n`)
}
