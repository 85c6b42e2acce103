import { type ConsoleQuery, type CsvColumn, includes } from '../../../http/index.ts'
import { usernameIsAnEmail } from '../organizations/settings.ts'
import type { UserRecord } from './repository.ts'
import type { UserUsage } from './usage.ts'

/** What stands beside a user in the console, where it was asked for. */
export interface UserSurroundings {
  /** Names of the user's roles. */
  readonly roles?: readonly string[] | undefined
  readonly usage?: readonly UserUsage[] | undefined
  readonly computers?: number | undefined
}

/** The user as the console API shows it. */
export const presentConsoleUser = (user: UserRecord, query: ConsoleQuery, around: UserSurroundings = {}) => ({
  userId: user.legacy_id,
  userUid: user.uid,
  status: statusOf(user),
  username: user.username,
  email: user.email,
  firstName: user.first_name,
  lastName: user.last_name,
  quotaInBytes: user.quota_bytes,
  orgId: user.org_legacy_id,
  orgUid: user.org_uid,
  orgName: user.org_name,
  userExtRef: user.external_reference,
  notes: user.notes,
  active: user.active === 1,
  blocked: user.blocked === 1,
  invited: user.invited === 1,
  orgType: 'ENTERPRISE',
  usernameIsAnEmail: usernameIsAnEmail({ settings: user.org_settings }),
  creationDate: user.created_at,
  modificationDate: user.modified_at,
  passwordReset: user.password_reset === 1,
  localAuthenticationOnly: false,
  licenses: JSON.parse(user.licenses) as string[],
  ...(includes(query, 'incRoles') && { roles: [...(around.roles ?? [])] }),
  ...(includes(query, 'incSecurityKeyType') && { securityKeyType: 'AccountPassword' }),
  ...(includes(query, 'incBackupUsage') && { backupUsage: (around.usage ?? []).map(presentUsage) }),
  ...(includes(query, 'incComputerCount') && { computerCount: around.computers ?? 0 }),
})

/** Shape inferred: what the machines of a user keep at a destination, in the words of a machine's usage. */
const presentUsage = (usage: UserUsage) => ({
  targetComputerId: usage.destination_legacy_id,
  targetComputerGuid: usage.destination_guid,
  targetComputerName: usage.destination_name,
  targetComputerType: usage.destination_type,
  serverGuid: usage.server_guid,
  serverName: usage.server_name,
  computerCount: usage.computers,
  selectedFiles: usage.selected_files,
  selectedBytes: usage.selected_bytes,
  todoFiles: usage.todo_files,
  todoBytes: usage.todo_bytes,
  archiveBytes: usage.archive_bytes,
  billableBytes: usage.billable_bytes,
  percentComplete: percentComplete(usage),
  lastBackup: usage.last_backup_at,
  lastCompletedBackup: usage.last_completed_backup_at,
  lastConnected: usage.last_connected_at,
})

/** Of the bytes selected, to a hundredth. */
const percentComplete = ({ selected_bytes, todo_bytes }: UserUsage): number =>
  selected_bytes === 0 ? 100 : Math.round(10_000 * Math.max(0, 1 - todo_bytes / selected_bytes)) / 100

const statusOf = ({ active, blocked, invited }: UserRecord): string =>
  [active ? (invited ? 'Invited' : 'Active') : 'Deactivated', ...(blocked ? ['Blocked'] : [])].join(', ')

/** Columns of the export, in the order of the JSON. */
export const userColumns: readonly CsvColumn<UserRecord>[] = [
  { name: 'userId', cell: (user) => user.legacy_id },
  { name: 'userUid', cell: (user) => user.uid },
  { name: 'status', cell: (user) => statusOf(user).replaceAll(', ', ' ') },
  { name: 'username', cell: (user) => user.username },
  { name: 'email', cell: (user) => user.email },
  { name: 'firstName', cell: (user) => user.first_name },
  { name: 'lastName', cell: (user) => user.last_name },
  { name: 'quotaInBytes', cell: (user) => user.quota_bytes },
  { name: 'orgId', cell: (user) => user.org_legacy_id },
  { name: 'orgUid', cell: (user) => user.org_uid },
  { name: 'orgName', cell: (user) => user.org_name },
  { name: 'userExtRef', cell: (user) => user.external_reference },
  { name: 'active', cell: (user) => user.active === 1 },
  { name: 'blocked', cell: (user) => user.blocked === 1 },
  { name: 'creationDate', cell: (user) => user.created_at },
  { name: 'modificationDate', cell: (user) => user.modified_at },
  { name: 'notes', cell: (user) => user.notes, free: true },
]
