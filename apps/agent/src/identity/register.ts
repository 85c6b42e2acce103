import { type AgentRegistration, backoffDelay, type Credentials, createSpillwayClient } from '@spillway/sdk'
import { type Log, reasonOf } from '../log.ts'
import { pause } from '../uploader/pause.ts'
import { type AgentIdentity, readIdentity, writeIdentity } from './identity-file.ts'

export interface RegistrationOptions {
  readonly server: string
  readonly allowPlainHttp: boolean
  /** Of somebody who may register agents; needed once. */
  readonly credentials: Credentials | null
  readonly registration: AgentRegistration
  readonly path: string
  readonly backoff: { readonly base: number; readonly cap: number }
  readonly random: () => number
  readonly log: Log
  readonly signal: AbortSignal
}

/** The agent's identity: the one kept, else a new one, asked for until the server grants it. */
export const obtainIdentity = async (options: RegistrationOptions): Promise<AgentIdentity> => {
  const kept = await readIdentity(options.path, options.server)
  if (kept) return kept
  if (!options.credentials) throw new Error('The agent is not registered yet and has no credentials to register with')
  const { server, log, signal } = options
  for (let attempt = 0; ; attempt += 1) {
    signal.throwIfAborted()
    try {
      return await register(options, options.credentials)
    } catch (error) {
      const delay = backoffDelay(attempt, options.backoff, options.random)
      log.warn({ server, delay, reason: reasonOf(error) }, 'Registration failed; events wait on disk')
      await pause(delay, signal)
    }
  }
}

const register = async (options: RegistrationOptions, credentials: Credentials): Promise<AgentIdentity> => {
  const { server, allowPlainHttp, registration, path, log, signal } = options
  const client = createSpillwayClient({ baseUrl: server, credentials, allowPlainHttp, retry: { attempts: 0 } })
  const { agentUid, agentKey } = await client.agents.register(registration, { signal })
  const identity = { server, agentUid, agentKey }
  await writeIdentity(path, identity)
  log.info({ server, agentUid }, 'Agent registered')
  return identity
}
