import {
  activateAgents,
  deactivateAgents,
  listDevices,
  listPortalAgents,
  listUserDevices,
  readDevice,
  readPortalAgent,
  updatePortalAgent,
} from '@spillway/contract'
import { type Caller, type Route, route } from '../../../http/index.ts'
import type { IdentityModule } from '../../identity/index.ts'
import { daysAgo } from './health.ts'
import { presentDevice, presentPortalAgent } from './present.ts'
import type { MachineOrder, OperatingSystem } from './repository.ts'
import type { MachineService } from './service.ts'

interface Dependencies {
  readonly service: MachineService
  readonly people: IdentityModule['people']
  readonly clock: () => Date
}

export const machineRoutes = (dependencies: Dependencies): readonly Route[] => [
  ...agentRoutes(dependencies),
  ...deviceRoutes(dependencies),
]

const agentRoutes = ({ service, clock }: Dependencies): Route[] => [
  route(listPortalAgents, async ({ caller, query }) => {
    const { page, pageSize, srtKey, srtDir, ...wish } = query
    const order = { by: agentOrders[srtKey], descending: srtDir === 'DESC' }
    const slice = { offset: (page - 1) * pageSize, limit: pageSize }
    const found = await service.search(caller, filterOf(wish, clock()), slice, order)
    const agents = found.machines.map((machine) => presentPortalAgent(machine, clock()))
    return { agents, totalCount: found.totalCount, page, pageSize }
  }),
  route(readPortalAgent, async ({ caller, params }) =>
    presentPortalAgent(await service.read(caller, { uid: params.agentId }), clock()),
  ),
  route(updatePortalAgent, async ({ caller, params, body }) => {
    const wish = { name: body.name ?? undefined, externalReference: body.externalReference ?? undefined }
    await service.update(caller, { uid: params.agentId }, wish)
    return undefined
  }),
  route(activateAgents, async ({ caller, body }) => {
    await service.activate(caller, body.agentIds)
    return undefined
  }),
  route(deactivateAgents, async ({ caller, body }) => {
    await service.deactivate(caller, body.agentIds)
    return undefined
  }),
]

const agentOrders = {
  NAME: 'name',
  USER_ID: 'user',
  AGENT_TYPE: 'type',
  OS_HOSTNAME: 'hostname',
  LAST_CONNECTED: 'connected',
  OS_NAME: 'system',
} as const

interface AgentWish {
  readonly userId?: string | undefined
  readonly agentType?: string | undefined
  readonly active?: boolean | undefined
  readonly connectedInLastDays?: number | undefined
  readonly notConnectedInLastDays?: number | undefined
  readonly agentHealthy?: boolean | undefined
  readonly anyOfAgentHealthIssueTypes?: readonly string[] | undefined
  readonly agentHealthModifiedInLastDays?: number | undefined
  readonly serialNumber?: string | undefined
  readonly anyOfAgentOsTypes?: readonly string[] | undefined
}

const filterOf = (wish: AgentWish, now: Date) => ({
  active: wish.active,
  userUid: wish.userId,
  agentType: wish.agentType,
  serialNumber: wish.serialNumber,
  healthy: wish.agentHealthy,
  anyIssue: wish.anyOfAgentHealthIssueTypes,
  anySystem: wish.anyOfAgentOsTypes?.flatMap(systemOf),
  connectedSince: ago(now, wish.connectedInLastDays),
  notConnectedSince: ago(now, wish.notConnectedInLastDays),
  healthChangedSince: ago(now, wish.agentHealthModifiedInLastDays),
})

const ago = (now: Date, days: number | undefined): string | undefined =>
  days === undefined ? undefined : daysAgo(now, days)

/** `WIN` and `WINDOWS` are both in use; a name of no system matches nothing. */
const systemOf = (name: string): OperatingSystem[] => {
  const upper = name.toUpperCase()
  if (upper === 'WIN' || upper === 'WINDOWS') return ['WIN']
  return upper === 'MAC' || upper === 'LINUX' ? [upper] : []
}

const deviceRoutes = ({ service, people }: Dependencies): Route[] => {
  const list = async (caller: Caller, query: DeviceQuery, userUid?: string) => {
    const { active, blocked, page, pageSize } = query
    const slice = { offset: (page - 1) * pageSize, limit: pageSize }
    const found = await service.search(caller, { active, blocked, userUid }, slice, deviceOrder(query))
    return { devices: found.machines.map(presentDevice), totalCount: found.totalCount }
  }
  return [
    route(listDevices, ({ caller, query }) => list(caller, query)),
    route(readDevice, async ({ caller, params }) =>
      presentDevice(await service.read(caller, { uid: params.deviceId })),
    ),
    route(listUserDevices, async ({ caller, query, params }) => {
      await people.exists(caller, 'agents.read', { uid: params.userId })
      return list(caller, query, params.userId)
    }),
  ]
}

interface DeviceQuery {
  readonly active?: boolean | undefined
  readonly blocked?: boolean | undefined
  readonly sortKey?: 'name' | 'osHostname' | 'os' | 'lastConnected' | undefined
  readonly sortDirection?: 'asc' | 'desc' | undefined
  readonly page: number
  readonly pageSize: number
}

const deviceOrder = ({ sortKey, sortDirection }: DeviceQuery): MachineOrder => ({
  by: sortKey ? deviceOrders[sortKey] : 'number',
  descending: sortDirection === 'desc',
})

const deviceOrders = { name: 'name', osHostname: 'hostname', os: 'system', lastConnected: 'connected' } as const
