import { posting, reading, segment } from '../core/calls.ts'
import { followPages } from '../core/paging.ts'
import type { CallOptions, Requester } from '../core/requester.ts'

const path = '/v1/spillway/agents'

export interface AgentRegistration {
  readonly hostname: string
  readonly operatingSystem: string
  readonly agentVersion: string
  readonly osVersion?: string
  readonly userEmail?: string
}
export interface RegisteredAgent {
  readonly agentUid: string
  /** Shown once. */
  readonly agentKey: string
}
export interface AgentHeartbeat extends Partial<Omit<AgentRegistration, 'userEmail'>> {
  readonly agentVersion: string
  readonly health?: string
  /** Events waiting on the agent's disk. */
  readonly spooledEvents?: number
  /** Events the agent lost since it was installed. */
  readonly droppedEvents?: number
}
export interface Agent {
  readonly agentUid: string
  readonly hostname: string | null
  readonly active: boolean
  readonly lastConnectedAt: string | null
  readonly [key: string]: unknown
}
export interface LossLedgerEntry {
  readonly id: string
  readonly agentUid: string
  readonly stream: string
  readonly reason: 'gap' | 'dropped' | 'rejected'
  readonly firstMissing: number
  readonly lastMissing: number
  readonly count: number
  readonly detectedAt: string
  /** Null while the loss stands. */
  readonly resolvedAt: string | null
}

export interface LossLedgerQuery extends CallOptions {
  readonly agentUid?: string
  /** Only losses that still stand. */
  readonly open?: boolean
}

export const createAgents = (requester: Requester) => ({
  register: (registration: AgentRegistration, options?: CallOptions) =>
    requester.json<RegisteredAgent>(posting(path, registration, false, options)),

  heartbeat: (agentUid: string, heartbeat: AgentHeartbeat, options?: CallOptions) =>
    requester.nothing(posting(`${path}/${segment(agentUid)}/heartbeat`, heartbeat, true, options)),

  /** Every agent, page after page. */
  list: async function* (options: CallOptions = {}): AsyncGenerator<Agent> {
    const pages = followPages(async (after) => {
      const page = await requester.json<{ agents: Agent[]; next: string | null }>(reading(path, options, { after }))
      return { page: page.agents, next: page.next }
    })
    for await (const agents of pages) yield* agents
  },

  /** Every gap in an agent's numbering, every event it says it dropped, every event refused as invalid. */
  lossLedger: async function* ({ agentUid, open, ...options }: LossLedgerQuery = {}): AsyncGenerator<LossLedgerEntry> {
    const pages = followPages(async (after) => {
      const call = reading('/v1/spillway/loss-ledger', options, { after, agentUid, open })
      const page = await requester.json<{ entries: LossLedgerEntry[]; next: string | null }>(call)
      return { page: page.entries, next: page.next }
    })
    for await (const entries of pages) yield* entries
  },
})
