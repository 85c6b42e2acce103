import { z } from 'zod'
import { operation } from '../operation.ts'
import { anyCase, filled, pageNumber, pageSize, queryBoolean, queryList } from './coercion.ts'
import { negotiatedErrors, portal, portalErrorsOfOne } from './portal.ts'

const text = z.string().nullable()
const instant = z.iso.datetime().nullable()

export const PortalAgent = z.object({
  agentId: z.string(),
  name: z.string(),
  userId: text,
  osHostname: text,
  osName: text,
  machineId: text,
  serialNumber: text,
  active: z.boolean(),
  agentType: z.string(),
  agentHealthIssueTypes: z.array(z.string()),
  agentHealthModificationDate: instant,
  appVersion: text,
  productVersion: text,
  lastConnected: instant,
  externalReference: text,
  creationDate: z.iso.datetime(),
  modificationDate: z.iso.datetime(),
})

/** Whole days counted back from the midnight that began today, UTC. */
const days = filled(z.coerce.number().int().min(0).max(36_500))

const agentParams = z.object({ agentId: z.string() })
/** Texts, or numbers, of which the server keeps every digit. */
const agentId = z.union([z.string(), z.number()]).transform(String).pipe(z.string().max(64))
const agentIds = z.object({ agentIds: z.array(agentId).max(10_000) })
const shared = {
  family: 'agents',
  ...portal,
  lifecycle: { added: '2023-04-17' },
} as const

export const listPortalAgents = operation({
  ...shared,
  id: 'agents.search',
  summary: 'List agents by filters, sorted and paged',
  method: 'GET',
  path: '/v1/agents',
  permission: 'agents.read',
  query: z.object({
    userId: z.string().max(36).optional(),
    agentType: anyCase(['CODE42AAT', 'COMBINED', 'CODE42']).optional(),
    active: queryBoolean.optional(),
    connectedInLastDays: days.optional(),
    notConnectedInLastDays: days.optional(),
    agentHealthy: queryBoolean.optional(),
    anyOfAgentHealthIssueTypes: queryList.optional(),
    agentHealthModifiedInLastDays: days.optional(),
    serialNumber: z.string().max(255).optional(),
    anyOfAgentOsTypes: queryList.optional(),
    srtKey: anyCase(['NAME', 'USER_ID', 'AGENT_TYPE', 'OS_HOSTNAME', 'LAST_CONNECTED', 'OS_NAME']).default('NAME'),
    srtDir: anyCase(['ASC', 'DESC']).default('ASC'),
    page: pageNumber,
    pageSize: pageSize(500, 10_000),
  }),
  success: {
    status: 200,
    type: 'application/json',
    schema: z.object({ agents: z.array(PortalAgent), totalCount: z.int(), pageSize: z.int(), page: z.int() }),
  },
  errors: negotiatedErrors,
})

export const readPortalAgent = operation({
  ...shared,
  id: 'agents.read',
  summary: 'Read an agent',
  method: 'GET',
  path: '/v1/agents/{agentId}',
  permission: 'agents.read',
  params: agentParams,
  success: { status: 200, type: 'application/json', schema: PortalAgent },
  errors: portalErrorsOfOne,
})

export const updatePortalAgent = operation({
  ...shared,
  id: 'agents.update',
  summary: 'Change the name and the external reference of an agent; null leaves as it is',
  method: 'PUT',
  path: '/v1/agents/{agentId}',
  permission: 'agents.write',
  params: agentParams,
  body: z.object({
    name: z.string().trim().min(1).max(255).nullish(),
    externalReference: z.string().max(255).nullish(),
  }),
  success: { status: 204 },
  errors: portalErrorsOfOne,
})

export const activateAgents = operation({
  ...shared,
  id: 'agents.activate',
  summary: 'Activate agents: all of them, or none when one is unknown',
  method: 'POST',
  path: '/v1/agents/activate',
  permission: 'agents.write',
  body: agentIds,
  success: { status: 204 },
  errors: portalErrorsOfOne,
})

export const deactivateAgents = operation({
  ...shared,
  id: 'agents.deactivate',
  summary: 'Deactivate agents: all of them, or none when one is unknown',
  method: 'POST',
  path: '/v1/agents/deactivate',
  permission: 'agents.write',
  body: agentIds,
  success: { status: 204 },
  errors: portalErrorsOfOne,
})

export const portalAgentsOperations = [
  listPortalAgents,
  readPortalAgent,
  updatePortalAgent,
  activateAgents,
  deactivateAgents,
] as const
