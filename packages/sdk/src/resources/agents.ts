import type { agentHeartbeat, listAgents, readLossLedger, registerAgent, reportBackupUsage } from '@spillway/contract'
import { posting, reading, segment } from '../core/calls.ts'
import type { BodyOf, ResponseOf } from '../core/operation-types.ts'
import { followPages } from '../core/paging.ts'
import type { CallOptions, Requester } from '../core/requester.ts'

const path = '/v1/spillway/agents'

export type AgentRegistration = BodyOf<typeof registerAgent>
/** With the key, which is shown here and never again. */
export type RegisteredAgent = ResponseOf<typeof registerAgent>
export type AgentHeartbeat = BodyOf<typeof agentHeartbeat>
/** What the server has for the agent, until the agent acknowledges it. */
export type AgentInstructions = ResponseOf<typeof agentHeartbeat>
export type BackupReport = BodyOf<typeof reportBackupUsage>['backups'][number]
type AgentPage = ResponseOf<typeof listAgents>
export type Agent = AgentPage['agents'][number]
type LossLedgerPage = ResponseOf<typeof readLossLedger>
export type LossLedgerEntry = LossLedgerPage['entries'][number]

export interface LossLedgerQuery extends CallOptions {
  readonly agentUid?: string
  /** Only losses that still stand. */
  readonly open?: boolean
}

export const createAgents = (requester: Requester) => ({
  register: (registration: AgentRegistration, options?: CallOptions) =>
    requester.json<RegisteredAgent>(posting(path, registration, false, options)),

  heartbeat: (agentUid: string, heartbeat: AgentHeartbeat, options?: CallOptions) =>
    requester.json<AgentInstructions>(posting(`${path}/${segment(agentUid)}/heartbeat`, heartbeat, true, options)),

  /** How far a backup agent has come with each destination. */
  reportBackups: (agentUid: string, backups: readonly BackupReport[], options?: CallOptions) =>
    requester.nothing(posting(`${path}/${segment(agentUid)}/backup-usage`, { backups }, true, options)),

  /** Every agent, page after page. */
  list: async function* (options: CallOptions = {}): AsyncGenerator<Agent> {
    const pages = followPages(async (after) => {
      const page = await requester.json<AgentPage>(reading(path, options, { after }))
      return { page: page.agents, next: page.next }
    })
    for await (const agents of pages) yield* agents
  },

  /** Every gap in an agent's numbering, every event it says it dropped, every event refused as invalid. */
  lossLedger: async function* ({ agentUid, open, ...options }: LossLedgerQuery = {}): AsyncGenerator<LossLedgerEntry> {
    const pages = followPages(async (after) => {
      const call = reading('/v1/spillway/loss-ledger', options, { after, agentUid, open })
      const page = await requester.json<LossLedgerPage>(call)
      return { page: page.entries, next: page.next }
    })
    for await (const entries of pages) yield* entries
  },
})
