import type { Agent, AgentHeartbeat, AgentRegistration, LossLedgerEntry } from '@spillway/contract'
import type { z } from 'zod'
import type { Caller, Visitor } from '../../http/index.ts'
import { SpillwayError } from '../../platform/errors.ts'
import type { Audit } from '../audit/index.ts'
import { decimalUid, hashSecret, type IdentityModule, matchesSecret, type Reach, reachOf } from '../identity/index.ts'
import type { AgentRepository, AgentRow, LedgerRow } from './repository.ts'

export interface AgentServiceDependencies {
  readonly repository: AgentRepository
  readonly identity: Pick<IdentityModule, 'issueAgentToken' | 'userMayAct' | 'throttle'>
  readonly audit: Pick<Audit, 'record'>
  readonly clock: () => Date
  readonly newId: () => string
  /** 256 random bits as text. */
  readonly newSecret: () => string
}

type Registration = z.output<typeof AgentRegistration>
type Heartbeat = z.output<typeof AgentHeartbeat>

/** What one page of a list asks for. */
export interface PageRequest {
  readonly after: string
  readonly limit: number
}

export const createAgentService = (dependencies: AgentServiceDependencies) => {
  const { repository, identity, audit, clock, newId, newSecret } = dependencies

  /** Creates an agent. The key is answered here and kept only as its hash. */
  const register = async (caller: Caller, registration: Registration) => {
    const { tenantId } = caller
    const agentUid = decimalUid(newId())
    const agentKey = newSecret()
    const email = registration.userEmail ?? null
    const userUid = email === null ? null : await repository.userUid(reachOf(caller, 'agents.write'), email)
    if (userUid === null && caller.bounds?.permissions.has('agents.write')) throw notYourUser()
    if (userUid !== null && !(await identity.userMayAct(userUid))) throw userOutOfAction()
    const now = clock().toISOString()
    await repository.insert({
      uid: agentUid,
      tenant_id: tenantId,
      user_uid: userUid,
      user_email: email,
      name: registration.hostname,
      hostname: registration.hostname,
      os_name: registration.operatingSystem,
      os_version: registration.osVersion ?? null,
      agent_version: registration.agentVersion,
      key_hash: hashSecret(agentUid, agentKey),
      created_at: now,
      modified_at: now,
    })
    audit.record({ type: 'agent_registered', actor: caller, details: { agentUid, hostname: registration.hostname } })
    return { agentUid, agentKey }
  }

  /** A bearer token for an agent's key; an unknown agent and a wrong key look the same. */
  const token = async (agentUid: string, agentKey: string, visitor: Visitor) => {
    // A right key counts as no guess, even where the agent may not act: others may share its address.
    const known = await identity.throttle.attempt(`agent:${agentUid}`, visitor.ip, async () => {
      const hash = (await repository.find(agentUid))?.key_hash ?? null
      return matchesSecret(hash, agentUid, agentKey) ? { issued: await identity.issueAgentToken(agentUid) } : null
    })
    if (!known?.issued) throw new SpillwayError('INVALID_CREDENTIALS')
    const now = clock().toISOString()
    await repository.update(agentUid, { last_connected_at: now, login_at: now, remote_address: visitor.ip })
    return known.issued
  }

  const heartbeat = async (caller: Caller, agentUid: string, beat: Heartbeat): Promise<void> => {
    if (caller.kind !== 'agent' || caller.id !== agentUid) {
      throw new SpillwayError('FORBIDDEN', { reason: 'An agent reports for itself only' })
    }
    const agent = await repository.find(agentUid)
    if (!agent) throw new SpillwayError('NOT_FOUND')
    const now = clock().toISOString()
    await repository.update(agentUid, {
      agent_version: beat.agentVersion,
      hostname: beat.hostname ?? agent.hostname,
      os_name: beat.operatingSystem ?? agent.os_name,
      os_version: beat.osVersion ?? agent.os_version,
      health: beat.health ?? null,
      ...healthColumns(agent, beat.health, now),
      spooled_events: beat.spooledEvents ?? null,
      dropped_events: beat.droppedEvents ?? null,
      last_connected_at: now,
      modified_at: now,
    })
  }

  const list = async (reach: Reach, { after, limit }: PageRequest) => {
    // One row more than asked for tells whether another page follows.
    const rows = await repository.list(reach, after, limit + 1)
    const page = rows.slice(0, limit)
    return { agents: page.map(presentAgent), next: rows.length > limit ? (page.at(-1)?.uid ?? null) : null }
  }

  const losses = async (reach: Reach, filter: PageRequest & { agentUid?: string | undefined; openOnly: boolean }) => {
    const { after, limit, agentUid, openOnly } = filter
    const rows = await repository.losses({ reach, agentUid, openOnly, after: readPosition(after), limit: limit + 1 })
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    return {
      entries: page.map(presentLoss),
      next: rows.length > limit && last ? `${last.detected_at}_${last.id}` : null,
    }
  }

  /** What is known about the machine and user behind an agent; null when there is no such agent. */
  const facts = async (agentUid: string) => {
    const agent = await repository.find(agentUid)
    if (!agent) return null
    return {
      agentUid,
      hostname: agent.hostname,
      operatingSystem: agent.os_name,
      userUid: agent.user_uid,
      userEmail: agent.user_email,
    }
  }

  return { register, token, heartbeat, list, losses, facts }
}

const notYourUser = (): SpillwayError =>
  new SpillwayError('FORBIDDEN', { field: 'body.userEmail', reason: 'No user of your organizations has that address' })

const userOutOfAction = (): SpillwayError =>
  new SpillwayError('FORBIDDEN', { field: 'body.userEmail', reason: 'The user is deactivated or blocked' })

export type AgentService = ReturnType<typeof createAgentService>

/** A heartbeat names one ailment, or none; when that changes, the instant is kept. */
const healthColumns = (agent: AgentRow, health: string | undefined, now: string) => {
  const issues = JSON.stringify(health === undefined || health === 'OK' ? [] : [health])
  return issues === agent.health_issues ? {} : { health_issues: issues, health_modified_at: now }
}

const readPosition = (after: string) => {
  if (after === '') return null
  const separator = after.indexOf('_')
  if (separator < 0)
    throw new SpillwayError('MALFORMED_REQUEST', { field: 'query.after', reason: 'is no position of this list' })
  return { detectedAt: after.slice(0, separator), id: after.slice(separator + 1) }
}

const presentAgent = (row: AgentRow): z.input<typeof Agent> => ({
  agentUid: row.uid,
  hostname: row.hostname,
  operatingSystem: row.os_name,
  osVersion: row.os_version,
  agentVersion: row.agent_version,
  userUid: row.user_uid,
  userEmail: row.user_email,
  active: row.active === 1 && row.blocked === 0,
  createdAt: row.created_at,
  lastConnectedAt: row.last_connected_at,
  health: row.health,
  spooledEvents: row.spooled_events,
  droppedEvents: row.dropped_events,
})

const presentLoss = (row: LedgerRow): z.input<typeof LossLedgerEntry> => ({
  id: row.id,
  agentUid: row.agent_uid,
  stream: row.stream,
  reason: row.reason as z.input<typeof LossLedgerEntry>['reason'],
  firstMissing: row.first_missing,
  lastMissing: row.last_missing,
  count: row.count,
  detectedAt: row.detected_at,
  resolvedAt: row.resolved_at,
})
