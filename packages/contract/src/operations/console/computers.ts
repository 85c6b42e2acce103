import { z } from 'zod'
import { operation } from '../../operation.ts'
import {
  commandErrors,
  console1,
  consoleCommand,
  consoleErrors,
  consoleQuery,
  goneIn2024,
  looseNumber,
  noContent,
  nullableText,
  ok1,
  okCommand,
  olderPaths,
} from './envelope.ts'

const text = z.string().nullable()
const instant = z.iso.datetime().nullable()
const count = z.int()

const usage = {
  selectedFiles: count,
  selectedBytes: count,
  todoFiles: count,
  todoBytes: count,
  archiveBytes: count,
  billableBytes: count,
  sendRateAverage: count,
  completionRateAverage: count,
}

const history = z.object({
  date: z.iso.datetime(),
  ...usage,
  lastActivity: instant,
  lastCompletedBackup: instant,
  lastConnected: instant,
  creationDate: z.iso.datetime(),
})

export const BackupUsage = z.object({
  targetComputerParentId: z.null(),
  targetComputerParentGuid: z.null(),
  targetComputerGuid: z.string(),
  targetComputerName: z.string(),
  targetComputerOsName: z.null(),
  targetComputerType: z.string(),
  ...usage,
  lastBackup: instant,
  lastCompletedBackup: instant,
  lastConnected: instant,
  lastMaintenanceDate: instant,
  lastCompactDate: instant,
  modificationDate: z.iso.datetime(),
  creationDate: z.iso.datetime(),
  using: z.boolean(),
  alertState: count,
  alertStates: z.array(z.string()),
  percentComplete: z.number(),
  storePointId: count,
  storePointName: z.string(),
  serverId: count,
  serverGuid: z.string(),
  serverName: z.string(),
  serverHostName: z.string(),
  isProvider: z.boolean(),
  archiveGuid: z.string(),
  archiveFormat: z.string(),
  activity: z
    .object({
      connected: z.boolean(),
      backingUp: z.boolean(),
      restoring: z.boolean(),
      timeRemainingInMs: count,
      remainingFiles: count,
      remainingBytes: count,
    })
    .optional(),
  history: z.array(history).optional(),
})

const destination = z.object({
  destinationId: count,
  destinationName: z.string(),
  guid: z.string(),
  type: z.string(),
})

/** The machine in the order in which the console shows it. */
export const ConsoleComputer = z.object({
  computerId: count,
  name: z.string(),
  osHostname: text,
  guid: z.string(),
  type: z.string(),
  status: z.string(),
  active: z.boolean(),
  blocked: z.boolean(),
  alertState: count,
  alertStates: z.array(z.string()),
  userId: count.nullable(),
  userUid: text,
  orgId: count.nullable(),
  orgUid: text,
  computerExtRef: text,
  notes: text,
  parentComputerId: z.null(),
  parentComputerGuid: z.null(),
  lastConnected: instant,
  osName: text,
  osVersion: text,
  osArch: text,
  address: text,
  remoteAddress: text,
  javaVersion: z.string(),
  modelInfo: z.null(),
  timeZone: z.string(),
  version: count.nullable(),
  productVersion: text,
  buildVersion: count.nullable(),
  creationDate: z.iso.datetime(),
  modificationDate: z.iso.datetime(),
  loginDate: instant,
  service: z.string(),
  orgSettings: z.object({ securityKeyLocked: z.boolean() }).optional(),
  availableDestinations: z.array(destination).optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
  backupUsage: z.array(BackupUsage).optional(),
})

export const ConsoleComputers = z.object({
  totalCount: count.optional(),
  warningCount: count.optional(),
  criticalCount: count.optional(),
  computers: z.array(ConsoleComputer),
})

const family = { family: 'console-computers' } as const
const increments = ['incBackupUsage', 'incActivity', 'incHistory', 'incSettings', 'incCounts', 'incAll'] as const
const computerParams = z.object({ computerId: z.string() })
const read = { ...family, ...console1, method: 'GET', permission: 'agents.read', errors: consoleErrors } as const
const write = { ...family, ...console1, permission: 'agents.write', errors: commandErrors } as const

