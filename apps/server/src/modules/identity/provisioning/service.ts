import type { ControlStore, Database } from '@spillway/control-store'
import type { Caller } from '../../../http/index.ts'
import type { Clock } from '../../../platform/clock.ts'
import type { NewId } from '../../../platform/ids.ts'
import type { Audit, AuditType } from '../../audit/index.ts'
import type { Authenticator } from '../authenticator.ts'
import { decimalUid } from '../identifiers.ts'
import type { OrganizationLookup, OrganizationRow } from '../organizations/lookup.ts'
import { usernameIsAnEmail } from '../organizations/settings.ts'
import { notYourself, organizationNotFound, type UserLifecycle } from '../users/lifecycle.ts'
import type { People } from '../users/people.ts'
import type { PeopleRepository, UserColumns, UserRecord } from '../users/repository.ts'
import { checkFacts } from '../users/validation.ts'
import { usernameKey } from '../users-repository.ts'
import type { ProvisioningRepository } from './repository.ts'
import {
  changedColumns,
  changedProfile,
  departmentChanged,
  isSensitive,
  type ProfileRecord,
  type ProfileState,
  type UserState,
} from './state.ts'

interface Dependencies {
  readonly store: ControlStore
  readonly people: People
  readonly users: PeopleRepository
  readonly repository: ProvisioningRepository
  readonly organizations: OrganizationLookup
  readonly lifecycle: UserLifecycle
  readonly authenticator: Authenticator
  readonly audit: Audit
  readonly clock: Clock
  readonly newId: NewId
}

/** What happened to a user, for the audit log once the transaction stands. */
export interface Provisioned {
  readonly uid: string
  readonly username: string
  readonly types: readonly AuditType[]
}

/** A user as stored, and what the directory told before. */
export interface Known {
  readonly user: UserRecord
  readonly profile: ProfileRecord | null
}

export type Provisioning = ReturnType<typeof createProvisioning>

/** Brings users to the state a directory tells of, each in one piece within a transaction that the caller opens. */
export const createProvisioning = (dependencies: Dependencies) => {
  const { people, users, repository, organizations, lifecycle, authenticator, audit, clock, newId } = dependencies
  const now = () => clock().toISOString()

  /** Writes what differs; true when anything did. */
  const writeProfile = async (
    db: Database,
    tenantId: string,
    uid: string,
    profile: ProfileRecord | null,
    state: ProfileState,
  ): Promise<boolean> => {
    const columns = { ...changedProfile(profile, state), ...(await departmentColumn(db, tenantId, profile, state)) }
    if (Object.keys(columns).length === 0) return false
    await repository.writeProfile(db, uid, columns, now())
    return true
  }

  const departmentColumn = async (
    db: Database,
    tenantId: string,
    profile: ProfileRecord | null,
    state: ProfileState,
  ) => {
    if (!departmentChanged(profile, state)) return {}
    const name = state.department ?? null
    if (name === null) return { department_id: null }
    return { department_id: await repository.department(db, { tenantId, name, newId: newId(), at: now() }) }
  }

  const create = async (
    db: Database,
    caller: Caller,
    organization: OrganizationRow,
    state: UserState & { username: string },
  ): Promise<Provisioned> => {
    const { username, active = true } = state
    const email = state.email ?? username
    checkFacts({ username, email: username.includes('@') || state.email ? email : undefined }, isEmail(organization))
    if (organization.active === 0) throw organizationNotFound()
    const uid = decimalUid(newId())
    await users.insert(db, {
      ...{ uid, tenant_id: caller.tenantId, created_at: now(), modified_at: now(), invited: 1 as const },
      ...{ first_name: null, last_name: null, totp_secret: null, totp_last_step: null, password_hash: null },
      ...changedColumns(null, state),
      ...{ username, username_key: usernameKey(username), email, org_uid: organization.uid },
      active: active ? 1 : 0,
    })
    if (active) await organizations.requireSeat(db, organization)
    await writeProfile(db, caller.tenantId, uid, null, state)
    return { uid, username, types: ['user_registered'] }
  }

  /** Turns the user where the state says so; the columns that go with it. */
  const turnColumns = (user: UserRecord, active: boolean | undefined): UserColumns => {
    // One that went with its organization and is now gone by itself stays behind when that comes back.
    const isLeaving = active === false && (user.active === 1 || user.deactivated_with !== null)
    if (isLeaving) return { active: 0, deactivated_with: null }
    return active === true && user.active === 0 ? { active: 1, deactivated_with: null, blocked: 0 } : {}
  }

  const update = async (
    db: Database,
    caller: Caller,
    { user, profile }: Known,
    state: UserState,
  ): Promise<Provisioned> => {
    const organization = state.organization ?? (await organizations.byUid(user.org_uid, db))
    checkFacts(
      {
        ...(state.username !== user.username && { username: state.username }),
        ...(state.email !== user.email && { email: state.email }),
      },
      isEmail(organization),
    )
    const changed = changedColumns(user, state)
    const turn = turnColumns(user, state.active)
    if (turn.active === 0 && caller.kind === 'user' && caller.id === user.uid) throw notYourself('deactivate')
    if (isSensitive(user, changed, state.active)) await people.requireCovered(caller, user, db)
    const columns = { ...changed, ...turn }
    const isTurned = turn.active !== undefined
    const endTokens = isTurned || 'password_hash' in changed || 'org_uid' in changed
    if (Object.keys(columns).length > 0) await users.update(db, user.uid, { ...columns, modified_at: now() }, endTokens)
    if (isTurned) await lifecycle.follow(db, user, turn.active === 1, organization)
    if ('org_uid' in changed && !isTurned) await organizations.requireSeat(db, organization)
    const hasProfile = await writeProfile(db, caller.tenantId, user.uid, profile, state)
    const isUpdated = hasProfile || Object.keys(changed).length > 0
    const types = [...(isUpdated ? (['user_updated'] as const) : []), ...turnTypes(turn)]
    return { uid: user.uid, username: state.username ?? user.username, types }
  }

  return {
    create,
    update,
    /** To be called once the transaction stands: tokens end, the log is told. */
    settle(caller: Caller, done: readonly Provisioned[]): void {
      if (done.some(({ types }) => types.length > 0)) authenticator.forgetAll()
      for (const { uid, username, types } of done)
        for (const type of types) audit.record({ type, actor: caller, details: { userId: uid, userName: username } })
    },
  }
}

const isEmail = ({ settings }: OrganizationRow): boolean => usernameIsAnEmail({ settings })

const turnTypes = ({ active }: UserColumns): readonly AuditType[] =>
  active === undefined ? [] : [active === 1 ? 'user_activated' : 'user_deactivated']
