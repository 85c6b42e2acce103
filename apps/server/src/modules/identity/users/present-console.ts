import { type ConsoleQuery, type CsvColumn, includes } from '../../../http/index.ts'
import { usernameIsAnEmail } from '../organizations/settings.ts'
import type { UserRecord } from './repository.ts'

/** The user as the console API shows it. `roles` are names, for those asked for with `incRoles`. */
export const presentConsoleUser = (user: UserRecord, query: ConsoleQuery, roles: readonly string[] = []) => ({
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
  ...(includes(query, 'incRoles') && { roles: [...roles] }),
  ...(includes(query, 'incSecurityKeyType') && { securityKeyType: 'AccountPassword' }),
})

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
