import {
  type Caller,
  type ConsoleQuery,
  flagOf,
  idNumber,
  includes,
  isDescending,
  recordKeyOf,
  sliceOf,
  textOf,
} from '../../../http/index.ts'
import { type IdentityModule, reachOf } from '../../identity/index.ts'
import { type BackupRepository, historyStart } from '../backup/repository.ts'
import type { Surroundings } from './present-console.ts'
import type { MachineFilter, MachineKey, MachineOrder, MachineRecord } from './repository.ts'
import type { MachineService } from './service.ts'

export interface ConsoleSearchDependencies {
  readonly service: MachineService
  readonly backup: BackupRepository
  readonly organizations: IdentityModule['organizationLookup']
  readonly deviceDefaults: IdentityModule['deviceDefaults']
  readonly clock: () => Date
}

/** Clients that give no size get this many. */
const defaultPage = 100

/** Searches machines by the parameters of the console. */
export const createConsoleSearch = (dependencies: ConsoleSearchDependencies) => {
  const { service, backup, organizations, deviceDefaults, clock } = dependencies
  return {
    async filterOf(caller: Caller, query: ConsoleQuery): Promise<MachineFilter> {
      const userId = textOf(query, 'userId')
      const organization = await organizations.narrowing(reachOf(caller, 'agents.read'), query, 'Unable to find org')
      return {
        active: flagOf(query, 'active'),
        blocked: flagOf(query, 'blocked'),
        alerted: flagOf(query, 'alerted'),
        organizationPath: organization?.path,
        userUid: textOf(query, 'userUid'),
        userLegacyId: userId === undefined ? undefined : idNumber(userId),
        uid: textOf(query, 'guid') ?? textOf(query, 'deviceUid'),
        destinationGuid: textOf(query, 'targetComputerGuid'),
        search: textOf(query, 'q'),
      }
    },

    /** The machines of the page asked for, read in smaller ones, each with what stands beside it. */
    async *pages(caller: Caller, query: ConsoleQuery, filter: MachineFilter) {
      const { offset, limit } = sliceOf(query, defaultPage)
      for await (const machines of service.each(caller, filter, orderOf(query), offset, limit))
        yield { machines, around: await this.around(machines, query) }
    },

    /** Every machine that fits, page by page. */
    all: (caller: Caller, query: ConsoleQuery, filter: MachineFilter) =>
      service.each(caller, filter, orderOf(query), 0),

    async around(machines: readonly MachineRecord[], query: ConsoleQuery): Promise<Surroundings> {
      const uids = machines.map(({ uid }) => uid)
      const [first] = machines
      const withSettings = first !== undefined && includes(query, 'incSettings')
      const [destinations, defaults, usage, history] = await Promise.all([
        withSettings ? backup.destinations(first.tenant_id) : [],
        withSettings ? deviceDefaults(organizationsOf(machines)) : nothing,
        includes(query, 'incBackupUsage') ? backup.usageOf(uids) : nothing,
        includes(query, 'incHistory') ? backup.historyOf(uids, historyStart(clock())) : nothing,
      ])
      return { destinations, defaults, usage, history, now: clock() }
    },
  }
}

/** Of the machines that have no settings of their own. */
const organizationsOf = (machines: readonly MachineRecord[]): string[] => [
  ...new Set(machines.flatMap(({ settings, org_uid }) => (settings === null && org_uid !== null ? [org_uid] : []))),
]

const nothing: ReadonlyMap<string, never> = new Map<string, never>()

/** By number or guid. */
export const machineKeyOf = (id: string, idType?: string): MachineKey => recordKeyOf(id, idType, 'guid')

const orders: ReadonlyMap<string, MachineOrder['by']> = new Map([
  ['name', 'name'],
  ['oshostname', 'hostname'],
  ['osname', 'system'],
  ['lastconnected', 'connected'],
  ['lastconnecteddate', 'connected'],
  ['lastbackup', 'lastBackup'],
  ['lastcompletedbackup', 'lastBackup'],
  ['lastcompletedbackupdate', 'lastBackup'],
  ['archivebytes', 'archiveBytes'],
  ['creationdate', 'created'],
  ['computerid', 'number'],
])

const orderOf = (query: ConsoleQuery): MachineOrder => ({
  by: orders.get(textOf(query, 'srtKey')?.toLowerCase() ?? '') ?? 'number',
  descending: isDescending(query),
})
