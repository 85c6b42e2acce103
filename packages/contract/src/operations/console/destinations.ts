import { z } from 'zod'
import { operation } from '../../operation.ts'
import { console1, consoleErrors, consoleQuery, ok1, olderPaths } from './envelope.ts'

const count = z.int()
/** What this server does not measure. */
const unknown = z.null()

const space = {
  usedBytes: count,
  usedPercentage: unknown,
  freeBytes: unknown,
  freePercentage: unknown,
  totalBytes: unknown,
  coldBytes: count,
  coldPercentageOfUsed: z.number(),
  coldPercentageOfTotal: unknown,
  archiveBytes: count,
  selectedBytes: count,
}
const users = { orgCount: count, userCount: count, computerCount: count, onlineComputerCount: count }
const traffic = { backupSessionCount: unknown, inboundBandwidth: unknown, outboundBandwidth: unknown }
const accepts = { acceptingInboundBackup: z.boolean(), acceptingNewComputers: z.boolean(), balancingData: z.boolean() }

/** Figures cover the machines that the caller reaches. */
export const Destination = z.object({
  destinationId: count,
  computerId: count,
  guid: z.string(),
  destinationName: z.string(),
  originalDestinationName: z.string().optional(),
  type: z.string(),
  ...accepts,
  serverOnlineStatus: z.string(),
  clusterServerId: count,
  ...users,
  ...traffic,
  ...space,
  remainingBytes: count,
  serverCount: count,
  offlineServerCount: count,
  storePointCount: count,
  settings: z.object({
    balancerEnabled: z.boolean(),
    allowedDiskVariance: unknown,
    localPriority: unknown,
    remotePriority: unknown,
  }),
})

export const Server = z.object({
  serverId: count,
  guid: z.string(),
  serverName: z.string(),
  type: z.string(),
  version: unknown,
  online: z.boolean(),
  outOfDate: z.boolean(),
  ...accepts,
  dbEmpty: z.boolean(),
  clusterServerId: count,
  destinationId: count,
  destinationName: z.string(),
  providerDestinationName: z.string().nullable(),
  primaryAddress: unknown,
  secondaryAddress: unknown,
  websiteHost: unknown,
  storePointCount: count,
  ...space,
  remainingBytes: count,
  ...traffic,
  ...users,
  licensedUserCount: count,
  backupComputerCount: count,
})

export const StorePoint = z.object({
  storePointId: count,
  storePointName: z.string(),
  note: unknown,
  path: unknown,
  directory: unknown,
  absolutePath: unknown,
  serverId: count,
  serverName: z.string(),
  destinationId: count,
  destinationName: z.string(),
  ...traffic,
  ...users,
  backupComputerCount: count,
  licensedUserCount: count,
  ...space,
  freeBytesAlert: z.boolean(),
  ...accepts,
  writeSpeed: unknown,
  online: z.boolean(),
  serverOnline: z.boolean(),
  todoBytes: count,
})

const read = {
  family: 'console-destinations',
  ...console1,
  method: 'GET',
  permission: 'agents.read',
  errors: consoleErrors,
} as const
const paging = ['q', 'name', 'destinationId', 'nodeId', 'pgNum', 'pgSize'] as const
const destinations = {
  ...read,
  query: consoleQuery(paging),
  success: ok1(z.object({ totalCount: count, destinations: z.array(Destination) })),
} as const

export const listDestinations = operation({
  ...destinations,
  id: 'console-destinations.list.v1',
  summary: 'List where machines back up to',
  path: '/api/v1/Destination',
  alternatePaths: olderPaths('Destination'),
})

export const findDestinations = operation({
  ...destinations,
  id: 'console-destinations.find.v1',
  summary: 'List where machines back up to (older spelling)',
  path: '/api/v1/Destinations',
  alternatePaths: olderPaths('Destinations'),
})

export const readDestination = operation({
  ...read,
  id: 'console-destinations.read.v1',
  summary: 'Read where machines back up to',
  path: '/api/v1/Destination/{destinationId}',
  alternatePaths: olderPaths('Destination/{destinationId}'),
  params: z.object({ destinationId: z.string() }),
  success: ok1(Destination),
})

export const listServers = operation({
  ...read,
  id: 'console-destinations.servers.v1',
  summary: 'List the servers of destinations, one each',
  path: '/api/v1/Server',
  alternatePaths: olderPaths('Server'),
  query: consoleQuery(paging),
  success: ok1(z.object({ totalCount: count, servers: z.array(Server) })),
})

export const readServer = operation({
  ...read,
  id: 'console-destinations.server.v1',
  summary: 'Read the server of a destination',
  path: '/api/v1/Server/{serverId}',
  alternatePaths: olderPaths('Server/{serverId}'),
  params: z.object({ serverId: z.string() }),
  success: ok1(Server),
})

export const listStorePoints = operation({
  ...read,
  id: 'console-destinations.store-points.v1',
  summary: 'List the store points of destinations, one each',
  path: '/api/v1/StorePoint',
  alternatePaths: olderPaths('StorePoint'),
  query: consoleQuery(paging),
  success: ok1(z.object({ totalCount: count, storepoints: z.array(StorePoint) })),
})

export const readStorePoint = operation({
  ...read,
  id: 'console-destinations.store-point.v1',
  summary: 'Read the store point of a destination',
  path: '/api/v1/StorePoint/{storePointId}',
  alternatePaths: olderPaths('StorePoint/{storePointId}'),
  params: z.object({ storePointId: z.string() }),
  success: ok1(StorePoint),
})

export const listShareDestinations = operation({
  ...read,
  id: 'console-destinations.of-organization.v1',
  summary: 'List the destinations that an organization offers its machines',
  path: '/api/v1/OrgShareDestinations/{orgId}',
  alternatePaths: olderPaths('OrgShareDestinations/{orgId}'),
  permission: 'organizations.read',
  params: z.object({ orgId: z.string() }),
  success: ok1(
    z.array(z.object({ destinationId: count, destinationName: z.string(), guid: z.string(), type: z.string() })),
  ),
  source: 'inferred',
})

export const consoleDestinationsOperations = [
  listDestinations,
  findDestinations,
  readDestination,
  listServers,
  readServer,
  listStorePoints,
  readStorePoint,
  listShareDestinations,
] as const
