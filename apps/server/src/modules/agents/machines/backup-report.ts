import { reportDeviceBackups } from '@spillway/contract'
import {
  asConsole,
  type Caller,
  type ConsoleQuery,
  type CsvColumn,
  csvReply,
  envelope,
  type Route,
  route,
  sliceOf,
  textOf,
  wantsCsv,
} from '../../../http/index.ts'
import { alertNames } from '../backup/alerts.ts'
import type { UsageRecord } from '../backup/repository.ts'
import { type ConsoleSearchDependencies, createConsoleSearch } from './console-search.ts'
import { statusOf } from './present.ts'
import type { MachineRecord } from './repository.ts'

/** Rows of a page unless another size is asked for; published as default and maximum. */
const defaultPage = 1000

/** The backup report: a row per machine and destination. Names of several filters are inferred from their topics. */
export const backupReportRoutes = (dependencies: ConsoleSearchDependencies): readonly Route[] => {
  const search = createConsoleSearch(dependencies)

  const rows = async function* (caller: Caller, query: ConsoleQuery) {
    const filter = await search.filterOf(caller, query)
    for await (const machines of search.all(caller, query, filter)) {
      const { usage } = await search.around(machines, { incBackupUsage: 'true' })
      yield machines
        .flatMap((machine) => (usage.get(machine.uid) ?? []).map((one) => presentRow(machine, one)))
        .filter((row) => fits(row, query))
    }
  }

  const page = async (caller: Caller, query: ConsoleQuery): Promise<ReportRow[]> => {
    const { offset, limit } = sliceOf(query, defaultPage)
    const found: ReportRow[] = []
    let passed = 0
    for await (const some of rows(caller, query)) {
      found.push(...some.slice(Math.max(0, offset - passed)))
      passed += some.length
      if (found.length >= limit) break
    }
    return found.slice(0, limit)
  }

  return [
    route(reportDeviceBackups, ({ caller, query }) =>
      asConsole(async () => {
        if (wantsCsv(query)) return csvReply('device-backup-report.csv', columns, rows(caller, query))
        return envelope.v1(query, dependencies.clock(), await page(caller, query))
      }),
    ),
  ]
}

type ReportRow = ReturnType<typeof presentRow>

const presentRow = (machine: MachineRecord, usage: UsageRecord) => ({
  deviceName: machine.name,
  deviceUid: machine.uid,
  deviceOsHostname: machine.hostname,
  status: statusOf(machine),
  os: machine.os_name,
  address: machine.address,
  remoteAddress: machine.remote_address,
  username: machine.owner_username,
  email: machine.owner_email,
  userUid: machine.user_uid,
  firstName: machine.owner_first_name,
  lastName: machine.owner_last_name,
  orgName: machine.org_name,
  orgUid: machine.org_uid,
  destinationName: usage.destination_name,
  destinationUid: usage.destination_guid,
  archiveBytes: String(usage.archive_bytes),
  selectedBytes: String(usage.selected_bytes),
  alertStates: alertNames(usage.alert_state | machine.alert_state),
  lastActivity: usage.last_backup_at,
  lastCompletedBackupDate: usage.last_completed_backup_at,
  lastConnectedDate: machine.last_connected_at,
  backupCompletePercentage: String(usage.percent_complete),
  coldStorage: false,
})

/** Each filter is part of the text of its topic. */
const fits = (row: ReportRow, query: ConsoleQuery): boolean =>
  Object.entries(topics).every(([name, textsOf]) => {
    const wanted = textOf(query, name)?.toLowerCase()
    return wanted === undefined || textsOf(row).some((text) => text?.toLowerCase().includes(wanted))
  })

const topics: Readonly<Record<string, (row: ReportRow) => readonly (string | null)[]>> = {
  user: (row) => [row.username, row.email, row.firstName, row.lastName],
  org: (row) => [row.orgName],
  device: (row) => [row.deviceName, row.deviceOsHostname],
  destination: (row) => [row.destinationName],
}

const columnNames = [
  ...(['deviceName', 'deviceUid', 'deviceOsHostname', 'status', 'os', 'address', 'remoteAddress', 'username'] as const),
  ...(['email', 'userUid', 'firstName', 'lastName', 'orgName', 'orgUid', 'destinationName'] as const),
  ...(['destinationUid', 'archiveBytes', 'selectedBytes', 'alertStates', 'lastActivity'] as const),
  ...(['lastCompletedBackupDate', 'lastConnectedDate', 'backupCompletePercentage', 'coldStorage'] as const),
]

const columns: readonly CsvColumn<ReportRow>[] = columnNames.map((name) => ({
  name,
  cell: (row) => (Array.isArray(row[name]) ? row[name].join(' ') : String(row[name] ?? '')),
  free: true,
}))
