import type { AgentHeartbeat, AgentInstructions } from '@spillway/sdk'
import type { Log } from './log.ts'

/** Seconds between heartbeats that the server may ask for. */
const bounds = { shortest: 5, longest: 24 * 60 * 60 }

export type Instructions = ReturnType<typeof createInstructions>

/**
 * What the server asked of the agent, and what the agent has to say to it. The one setting it follows is
 * `spillwayAgent.heartbeatSeconds`; it holds, and says so, any other document without acting on it. It cannot replace
 * itself: every upgrade is answered `unsupported`, so that whoever asked sees that it takes a person or a package manager.
 */
export const createInstructions = (heartbeatInterval: number, log: Log) => {
  let interval = heartbeatInterval
  let settingsRevision = 0
  let acknowledgedUpgrade: NonNullable<AgentHeartbeat['acknowledgedUpgrade']> | null = null

  const followUpgrade = (upgrade: AgentInstructions['upgrade']): void => {
    if (upgrade && upgrade.requestedAt !== acknowledgedUpgrade?.requestedAt)
      log.warn({ requestedAt: upgrade.requestedAt }, 'An upgrade was asked for; this agent cannot upgrade itself')
    acknowledgedUpgrade = upgrade && { requestedAt: upgrade.requestedAt, outcome: 'unsupported' }
  }

  const followSettings = (settings: AgentInstructions['settings']): void => {
    if (!settings) return
    settingsRevision = settings.revision
    const seconds = heartbeatSeconds(settings.document)
    interval = seconds === null ? heartbeatInterval : seconds * 1000
    log.info({ revision: settingsRevision, heartbeatSeconds: seconds }, 'The server sent settings')
  }

  return {
    /** Milliseconds between heartbeats now. */
    interval: () => interval,
    /** What the next heartbeat is to say of instructions so far. */
    answer: (): Pick<AgentHeartbeat, 'settingsRevision' | 'acknowledgedUpgrade'> => ({
      settingsRevision,
      ...(acknowledgedUpgrade && { acknowledgedUpgrade }),
    }),
    follow: ({ upgrade, settings }: AgentInstructions): void => {
      followUpgrade(upgrade)
      followSettings(settings)
    },
  }
}

/** Scalars of settings documents are texts. */
const heartbeatSeconds = (document: Readonly<Record<string, unknown>>): number | null => {
  const own = document.spillwayAgent
  const told = typeof own === 'object' && own !== null ? Number(Reflect.get(own, 'heartbeatSeconds')) : Number.NaN
  return told >= bounds.shortest && told <= bounds.longest ? told : null
}
