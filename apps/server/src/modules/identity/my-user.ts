import type { Organization, User } from './users-repository.ts'

/** The user envelope of the console API; `params` repeats the query as strings. */
export const presentMyUser = (
  user: User,
  organization: Organization,
  query: Readonly<Record<string, string | readonly string[]>>,
  at: Date,
) => ({
  metadata: { timestamp: at.toISOString(), params: echo(query) },
  data: {
    userId: user.legacy_id,
    userUid: user.uid,
    status: statusOf(user),
    username: user.username,
    email: user.email,
    firstName: user.first_name,
    lastName: user.last_name,
    quotaInBytes: -1,
    orgId: organization.legacy_id,
    orgUid: organization.uid,
    orgName: organization.name,
    userExtRef: null,
    notes: null,
    active: user.active === 1,
    blocked: user.blocked === 1,
    invited: false,
    orgType: 'ENTERPRISE',
    usernameIsAnEmail: user.username.includes('@'),
    creationDate: user.created_at,
    modificationDate: user.modified_at,
    passwordReset: false,
    localAuthenticationOnly: false,
    licenses: [],
    ...(isTrue(query.incRoles ?? query.incAll) && { roles: JSON.parse(user.roles) as string[] }),
  },
})

const statusOf = ({ active, blocked }: User): string =>
  (active ? 'Active' : 'Deactivated') + (blocked ? ', Blocked' : '')

const isTrue = (value: string | readonly string[] | undefined): boolean => /^(true|1)$/i.test(String(value))

const echo = (query: Readonly<Record<string, string | readonly string[]>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query).map(([key, value]) => [key, typeof value === 'string' ? value : value.join(',')]),
  )