export const listComputers = operation({
  ...read,
  id: 'console-computers.list.v1',
  summary: 'List machines by filters, as JSON pages or as one CSV of all; the answer is written as it is read',
  path: '/api/v1/Computer',
  alternatePaths: olderPaths('Computer'),
  query: consoleQuery([
    ...['active', 'blocked', 'alerted', 'orgUid', 'orgId', 'userUid', 'userId', 'guid', 'targetComputerGuid', 'q'],
    ...[...increments, 'pgNum', 'pgSize', 'srtKey', 'srtDir', 'export'],
  ]),
  success: ok1(ConsoleComputers),
  lifecycle: goneIn2024('agents.search'),
})

export const readComputer = operation({
  ...read,
  id: 'console-computers.read.v1',
  summary: 'Read a machine by number, or by guid with `idType=guid`',
  path: '/api/v1/Computer/{computerId}',
  alternatePaths: olderPaths('Computer/{computerId}'),
  params: computerParams,
  query: consoleQuery(['idType', ...increments]),
  success: ok1(ConsoleComputer),
  lifecycle: goneIn2024('agents.read'),
})

export const updateComputer = operation({
  ...write,
  id: 'console-computers.update.v1',
  summary: 'Change a machine, given whole or in part; null leaves as it is',
  method: 'PUT',
  path: '/api/v1/Computer/{computerId}',
  alternatePaths: olderPaths('Computer/{computerId}'),
  params: computerParams,
  query: consoleQuery(['idType']),
  body: z.looseObject({
    name: z.string().trim().min(1).max(255).nullish(),
    notes: nullableText(4000),
    computerExtRef: nullableText(255),
    settings: z.record(z.string(), z.unknown()).nullish(),
  }),
  success: ok1(ConsoleComputer),
  lifecycle: goneIn2024('agents.update'),
})

const turn = { ...write, params: computerParams, success: noContent } as const

export const blockComputer = operation({
  ...turn,
  id: 'console-computers.block.v1',
  summary: 'Block a machine',
  method: 'PUT',
  path: '/api/v1/ComputerBlock/{computerId}',
  alternatePaths: olderPaths('ComputerBlock/{computerId}'),
  lifecycle: goneIn2024(),
})

export const unblockComputer = operation({
  ...turn,
  id: 'console-computers.unblock.v1',
  summary: 'Unblock a machine',
  method: 'DELETE',
  path: '/api/v1/ComputerBlock/{computerId}',
  alternatePaths: olderPaths('ComputerBlock/{computerId}'),
  lifecycle: goneIn2024(),
})

export const deauthorizeComputer = operation({
  ...turn,
  id: 'console-computers.deauthorize.v1',
  summary: "Void a machine's key",
  method: 'PUT',
  path: '/api/v1/ComputerDeauthorization/{computerId}',
  alternatePaths: olderPaths('ComputerDeauthorization/{computerId}'),
  lifecycle: goneIn2024(),
})

export const deactivateComputer = operation({
  ...turn,
  id: 'console-computers.deactivate.v1',
  summary: 'Deactivate a machine',
  method: 'PUT',
  path: '/api/v1/ComputerDeactivation/{computerId}',
  alternatePaths: olderPaths('ComputerDeactivation/{computerId}'),
  lifecycle: goneIn2024('agents.deactivate'),
})

export const activateComputer = operation({
  ...turn,
  id: 'console-computers.activate.v1',
  summary: 'Activate a machine',
  method: 'DELETE',
  path: '/api/v1/ComputerDeactivation/{computerId}',
  alternatePaths: olderPaths('ComputerDeactivation/{computerId}'),
  lifecycle: goneIn2024('agents.activate'),
})

