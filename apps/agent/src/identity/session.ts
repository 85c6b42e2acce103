import { join } from 'node:path'
import { type Credentials, createSpillwayClient } from '@spillway/sdk'
import type { AgentSettings } from '../options.ts'
import { machineFacts } from '../status.ts'
import type { Surroundings } from '../surroundings.ts'
import { agentVersion } from '../version.ts'
import { readIdentity } from './identity-file.ts'
import { obtainIdentity } from './register.ts'

export class AgentNotRegistered extends Error {
  override name = 'AgentNotRegistered'
}

/** Fails when the agent has neither an identity on this server nor credentials to get one with. */
export const requireIdentity = async ({ settings }: Pick<Surroundings, 'settings'>): Promise<void> => {
  if (settings.credentials || (await readIdentity(identityPath(settings), settings.server))) return
  throw new AgentNotRegistered(
    `No agent is registered in ${settings.spoolDirectory} for ${settings.server}; credentials are needed once`,
  )
}

/** Registers when first asked, and never more than once at a time. The client repeats nothing: its callers do. */
export const connectOnce = (surroundings: Surroundings, signal: AbortSignal) => {
  const { server, allowPlainHttp } = surroundings.settings
  const connect = async () => {
    const credentials = await identityFor(surroundings, signal)
    const userAgent = `spillway-agent/${agentVersion}`
    const client = createSpillwayClient({
      baseUrl: server,
      credentials,
      allowPlainHttp,
      retry: { attempts: 0 },
      userAgent,
    })
    return { client, agents: client.agents, agentUid: credentials.agentUid }
  }
  let session: ReturnType<typeof connect> | null = null
  return () => {
    session ??= connect().catch((error) => {
      session = null
      throw error
    })
    return session
  }
}

const identityPath = ({ spoolDirectory }: AgentSettings): string => join(spoolDirectory, 'identity.json')

const identityFor = ({ settings, machine, random, log }: Surroundings, signal: AbortSignal) =>
  obtainIdentity({
    server: settings.server,
    allowPlainHttp: settings.allowPlainHttp,
    credentials: (settings.credentials as Credentials | undefined) ?? null,
    registration: {
      ...machineFacts(machine),
      ...(settings.userEmail && { userEmail: settings.userEmail }),
    },
    path: identityPath(settings),
    backoff: settings.backoff,
    random,
    log,
    signal,
  })
