import { join } from 'node:path'
import { type Credentials, createSpillwayClient } from '@spillway/sdk'
import type { Log } from '../log.ts'
import type { Machine } from '../machine/machine.ts'
import type { AgentSettings } from '../options.ts'
import { agentVersion } from '../version.ts'
import { obtainIdentity } from './register.ts'

interface SessionDependencies {
  readonly log: Log
  readonly random: () => number
  readonly signal: AbortSignal
}

/** Registers when first asked, and never more than once at a time; the client repeats nothing by itself. */
export const connectOnce = (
  settings: AgentSettings,
  machine: Machine,
  { log, random, signal }: SessionDependencies,
) => {
  const { server, allowPlainHttp, backoff, userEmail } = settings
  const connect = async () => {
    const identity = await obtainIdentity({
      server,
      allowPlainHttp,
      credentials: (settings.credentials as Credentials | undefined) ?? null,
      registration: {
        hostname: machine.hostname,
        operatingSystem: machine.operatingSystem,
        osVersion: machine.osVersion,
        agentVersion,
        ...(userEmail && { userEmail }),
      },
      path: join(settings.spoolDirectory, 'identity.json'),
      backoff,
      random,
      log,
      signal,
    })
    const client = createSpillwayClient({
      baseUrl: server,
      credentials: identity,
      allowPlainHttp,
      retry: { attempts: 0 },
      userAgent: `spillway-agent/${agentVersion}`,
    })
    return { client, agentUid: identity.agentUid }
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
