import { z } from 'zod'
import { operation } from '../operation.ts'
import { errors, errorsOfOne } from './errors.ts'
import { own } from './own.ts'

const label = (maximum: number) => z.string().trim().min(1).max(maximum)
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

/** Decimal text of a 64-bit number; never a JSON number. */
const Uid = z.string().regex(/^\d{1,20}$/)

/** What an agent can tell of its machine. */
const machineFacts = {
  osVersion: label(100).optional(),
  /** Of the processor, such as `x64`. */
  architecture: label(50).optional(),
  /** The machine's own address, as its network sees it. */
  address: z.union([z.ipv4(), z.ipv6()]).optional(),
  /** Name in the IANA database. */
  timeZone: label(64).optional(),
  /** Tells one installation of an operating system from another. */
  machineId: label(100).optional(),
  serialNumber: label(100).optional(),
}

export const AgentRegistration = z.strictObject({
  hostname: label(255),
  operatingSystem: label(100),
  agentVersion: label(50),
  ...machineFacts,
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

/** A folder that is watched: the files that the agent knows in it and what they hold. Nothing of it is a backup. */
export const WatchedFolder = z.strictObject({ path: z.string().min(1).max(4096), files: count, bytes: count })

const maximumProperties = 50

/** Named values that an agent reports of itself, such as `fullDiskAccess`. */
const properties = z
  .record(z.string().regex(/^[A-Za-z][\w.-]{0,99}$/), z.string().max(255))
  .refine((values) => Object.keys(values).length <= maximumProperties, `at most ${maximumProperties} properties`)

export const AgentHeartbeat = z.strictObject({
  agentVersion: label(50),
  hostname: label(255).optional(),
  operatingSystem: label(100).optional(),
  ...machineFacts,
  /** `OK`, or what ails the agent, in a word. */
  health: label(100).optional(),
  /** Health issues by their published names, such as `SECURITY_INGEST_REJECTED`; goes before `health`. */
  healthIssues: z
    .array(z.string().regex(/^[A-Z][A-Z0-9_]{0,99}$/))
    .max(20)
    .optional(),
  /** Why events could not be delivered last; null while all is well. */
  lastError: z.string().max(1000).nullable().optional(),
  properties: properties.optional(),
  watchedFolders: z.array(WatchedFolder).max(100).optional(),
  /** Revision of the settings that the agent holds; 0 for none. Without it no settings are sent. */
  settingsRevision: count.optional(),
  /** Answers the upgrade that was asked for at that instant. */
  acknowledgedUpgrade: z
    .strictObject({ requestedAt: z.iso.datetime(), outcome: z.enum(['accepted', 'unsupported']) })
    .optional(),
  /** Events waiting on the agent's disk. */
  spooledEvents: count.optional(),
  /** Events the agent lost since it was installed. */
  droppedEvents: count.optional(),
})

/** What the server has for the agent. Each stands in every answer until the agent acknowledges it. */
export const AgentInstructions = z.object({
  upgrade: z.object({ requestedAt: z.iso.datetime() }).nullable(),
  settings: z.object({ revision: z.number().int(), document: z.record(z.string(), z.unknown()) }).nullable(),
})

const upgrade = z.object({
  requestedAt: z.iso.datetime(),
  deliveredAt: z.iso.datetime().nullable(),
  acknowledgedAt: z.iso.datetime().nullable(),
  outcome: z.enum(['accepted', 'unsupported']).nullable(),
})

const optionalInstant = z.iso.datetime().nullable().optional()

/** How far a backup agent has come with one destination, as it tells. */
export const BackupReport = z.strictObject({
  destination: z.strictObject({
    guid: label(100),
    name: label(255),
    type: z.enum(['SERVER', 'CLUSTER', 'PROVIDER']).default('SERVER'),
  }),
  archiveGuid: label(100),
  archiveFormat: z.enum(['ARCHIVE_V1', 'ARCHIVE_V2']).default('ARCHIVE_V2'),
  selectedFiles: count.default(0),
  selectedBytes: count.default(0),
  todoFiles: count.default(0),
  todoBytes: count.default(0),
  archiveBytes: count.default(0),
  billableBytes: count.default(0),
  /** Bytes in a second. */
  sendRateAverage: count.default(0),
  completionRateAverage: count.default(0),
  percentComplete: z.number().min(0).max(100).default(0),
  /** Bits: 8 and 16 for warning and critical. */
  alertState: z.union([z.literal(0), z.literal(8), z.literal(16), z.literal(24)]).default(0),
  lastBackupAt: optionalInstant,
  lastCompletedBackupAt: optionalInstant,
  lastConnectedAt: optionalInstant,
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
  architecture: z.string().nullable(),
  address: z.string().nullable(),
  /** Address that the server saw the agent come from last. */
  remoteAddress: z.string().nullable(),
  timeZone: z.string(),
  healthIssues: z.array(z.string()),
  lastError: z.string().nullable(),
  watchedFolders: z.array(WatchedFolder),
  upgrade: upgrade.nullable(),
  settings: z.object({ revision: z.number().int(), acknowledged: z.number().int() }),
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
  errors,
  ...own,
})

export const agentHeartbeat = operation({
  id: 'agents.heartbeat',
  family: 'agents',
  summary: 'Report that an agent is alive, and how it fares; the answer holds what it is to do',
  method: 'POST',
  path: '/v1/spillway/agents/{agentUid}/heartbeat',
  authentication: 'bearer',
  permission: 'file-events.write',
  params: z.object({ agentUid: Uid }),
  body: AgentHeartbeat,
  success: { status: 200, type: 'application/json', schema: AgentInstructions },
  errors: errorsOfOne,
  ...own,
})

export const reportBackupUsage = operation({
  id: 'agents.report-backup-usage',
  family: 'agents',
  summary: 'Report how far an agent has come with its backups; destinations it names for the first time are added',
  method: 'POST',
  path: '/v1/spillway/agents/{agentUid}/backup-usage',
  authentication: 'bearer',
  permission: 'file-events.write',
  params: z.object({ agentUid: Uid }),
  body: z.strictObject({ backups: z.array(BackupReport).min(1).max(20) }),
  success: { status: 204 },
  errors: ['MALFORMED_REQUEST', 'UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'CONFLICT', 'STORE_UNAVAILABLE'],
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
  errors,
  ...own,
})

export const agentsOperations = [
  registerAgent,
  issueAgentToken,
  listAgents,
  agentHeartbeat,
  reportBackupUsage,
  readLossLedger,
] as const
