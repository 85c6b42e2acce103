import type { DestinationFigures } from './figures.ts'
import type { DestinationRow } from './repository.ts'

/** What a machine may be offered. */
export const presentOffer = ({ legacy_id, name, guid, type }: DestinationRow) => ({
  destinationId: legacy_id,
  destinationName: name,
  guid,
  type,
})

/** Spillway knows of destinations what agents tell of them: no server's disks, and no traffic. */
const spaceOf = ({ archiveBytes, selectedBytes }: DestinationFigures) => ({
  usedBytes: archiveBytes,
  usedPercentage: null,
  freeBytes: null,
  freePercentage: null,
  totalBytes: null,
  coldBytes: 0,
  coldPercentageOfUsed: 0,
  coldPercentageOfTotal: null,
  archiveBytes,
  selectedBytes,
})
const countsOf = ({ computers, online, users, organizations }: DestinationFigures) => ({
  orgCount: organizations,
  userCount: users,
  computerCount: computers,
  onlineComputerCount: online,
})
const traffic = { backupSessionCount: null, inboundBandwidth: null, outboundBandwidth: null }
const accepts = { acceptingInboundBackup: true, acceptingNewComputers: true, balancingData: false }

export const presentDestination = (row: DestinationRow, figures: DestinationFigures) => ({
  destinationId: row.legacy_id,
  computerId: row.legacy_id,
  guid: row.guid,
  destinationName: row.name,
  type: row.type,
  ...accepts,
  serverOnlineStatus: 'ALL',
  clusterServerId: row.legacy_id,
  ...countsOf(figures),
  ...traffic,
  ...spaceOf(figures),
  remainingBytes: figures.todoBytes,
  serverCount: 1,
  offlineServerCount: 0,
  storePointCount: 1,
  settings: { balancerEnabled: false, allowedDiskVariance: null, localPriority: null, remotePriority: null },
})

export const presentServer = (row: DestinationRow, figures: DestinationFigures) => ({
  serverId: row.legacy_id,
  guid: row.server_guid,
  serverName: row.server_name,
  type: 'SERVER',
  version: null,
  online: true,
  outOfDate: false,
  ...accepts,
  dbEmpty: false,
  clusterServerId: row.legacy_id,
  destinationId: row.legacy_id,
  destinationName: row.name,
  providerDestinationName: row.type === 'PROVIDER' ? row.name : null,
  primaryAddress: null,
  secondaryAddress: null,
  websiteHost: null,
  storePointCount: 1,
  ...spaceOf(figures),
  remainingBytes: figures.todoBytes,
  ...traffic,
  ...countsOf(figures),
  licensedUserCount: figures.users,
  backupComputerCount: figures.computers,
})

export const presentStorePoint = (row: DestinationRow, figures: DestinationFigures) => ({
  storePointId: row.legacy_id,
  storePointName: 'Default',
  note: null,
  path: null,
  directory: null,
  absolutePath: null,
  serverId: row.legacy_id,
  serverName: row.server_name,
  destinationId: row.legacy_id,
  destinationName: row.name,
  ...traffic,
  ...countsOf(figures),
  backupComputerCount: figures.computers,
  licensedUserCount: figures.users,
  ...spaceOf(figures),
  freeBytesAlert: false,
  ...accepts,
  writeSpeed: null,
  online: true,
  serverOnline: true,
  todoBytes: figures.todoBytes,
})
