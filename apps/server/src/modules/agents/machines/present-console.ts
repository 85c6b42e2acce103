import { type ConsoleQuery, type CsvColumn, includes } from '../../../http/index.ts'
import { alertNames } from '../backup/alerts.ts'
import { presentOffer } from '../backup/present.ts'
import type { DestinationRow, HistoryRow, UsageRecord } from '../backup/repository.ts'
import { isConnected } from './health.ts'
import { statusOf } from './present.ts'
import type { MachineRecord } from './repository.ts'

/** What stands beside a machine in the console, where it was asked for. */
export interface Surroundings {
  readonly destinations: readonly DestinationRow[]
  /** Settings documents of machines that have none of their own, by organization. */
  readonly defaults: ReadonlyMap<string, Readonly<Record<string, unknown>>>
  readonly usage: ReadonlyMap<string, readonly UsageRecord[]>
  readonly history: ReadonlyMap<string, readonly HistoryRow[]>
  readonly now: Date
}

/** The machine as the console API shows it. */
export const presentComputer = (machine: MachineRecord, query: ConsoleQuery, around: Surroundings) => ({
  ...plainComputer(machine),
  ...(includes(query, 'incSettings') && {
    availableDestinations: around.destinations.map(presentOffer),
    settings: settingsOf(machine, around),
  }),
  ...(includes(query, 'incBackupUsage') && {
    backupUsage: (around.usage.get(machine.uid) ?? []).map((usage) => presentUsage(machine, usage, query, around)),
  }),
})

/** Its own document, or the one that its organization has machines start with. */
export const settingsOf = (
  { settings, org_uid }: MachineRecord,
  { defaults }: Pick<Surroundings, 'defaults'>,
): Readonly<Record<string, unknown>> =>
  settings === null ? (defaults.get(org_uid ?? '') ?? {}) : (JSON.parse(settings) as Record<string, unknown>)

const plainComputer = (machine: MachineRecord) => ({
  computerId: machine.legacy_id,
  name: machine.name,
  osHostname: machine.hostname,
  guid: machine.uid,
  type: 'COMPUTER',
  status: statusOf(machine),
  active: machine.active === 1,
  blocked: machine.blocked === 1,
  alertState: machine.alert_state,
  alertStates: alertNames(machine.alert_state),
  userId: machine.owner_legacy_id,
  userUid: machine.user_uid,
  orgId: machine.org_legacy_id,
  orgUid: machine.org_uid,
  computerExtRef: machine.external_reference,
  notes: machine.notes,
  parentComputerId: null,
  parentComputerGuid: null,
  lastConnected: machine.last_connected_at,
  osName: systemOf(machine),
  osVersion: machine.os_version,
  osArch: machine.os_arch,
  address: machine.address,
  remoteAddress: machine.remote_address,
  javaVersion: machine.java_version,
  modelInfo: null,
  timeZone: machine.time_zone,
  version: machine.build_stamp,
  productVersion: versionOf(machine),
  buildVersion: machine.build_version,
  creationDate: machine.created_at,
  modificationDate: machine.modified_at,
  loginDate: machine.login_at,
  service: machine.service,
})

/** Clients know machines of Apple by exactly `mac`, whatever their agents call the system. */
const systemOf = ({ os_name }: MachineRecord): string | null =>
  os_name !== null && /^(mac|os x|darwin)/i.test(os_name) ? 'mac' : os_name

export const versionOf = ({ product_version, agent_version }: MachineRecord): string | null =>
  product_version ?? agent_version

const figures = (row: UsageRecord | HistoryRow) => ({
  selectedFiles: row.selected_files,
  selectedBytes: row.selected_bytes,
  todoFiles: row.todo_files,
  todoBytes: row.todo_bytes,
  archiveBytes: row.archive_bytes,
  billableBytes: row.billable_bytes,
  sendRateAverage: row.send_rate_average,
  completionRateAverage: row.completion_rate_average,
})

