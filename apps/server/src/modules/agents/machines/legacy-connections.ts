import {
  listBackupSets,
  locateSecurityEvents,
  readComputerActivity,
  readConnectedServer,
  readDeviceSettings,
  readWebRestoreInfo,
  upgradeOrganizationDevices,
} from '@spillway/contract'
import { asConsole, envelope, type Route, route, textOf } from '../../../http/index.ts'
import { SpillwayError } from '../../../platform/errors.ts'
import { originOf } from '../../customer/index.ts'
import { type IdentityModule, reachOf } from '../../identity/index.ts'
import type { BackupRepository } from '../backup/repository.ts'
import { backupSetsOf } from '../backup/sets.ts'
import { isConnected } from './health.ts'
import type { MachineService } from './service.ts'

interface Dependencies {
  readonly service: MachineService
  readonly backup: BackupRepository
  readonly organizations: IdentityModule['organizationLookup']
  readonly people: IdentityModule['people']
  readonly clock: () => Date
  /** Address that clients use; null to go by the request. */
  readonly publicUrl: string | null
}

/** What the console asks of machines beside themselves: where they are connected, and what they back up. */
export const connectionRoutes = (dependencies: Dependencies): readonly Route[] => [
  ...activityRoutes(dependencies),
  ...backupRoutes(dependencies),
  ...settingRoutes(dependencies),
]

const activityRoutes = ({ service, clock, publicUrl }: Dependencies): Route[] => [
  route(readComputerActivity, ({ caller, params }) =>
    asConsole(async () => {
      const machine = await service.read(caller, { uid: params.guid })
      const clientConnected = isConnected(machine, clock())
      return envelope.v1({}, clock(), {
        guid: machine.uid,
        clientConnected,
        lastConnected: machine.last_connected_at,
      })
    }),
  ),
  route(readConnectedServer, ({ caller, query, request }) =>
    asConsole(async () => {
      const machine = await service.read(caller, { uid: textOf(query, 'guid') ?? '' })
      const serverUrl = isConnected(machine, clock()) ? originOf(request, publicUrl) : null
      return envelope.v1(query, clock(), { serverUrl })
    }),
  ),
]

const backupRoutes = ({ service, backup, people, clock, publicUrl }: Dependencies): Route[] => [
  route(listBackupSets, async ({ caller, params }) => {
    const machine = await service.read(caller, { uid: params.deviceGuid })
    const usage = (await backup.usageOf([machine.uid])).get(machine.uid) ?? []
    const used = usage.find(({ destination_guid }) => destination_guid === params.destinationGuid)
    const backupSets = used ? backupSetsOf(machine.settings, used) : []
    return envelope.v3({ multiSetDestination: backupSets.length > 1, backupSets })
  }),
  route(readWebRestoreInfo, ({ caller, query, request }) =>
    asConsole(async () => {
      const machine = await service.read(caller, { uid: textOf(query, 'srcGuid') ?? '' })
      const destinations = await backup.destinations(machine.tenant_id)
      const destination = destinations.find(({ guid }) => guid === textOf(query, 'destGuid'))
      if (!destination) throw new SpillwayError('NOT_FOUND', { reason: 'Destination was not found' })
      const serverUrl = originOf(request, publicUrl)
      return envelope.v1(query, clock(), { serverUrl, nodeGuid: destination.server_guid })
    }),
  ),
  route(locateSecurityEvents, async ({ caller, query }) => {
    const userUid = textOf(query, 'userUid') ?? ''
    await people.exists(caller, 'agents.read', { uid: userUid })
    return envelope.v3({ userUid, securityPlanLocationsByDestination: [] })
  }),
]

const settingRoutes = ({ service, organizations, clock }: Dependencies): Route[] => [
  route(upgradeOrganizationDevices, async ({ caller, body }) => {
    const organization = await organizations.find(reachOf(caller, 'agents.write'), { legacyId: body.orgId })
    if (!organization) throw organizationNotFound()
    await service.requestUpgradeOf(caller, organization)
    return envelope.command(clock(), null)
  }),
  route(readDeviceSettings, async ({ caller, query }) => {
    const machine = await service.read(caller, { uid: textOf(query, 'guid') ?? '' })
    const settings = JSON.parse(machine.settings ?? '{}') as Document
    const keys = (textOf(query, 'keys') ?? '').split(',').filter(Boolean)
    const found = keys.map((key) => [key, valueAt(settings, key)] as const).filter(([, value]) => value !== undefined)
    return envelope.command(clock(), Object.fromEntries(found))
  }),
]

type Document = { readonly [key: string]: unknown }

/** Value of a document at `a.b.c`; undefined where the way ends before. */
const valueAt = (document: Document, key: string): unknown =>
  key
    .split('.')
    .reduce<unknown>((at, name) => (isDocument(at) && Object.hasOwn(at, name) ? at[name] : undefined), document)

const isDocument = (value: unknown): value is Document => typeof value === 'object' && value !== null

const organizationNotFound = (): SpillwayError =>
  new SpillwayError('NOT_FOUND', { reason: 'Organization was not found', familyCode: 'ORG_NOT_FOUND' })
