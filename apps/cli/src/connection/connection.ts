import { type ClientCredentials, type ClientOptions, createSpillwayClient, type SpillwayClient } from '@spillway/sdk'
import type { Command } from 'commander'
import type { CliContext } from '../context.ts'
import { CliError } from '../failure.ts'
import { type Profile, profilePath, readProfile } from './profile.ts'

export interface ConnectionOptions {
  readonly server?: string
  readonly clientId?: string
  readonly clientSecret?: string
  readonly profile?: string
  readonly allowPlainHttp?: boolean
}

/** Of an API client, or of a person without second factor. */
export type CliCredentials = ClientCredentials | { readonly username: string; readonly password: string }

export interface Connection {
  readonly url: string
  readonly credentials: CliCredentials
  readonly allowPlainHttp: boolean
}

/** Adds the options that tell a command which server to call, and as whom. */
export const withConnection = (command: Command): Command =>
  command
    .option('--server <url>', 'server to call (SPILLWAY_URL)')
    .option('--client-id <id>', 'API client (SPILLWAY_CLIENT_ID)')
    .option('--client-secret <secret>', 'its secret (better: SPILLWAY_CLIENT_SECRET, which no process list shows)')
    .option('--profile <file>', 'file with url, clientId and clientSecret, mode 0600 (SPILLWAY_PROFILE)')
    .option('--allow-plain-http', 'send credentials over plain http to another machine')

/** Flags go before the environment, the environment before the profile. Without credentials it fails. */
export const resolveConnection = async (context: CliContext, options: ConnectionOptions): Promise<Connection> => {
  const { credentials, ...server } = await resolveServer(context, options)
  if (credentials) return { ...server, credentials }
  throw new CliError(
    'authentication',
    'No credentials',
    'Give --client-id and --client-secret, or SPILLWAY_CLIENT_ID and SPILLWAY_CLIENT_SECRET, or run `spillway login`.',
  )
}

/** The same for callers that may do without credentials. */
export const resolveServer = async (
  context: CliContext,
  options: ConnectionOptions,
): Promise<Omit<Connection, 'credentials'> & { readonly credentials: CliCredentials | undefined }> => {
  const path = profilePath(context, options.profile)
  const profile = await readProfile(path)
  if (options.profile && !profile) throw new CliError('notFound', `There is no profile ${path}`)
  const url = options.server ?? context.environment.SPILLWAY_URL ?? profile?.url
  if (!url) throw new CliError('usage', 'No server named', 'Give --server or SPILLWAY_URL, or run `spillway login`.')
  return {
    url,
    credentials: credentialsFor(context, options, sameServer(profile, url)),
    allowPlainHttp: options.allowPlainHttp ?? false,
  }
}

/** A client for the server and credentials the options name. */
export const connect = async (context: CliContext, options: ConnectionOptions): Promise<SpillwayClient> =>
  clientFor(await resolveConnection(context, options))

export const clientFor = ({ url, credentials, allowPlainHttp }: Connection, more: Partial<ClientOptions> = {}) =>
  createSpillwayClient({ baseUrl: url, credentials, allowPlainHttp, userAgent: 'spillway-cli/0.1.0', ...more })

// Credentials kept for one server are never sent to another.
const sameServer = (profile: Profile | undefined, url: string): Profile | undefined =>
  profile && URL.parse(profile.url)?.origin === URL.parse(url)?.origin ? profile : undefined

const credentialsFor = (
  { environment }: CliContext,
  options: ConnectionOptions,
  profile: Profile | undefined,
): CliCredentials | undefined => {
  const clientId = options.clientId ?? environment.SPILLWAY_CLIENT_ID
  const clientSecret = options.clientSecret ?? environment.SPILLWAY_CLIENT_SECRET
  if (clientId && clientSecret) return { clientId, clientSecret }
  if (clientId) throw new CliError('usage', `No secret for the API client ${clientId}`)
  const { SPILLWAY_USERNAME: username, SPILLWAY_PASSWORD: password } = environment
  if (username && password) return { username, password }
  return profile && { clientId: profile.clientId, clientSecret: profile.clientSecret }
}
