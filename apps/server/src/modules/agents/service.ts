import type { Agent, AgentRegistration, LossLedgerEntry } from '@spillway/contract'
import type { z } from 'zod'
import type { Caller, Visitor } from '../../http/index.ts'
import { SpillwayError } from '../../platform/errors.ts'
import type { Audit } from '../audit/index.ts'
import { decimalUid, hashSecret, type IdentityModule, matchesSecret, type Reach, reachOf } from '../identity/index.ts'
import { machineColumns, watchedFoldersOf } from './machine-facts.ts'
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
      agent_version: registration.agentVersion,
      ...machineColumns(registration),
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

  return { register, token, list, losses, facts }
}

const notYourUser = (): SpillwayError =>
  new SpillwayError('FORBIDDEN', { field: 'body.userEmail', reason: 'No user of your organizations has that address' })

const userOutOfAction = (): SpillwayError =>
  new SpillwayError('FORBIDDEN', { field: 'body.userEmail', reason: 'The user is deactivated or blocked' })

export type AgentService = ReturnType<typeof createAgentService>

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
  architecture: row.os_arch,
  address: row.address,
  remoteAddress: row.remote_address,
  timeZone: row.time_zone,
  healthIssues: JSON.parse(row.health_issues) as string[],
  lastError: row.last_error,
  watchedFolders: watchedFoldersOf(row),
  upgrade: upgradeOf(row),
  settings: { revision: row.settings_revision, acknowledged: row.settings_acknowledged },
})

const upgradeOf = (row: AgentRow): z.input<typeof Agent>['upgrade'] =>
  row.upgrade_requested_at === null
    ? null
    : {
        requestedAt: row.upgrade_requested_at,
        deliveredAt: row.upgrade_delivered_at,
        acknowledgedAt: row.upgrade_acknowledged_at,
        outcome: row.upgrade_outcome as 'accepted' | 'unsupported' | null,
      }

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
