import type { Row } from '@spillway/control-store'
import type { OrganizationRow } from '../organizations/lookup.ts'
import type { UserColumns, UserRecord } from '../users/repository.ts'
import { usernameKey } from '../users-repository.ts'

/** What a directory tells of a user beyond the account. Absent stays as it is, null clears. */
export interface ProfileState {
  readonly displayName?: string | null | undefined
  readonly title?: string | null | undefined
  readonly division?: string | null | undefined
  readonly department?: string | null | undefined
  readonly employmentType?: string | null | undefined
  readonly managerUid?: string | null | undefined
  readonly locality?: string | null | undefined
  readonly region?: string | null | undefined
  readonly country?: string | null | undefined
}

/** What a directory tells of a user. Absent stays as it is, null clears. */
export interface UserState extends ProfileState {
  readonly username?: string | undefined
  readonly email?: string | undefined
  readonly firstName?: string | null | undefined
  readonly lastName?: string | null | undefined
  readonly externalReference?: string | null | undefined
  readonly notes?: string | null | undefined
  readonly active?: boolean | undefined
  /** Argon2id hash of a new password. */
  readonly passwordHash?: string | undefined
  readonly organization?: OrganizationRow | undefined
}

export interface ProfileRecord extends Row<'directory_profile'> {
  readonly department: string | null
  readonly manager_name: string | null
}

const columns = {
  username: 'username',
  email: 'email',
  firstName: 'first_name',
  lastName: 'last_name',
  externalReference: 'external_reference',
  notes: 'notes',
} as const satisfies Partial<Record<keyof UserState, keyof UserRecord>>

/** Account columns that differ from what is stored. */
export const changedColumns = (user: UserRecord | null, state: UserState): UserColumns => {
  const named = (Object.keys(columns) as (keyof typeof columns)[]).filter(
    (name) => state[name] !== undefined && state[name] !== (user?.[columns[name]] ?? null),
  )
  const changed = Object.fromEntries(named.map((name) => [columns[name], state[name]])) as UserColumns
  return {
    ...changed,
    ...(changed.username !== undefined && { username_key: usernameKey(changed.username) }),
    ...(state.passwordHash !== undefined && { password_hash: state.passwordHash, invited: 0, password_reset: 0 }),
    ...(state.organization !== undefined &&
      state.organization.uid !== user?.org_uid && { org_uid: state.organization.uid }),
  }
}

/** Whether a change could make the user's account another person's: then only those who may do as much may make it. */
export const isSensitive = (user: UserRecord, changed: UserColumns, active: boolean | undefined): boolean =>
  active === true && user.active === 0
    ? true
    : (['username', 'email', 'password_hash', 'org_uid'] as const).some((column) => column in changed)

const profileColumns = {
  displayName: 'display_name',
  title: 'title',
  division: 'division',
  employmentType: 'employment_type',
  managerUid: 'manager_uid',
  locality: 'locality',
  region: 'region',
  country: 'country',
} as const satisfies Partial<Record<keyof ProfileState, keyof ProfileRecord>>

export type ProfileColumns = Partial<Omit<Row<'directory_profile'>, 'user_uid' | 'modified_at'>>

/** Profile columns that differ from what is stored, the department aside, which is a row of its own. */
export const changedProfile = (profile: ProfileRecord | null, state: ProfileState): ProfileColumns =>
  Object.fromEntries(
    (Object.keys(profileColumns) as (keyof typeof profileColumns)[])
      .map((name) => [profileColumns[name], state[name], profile?.[profileColumns[name]] ?? null] as const)
      .filter(([, wanted, stored]) => wanted !== undefined && wanted !== stored)
      .map(([column, wanted]) => [column, wanted]),
  )

export const departmentChanged = (profile: ProfileRecord | null, { department }: ProfileState): boolean =>
  department !== undefined && department !== (profile?.department ?? null)
