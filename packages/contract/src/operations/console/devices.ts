import { z } from 'zod'
import { operation } from '../../operation.ts'
import {
  commandErrors,
  console1,
  console3,
  consoleCommand,
  consoleErrors,
  consoleQuery,
  looseNumber,
  ok1,
  ok3,
  okCommand,
  olderPaths,
  olderV3Paths,
} from './envelope.ts'

const text = z.string().nullable()
const instant = z.iso.datetime().nullable()

const family = { family: 'console-devices' } as const
const read1 = { ...family, ...console1, method: 'GET', permission: 'agents.read', errors: consoleErrors } as const
const read3 = { ...family, ...console3, method: 'GET', permission: 'agents.read', errors: consoleErrors } as const

export const upgradeOrganizationDevices = operation({
  ...family,
  ...consoleCommand,
  id: 'console-devices.upgrade-organization.v4',
  summary: 'Ask every active machine of an organization to upgrade',
  method: 'POST',
  path: '/api/v4/device-upgrade/upgrade-org-devices',
  permission: 'agents.write',
  body: z.object({ orgId: looseNumber }),
  success: okCommand(z.null()),
  errors: commandErrors,
  source: 'inferred',
})

export const readDeviceSettings = operation({
  ...family,
  ...consoleCommand,
  id: 'console-devices.settings.v4',
  summary: "Read values of a machine's settings document by key; a dot leads into it",
  method: 'GET',
  path: '/api/v4/device-setting/view',
  permission: 'agents.read',
  query: consoleQuery(['guid', 'keys']),
  success: okCommand(z.record(z.string(), z.unknown())),
  errors: consoleErrors,
  source: 'inferred',
})

export const listBackupSets = operation({
  ...read3,
  id: 'console-devices.backup-sets.v3',
  summary: 'List the backup sets of a machine that go to a destination',
  path: '/api/v3/BackupSets/{deviceGuid}/{destinationGuid}',
  alternatePaths: olderV3Paths('BackupSets/{deviceGuid}/{destinationGuid}'),
  params: z.object({ deviceGuid: z.string(), destinationGuid: z.string() }),
  success: ok3(
    z.object({
      multiSetDestination: z.boolean(),
      backupSets: z.array(z.object({ backupSetId: z.string(), backupSetName: z.string(), planUid: z.string() })),
    }),
  ),
})

export const readComputerActivity = operation({
  ...read1,
  id: 'console-devices.activity.v1',
  summary: 'Tell whether a machine is connected',
  path: '/api/v1/ComputerActivity/{guid}',
  alternatePaths: olderPaths('ComputerActivity/{guid}'),
  params: z.object({ guid: z.string() }),
  success: ok1(z.object({ guid: z.string(), clientConnected: z.boolean(), lastConnected: instant })),
})

export const readConnectedServer = operation({
  ...read1,
  id: 'console-devices.connected-server.v1',
  summary: 'Tell which server a machine is connected to; null while it is not',
  path: '/api/v1/ConnectedServerUrl',
  alternatePaths: olderPaths('ConnectedServerUrl'),
  query: consoleQuery(['guid']),
  success: ok1(z.object({ serverUrl: text })),
})

export const readWebRestoreInfo = operation({
  ...read1,
  id: 'console-devices.web-restore-info.v1',
  summary: 'Tell which server holds what a machine backed up to a destination',
  path: '/api/v1/WebRestoreInfo',
  alternatePaths: olderPaths('WebRestoreInfo'),
  query: consoleQuery(['srcGuid', 'destGuid']),
  success: ok1(z.object({ serverUrl: z.string(), nodeGuid: z.string() })),
})

export const locateSecurityEvents = operation({
  ...read3,
  id: 'console-devices.security-events-location.v3',
  summary: "Tell where a user's security events of old agents are kept; nowhere, since this server keeps file events",
  path: '/api/v3/SecurityEventsLocation',
  alternatePaths: olderV3Paths('SecurityEventsLocation'),
  query: consoleQuery(['userUid']),
  success: ok3(z.object({ userUid: z.string(), securityPlanLocationsByDestination: z.array(z.never()) })),
})

export const AccessLock = z.object({
  isLockEnabled: z.boolean(),
  lockPassphrase: text,
  lockingUserUid: text,
  unlockingUserUid: text,
  unlockDate: instant,
  lastClientResponseDate: instant,
  creationDate: instant,
  modificationDate: instant,
})

const lock = {
  ...family,
  ...console3,
  path: '/api/v3/AccessLock/{computerGuid}',
  alternatePaths: olderV3Paths('AccessLock/{computerGuid}'),
  // Reading tells the words that open the machine.
  permission: 'agents.write',
  params: z.object({ computerGuid: z.string() }),
  errors: consoleErrors,
} as const

export const readAccessLock = operation({
  ...lock,
  id: 'console-devices.access-lock.v3',
  summary: 'Read whether a machine is shut against its user, and the words that open it',
  method: 'GET',
  success: ok3(AccessLock),
})

export const lockComputer = operation({
  ...lock,
  id: 'console-devices.lock.v3',
  summary: 'Shut a machine against its user; one that is shut stays so',
  method: 'POST',
  success: ok3(AccessLock),
})

export const unlockComputer = operation({
  ...lock,
  id: 'console-devices.unlock.v3',
  summary: 'Open a machine again; answers the words that open it',
  method: 'PATCH',
  success: ok3(text),
})

export const consoleDevicesOperations = [
  upgradeOrganizationDevices,
  readDeviceSettings,
  listBackupSets,
  readComputerActivity,
  readConnectedServer,
  readWebRestoreInfo,
  locateSecurityEvents,
  readAccessLock,
  lockComputer,
  unlockComputer,
] as const
