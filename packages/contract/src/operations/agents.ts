import { z } from 'zod'
import { operation } from '../operation.ts'

const own = { errorShape: 'problem-details', lifecycle: { added: '2026-01-01' }, source: 'own' } as const
const label = (maximum: number) => z.string().trim().min(1).max(maximum)
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

/** Decimal text of a 64-bit number; never a JSON number. */
const Uid = z.string().regex(/^\d{1,20}$/)

export const AgentRegistration = z.strictObject({
  hostname: label(255),
  operatingSystem: label(100),
  agentVersion: label(50),
  osVersion: label(100).optional(),
  /** Whose machine it is: an existing user's name; another address is kept as the agent's user all the same. */
  userEmail: label(320).optional(),
})

export const RegisteredAgent = z.object({
  agentUid: Uid,
  agentKey: z.string().describe('Shown here and never again'),
})

export const AgentCredentials = z.strictObject({ agentUid: Uid, agentKey: z.string().min(1).max(255) })

export const AgentToken = z.object({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.number().int().describe('Seconds'),
})

export const AgentHeartbeat = z.strictObject({
  agentVersion: label(50),
  hostname: label(255).optional(),
  operatingSystem: label(100).optional(),
  osVersion: label(100).optional(),
  /** `OK`, or what ails the agent, such as `NOT_CONNECTING`. */
  health: label(100).optional(),
  /** Events waiting on the agent's disk. */
  spooledEvents: count.optional(),
  /** Events the agent lost since it was installed. */
  droppedEvents: count.optional(),
})

export const Agent = z.object({
  agentUid: Uid,
  hostname: z.string().nullable(),
  operatingSystem: z.string().nullable(),
  osVersion: z.string().nullable(),
  agentVersion: z.string().nullable(),
  userUid: Uid.nullable(),
  userEmail: z.string().nullable(),
  active: z.boolean(),
  createdAt: z.string(),
  lastConnectedAt: z.string().nullable(),
  health: z.string().nullable(),
  spooledEvents: z.number().int().nullable(),
  droppedEvents: z.number().int().nullable(),
})

/**
 * A loss that was noticed. `gap`: numbers of the agent's stream that never arrived; `dropped`: events the agent itself
 * says it lost, standing before number `firstMissing`; `rejected`: events that arrived and were refused as invalid.
 */
export const LossLedgerEntry = z.object({
  id: z.string(),
  agentUid: Uid,
  stream: z.string(),
  reason: z.enum(['gap', 'dropped', 'rejected']),
  firstMissing: z.number().int(),
  lastMissing: z.number().int(),
  count: z.number().int(),
  detectedAt: z.string(),
  resolvedAt: z.string().nullable().describe('When late events filled the gap; null while the loss stands'),
})

const page = z.strictObject({
  after: z.string().max(120).default('').describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
})

export const registerAgent = operation({
  id: 'agents.register',
  family: 'agents',
  summary: 'Register an agent',
  method: 'POST',
  path: '/v1/spillway/agents',
  authentication: 'bearer',
  permission: 'agents.write',
  body: AgentRegistration,
  success: { status: 201, type: 'application/json', schema: RegisteredAgent },
  errors: ['MALFORMED_REQUEST', 'UNAUTHENTICATED', 'FORBIDDEN', 'TOO_MANY_REQUESTS', 'STORE_UNAVAILABLE'],
  ...own,
})

export const issueAgentToken = operation({
  id: 'agents.token',
  family: 'agents',
  summary: 'Exchange an agent key for a bearer token',
  method: 'POST',
  path: '/v1/spillway/agents/token',
  authentication: 'none',
  permission: null,
  body: AgentCredentials,
  success: { status: 200, type: 'application/json', schema: AgentToken },
  errors: ['MALFORMED_REQUEST', 'INVALID_CREDENTIALS', 'TOO_MANY_REQUESTS', 'STORE_UNAVAILABLE'],
  ...own,
})

export const listAgents = operation({
  id: 'agents.list',
  family: 'agents',
  summary: 'List agents',
  method: 'GET',
  path: '/v1/spillway/agents',
  authentication: 'bearer',
  permission: 'agents.read',
  query: page,
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({ agents: z.array(Agent), next: z.string().nullable() }),
  },
  errors: ['MALFORMED_REQUEST', 'UNAUTHENTICATED', 'FORBIDDEN', 'STORE_UNAVAILABLE'],
  ...own,
})

export const agentHeartbeat = operation({
  id: 'agents.heartbeat',
  family: 'agents',
  summary: 'Report that an agent is alive, and how it fares',
  method: 'POST',
  path: '/v1/spillway/agents/{agentUid}/heartbeat',
  authentication: 'bearer',
  permission: 'file-events.write',
  params: z.object({ agentUid: Uid }),
  body: AgentHeartbeat,
  success: { status: 204 },
  errors: ['MALFORMED_REQUEST', 'UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'STORE_UNAVAILABLE'],
  ...own,
})

export const readLossLedger = operation({
  id: 'agents.loss-ledger',
  family: 'agents',
  summary: 'List every gap in what agents sent and every event they dropped',
  method: 'GET',
  path: '/v1/spillway/loss-ledger',
  authentication: 'bearer',
  permission: 'agents.read',
  query: page.extend({
    agentUid: Uid.optional(),
    open: z.enum(['true', 'false']).optional().describe('true: only losses that still stand'),
  }),
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({ entries: z.array(LossLedgerEntry), next: z.string().nullable() }),
  },
  errors: ['MALFORMED_REQUEST', 'UNAUTHENTICATED', 'FORBIDDEN', 'STORE_UNAVAILABLE'],
  ...own,
})

export const agentsOperations = [registerAgent, issueAgentToken, listAgents, agentHeartbeat, readLossLedger] as const
