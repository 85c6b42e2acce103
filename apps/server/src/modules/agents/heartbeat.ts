import type { AgentHeartbeat, AgentInstructions } from '@spillway/contract'
import type { z } from 'zod'
import type { Caller } from '../../http/index.ts'
import { SpillwayError } from '../../platform/errors.ts'
import type { Audit } from '../audit/index.ts'
import { machineColumns } from './machine-facts.ts'
import type { AgentRepository, AgentRow } from './repository.ts'

interface Dependencies {
  readonly repository: AgentRepository
  readonly audit: Pick<Audit, 'record'>
  readonly clock: () => Date
}

type Heartbeat = z.output<typeof AgentHeartbeat>
type Instructions = z.input<typeof AgentInstructions>

/** The row of the agent that calls; throws for anybody else. */
export const callingAgent = async (
  repository: Pick<AgentRepository, 'find'>,
  caller: Caller,
  agentUid: string,
): Promise<AgentRow> => {
  if (caller.kind !== 'agent' || caller.id !== agentUid)
    throw new SpillwayError('FORBIDDEN', { reason: 'An agent reports for itself only' })
  const agent = await repository.find(agentUid)
  if (!agent) throw new SpillwayError('NOT_FOUND')
  return agent
}

/** Keeps what an agent tells of itself, and answers what it is to do. */
export const createHeartbeat = ({ repository, audit, clock }: Dependencies) => {
  /** Notes what the agent made of an upgrade. One that was asked for anew meanwhile stands. */
  const acknowledge = async (caller: Caller, agent: AgentRow, beat: Heartbeat, now: string): Promise<boolean> => {
    const answer = beat.acknowledgedUpgrade
    if (!answer || answer.requestedAt !== agent.upgrade_requested_at) return false
    if (agent.upgrade_acknowledged_at !== null) return true
    const noted = { upgrade_acknowledged_at: now, upgrade_outcome: answer.outcome }
    await repository.noteUpgrade(agent.uid, answer.requestedAt, noted)
    const details = { agentUid: agent.uid, outcome: answer.outcome }
    audit.record({ type: 'agent_upgrade_acknowledged', actor: caller, details })
    return true
  }

  const upgradeFor = async (
    caller: Caller,
    agent: AgentRow,
    beat: Heartbeat,
    now: string,
  ): Promise<Instructions['upgrade']> => {
    const { uid, upgrade_requested_at: requestedAt, upgrade_delivered_at, upgrade_acknowledged_at } = agent
    const isDone = (await acknowledge(caller, agent, beat, now)) || upgrade_acknowledged_at !== null
    if (requestedAt === null || isDone) return null
    if (upgrade_delivered_at === null) await repository.noteUpgrade(uid, requestedAt, { upgrade_delivered_at: now })
    return { requestedAt }
  }

  return async (caller: Caller, agentUid: string, beat: Heartbeat): Promise<Instructions> => {
    const agent = await callingAgent(repository, caller, agentUid)
    const now = clock().toISOString()
    await repository.update(agentUid, {
      agent_version: beat.agentVersion,
      hostname: beat.hostname ?? agent.hostname,
      os_name: beat.operatingSystem ?? agent.os_name,
      ...machineColumns(beat),
      ...healthColumns(agent, beat, now),
      ...reportColumns(agent, beat),
      remote_address: caller.ip,
      last_connected_at: now,
      modified_at: now,
    })
    return { upgrade: await upgradeFor(caller, agent, beat, now), settings: settingsFor(agent, beat) }
  }
}

const reportColumns = (agent: AgentRow, beat: Heartbeat) => ({
  health: beat.health ?? null,
  last_error: beat.lastError ?? null,
  spooled_events: beat.spooledEvents ?? null,
  dropped_events: beat.droppedEvents ?? null,
  ...(beat.properties && { properties: JSON.stringify(beat.properties) }),
  ...(beat.watchedFolders && { watched_folders: JSON.stringify(beat.watchedFolders) }),
  ...(beat.settingsRevision !== undefined && {
    settings_acknowledged: Math.min(beat.settingsRevision, agent.settings_revision),
  }),
})

/** When what ails an agent changes, the instant is kept. */
const healthColumns = (agent: AgentRow, { health, healthIssues }: Heartbeat, now: string) => {
  const told = healthIssues ?? (health === undefined || health === 'OK' ? [] : [health])
  const issues = JSON.stringify([...new Set(told)])
  return issues === agent.health_issues ? {} : { health_issues: issues, health_modified_at: now }
}

const settingsFor = (agent: AgentRow, { settingsRevision }: Heartbeat): Instructions['settings'] => {
  if (settingsRevision === undefined || agent.settings === null) return null
  if (settingsRevision >= agent.settings_revision) return null
  return { revision: agent.settings_revision, document: JSON.parse(agent.settings) as Record<string, unknown> }
}