export const upgradeComputer = operation({
  ...write,
  id: 'console-computers.upgrade.v1',
  summary: 'Ask a machine to upgrade',
  method: 'PUT',
  path: '/api/v1/DeviceUpgrade/{computerId}',
  alternatePaths: olderPaths('DeviceUpgrade/{computerId}'),
  params: computerParams,
  success: { status: 201, type: 'application/json', schema: z.null() },
})

const command = {
  ...family,
  ...consoleCommand,
  method: 'POST',
  permission: 'agents.write',
  success: okCommand(z.null()),
  errors: commandErrors,
} as const

export const deactivateComputerV4 = operation({
  ...command,
  id: 'console-computers.deactivate.v4',
  summary: 'Deactivate a machine by number',
  path: '/api/v4/computer-deactivation/update',
  body: z.object({ id: looseNumber }),
  lifecycle: goneIn2024('agents.deactivate', '2018-01-01'),
})

export const activateComputerV4 = operation({
  ...command,
  id: 'console-computers.activate.v4',
  summary: 'Activate a machine by number',
  path: '/api/v4/computer-deactivation/remove',
  body: z.object({ id: looseNumber }),
  lifecycle: goneIn2024('agents.activate', '2018-01-01'),
})

export const upgradeDevice = operation({
  ...command,
  id: 'console-computers.upgrade.v4',
  summary: 'Ask a machine to upgrade, by guid',
  path: '/api/v4/device-upgrade/upgrade-device',
  body: z.object({ deviceGuid: z.string().max(36) }),
})

const state = z.object({ deviceGuid: z.string(), name: z.string(), value: z.string() })
const view = { ...family, ...consoleCommand, method: 'GET', permission: 'agents.read', errors: consoleErrors } as const

export const readAgentState = operation({
  ...view,
  id: 'console-computers.agent-state.v14',
  summary: 'Read a value that an agent reported of itself',
  path: '/api/v14/agent-state/view-by-device-guid',
  query: consoleQuery(['deviceGuid', 'propertyName']),
  success: okCommand(state),
})

export const listAgentStates = operation({
  ...view,
  id: 'console-computers.agent-states.v14',
  summary: 'Read that value of every agent of an organization',
  path: '/api/v14/agent-state/view-by-organization-id',
  query: consoleQuery(['orgId', 'propertyName']),
  success: okCommand(z.array(state)),
})

const row = z.object({
  deviceName: z.string(),
  deviceUid: z.string(),
  deviceOsHostname: text,
  status: z.string(),
  os: text,
  address: text,
  remoteAddress: text,
  username: text,
  email: text,
  userUid: text,
  firstName: text,
  lastName: text,
  orgName: text,
  orgUid: text,
  destinationName: text,
  destinationUid: text,
  archiveBytes: z.string(),
  selectedBytes: z.string(),
  alertStates: z.array(z.string()),
  lastActivity: instant,
  lastCompletedBackupDate: instant,
  lastConnectedDate: instant,
  backupCompletePercentage: z.string(),
  coldStorage: z.boolean(),
})

export const reportDeviceBackups = operation({
  ...read,
  id: 'console-computers.backup-report.v1',
  summary: 'Report the backup of every machine to every destination, a row each',
  path: '/api/v1/DeviceBackupReport',
  alternatePaths: olderPaths('DeviceBackupReport'),
  query: consoleQuery([
    ...['active', 'alerted', 'user', 'org', 'device', 'destination', 'deviceUid', 'orgUid', 'userUid'],
    ...['srtKey', 'srtDir', 'pgNum', 'pgSize', 'export'],
  ]),
  success: ok1(z.array(row)),
})

export const consoleComputersOperations = [
  listComputers,
  readComputer,
  updateComputer,
  blockComputer,
  unblockComputer,
  deauthorizeComputer,
  deactivateComputer,
  activateComputer,
  upgradeComputer,
  deactivateComputerV4,
  activateComputerV4,
  upgradeDevice,
  readAgentState,
  listAgentStates,
  reportDeviceBackups,
] as const