const presentUsage = (
  machine: MachineRecord,
  usage: UsageRecord,
  query: ConsoleQuery,
  { history, now }: Surroundings,
) => ({
  targetComputerParentId: null,
  targetComputerParentGuid: null,
  targetComputerGuid: usage.destination_guid,
  targetComputerName: usage.destination_name,
  targetComputerOsName: null,
  targetComputerType: usage.destination_type,
  ...figures(usage),
  lastBackup: usage.last_backup_at,
  lastCompletedBackup: usage.last_completed_backup_at,
  lastConnected: usage.last_connected_at,
  lastMaintenanceDate: usage.last_maintenance_at,
  lastCompactDate: usage.last_compact_at,
  modificationDate: usage.modified_at,
  creationDate: usage.created_at,
  using: usage.in_use === 1,
  alertState: usage.alert_state,
  alertStates: alertNames(usage.alert_state),
  percentComplete: usage.percent_complete,
  storePointId: usage.destination_legacy_id,
  storePointName: 'Default',
  serverId: usage.destination_legacy_id,
  serverGuid: usage.server_guid,
  serverName: usage.server_name,
  serverHostName: '',
  isProvider: usage.destination_type === 'PROVIDER',
  archiveGuid: usage.archive_guid,
  archiveFormat: usage.archive_format,
  // Later servers tell it with every usage, without `incActivity`.
  activity: activityOf(usage, isConnected(machine, now)),
  ...(includes(query, 'incHistory') && {
    history: (history.get(`${usage.agent_uid} ${usage.destination_guid}`) ?? []).map(presentHistory),
  }),
})

/** What is under way is known to the agents alone; the work that is left is as they last told. */
const activityOf = ({ todo_files, todo_bytes }: UsageRecord, connected: boolean) => ({
  connected,
  backingUp: false,
  restoring: false,
  timeRemainingInMs: 0,
  remainingFiles: todo_files,
  remainingBytes: todo_bytes,
})

const presentHistory = (row: HistoryRow) => ({
  date: `${row.day}T00:00:00.000Z`,
  ...figures(row),
  lastActivity: row.last_connected_at,
  lastCompletedBackup: row.last_completed_backup_at,
  lastConnected: row.last_connected_at,
  creationDate: row.created_at,
})

/**
 * Columns of the export. Published: the product version is the 18th, commas on both its sides, and every line has an
 * empty cell; the rest of the order is inferred.
 */
export const computerColumns: readonly CsvColumn<MachineRecord>[] = [
  { name: 'computerId', cell: (machine) => machine.legacy_id },
  { name: 'name', cell: (machine) => machine.name },
  { name: 'guid', cell: (machine) => machine.uid },
  { name: 'type', cell: () => 'COMPUTER' },
  { name: 'status', cell: (machine) => statusOf(machine).replaceAll(', ', ' ') },
  { name: 'alertStates', cell: (machine) => alertNames(machine.alert_state).join(' ') },
  { name: 'userId', cell: (machine) => machine.owner_legacy_id },
  { name: 'orgId', cell: (machine) => machine.org_legacy_id },
  { name: 'lastConnected', cell: (machine) => machine.last_connected_at },
  { name: 'osName', cell: systemOf },
  { name: 'osVersion', cell: (machine) => machine.os_version },
  { name: 'osArch', cell: (machine) => machine.os_arch },
  { name: 'address', cell: (machine) => machine.address },
  { name: 'remoteAddress', cell: (machine) => machine.remote_address },
  { name: 'javaVersion', cell: (machine) => machine.java_version },
  { name: 'timeZone', cell: (machine) => machine.time_zone },
  { name: 'version', cell: (machine) => machine.build_stamp },
  { name: 'productVersion', cell: versionOf },
  { name: 'active', cell: (machine) => machine.active === 1 },
  { name: 'blocked', cell: (machine) => machine.blocked === 1 },
  { name: 'alertState', cell: (machine) => machine.alert_state },
  { name: 'parentComputerId', cell: () => null },
  { name: 'parentComputerGuid', cell: () => null },
  { name: 'modelInfo', cell: () => null },
  { name: 'creationDate', cell: (machine) => machine.created_at },
  { name: 'modificationDate', cell: (machine) => machine.modified_at },
  { name: 'loginDate', cell: (machine) => machine.login_at },
  { name: 'osHostname', cell: (machine) => machine.hostname },
  { name: 'userUid', cell: (machine) => machine.user_uid },
  { name: 'orgUid', cell: (machine) => machine.org_uid },
  { name: 'computerExtRef', cell: (machine) => machine.external_reference, free: true },
  { name: 'notes', cell: (machine) => machine.notes, free: true },
  { name: 'buildVersion', cell: (machine) => machine.build_version },
  { name: 'service', cell: (machine) => machine.service },
]
