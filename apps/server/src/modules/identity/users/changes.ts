import { type ControlStore, type Database, isUniqueViolation } from '@spillway/control-store'
import type { Caller } from '../../../http/index.ts'
import type { Clock } from '../../../platform/clock.ts'
import { SpillwayError } from '../../../platform/errors.ts'
import type { NewId } from '../../../platform/ids.ts'
import type { Audit } from '../../audit/index.ts'
import type { Authenticator } from '../authenticator.ts'
import { decimalUid } from '../identifiers.ts'
import { createInheritance } from '../organizations/inheritance.ts'
import type { OrganizationKey, OrganizationLookup, OrganizationRow } from '../organizations/lookup.ts'
import { usernameIsAnEmail } from '../organizations/settings.ts'
import type { Passwords } from '../passwords.ts'
import { reachOf } from '../reach.ts'
import { usernameKey } from '../users-repository.ts'
import { organizationNotFound } from './lifecycle.ts'
import type { People } from './people.ts'
import type { PeopleRepository, UserColumns, UserKey, UserRecord } from './repository.ts'
import { checkFacts } from './validation.ts'

interface Dependencies {
  readonly store: ControlStore
  readonly people: People
  readonly repository: PeopleRepository
  readonly organizations: OrganizationLookup
  readonly passwords: Passwords
  readonly authenticator: Authenticator
  readonly audit: Audit
  readonly clock: Clock
  readonly newId: NewId
}

/** What may be told of a user; what is absent stays as it is. */
export interface UserWish {
  readonly username?: string | undefined
  readonly email?: string | undefined
  readonly password?: string | undefined
  readonly firstName?: string | null | undefined
  readonly lastName?: string | null | undefined
  readonly notes?: string | null | undefined
  readonly externalReference?: string | null | undefined
  /** Bytes; -1 is no limit. */
  readonly quotaBytes?: number | undefined
}

export type UserChanges = ReturnType<typeof createUserChanges>

/** Making and changing users. */
export const createUserChanges = (dependencies: Dependencies) => {
  const { store, people, repository, organizations, passwords, authenticator, audit, clock, newId } = dependencies
  const now = () => clock().toISOString()

  const columnsOf = async (wish: UserWish): Promise<UserColumns> => ({
    ...plainColumns(wish),
    ...(wish.password !== undefined && { password_hash: await passwords.hash(wish.password) }),
  })

  const inheritance = createInheritance(store)

  /** Bytes that the organization, or one above it, gives users of whom nothing else is said. */
  const defaultQuota = async (organization: OrganizationRow): Promise<number> =>
    Number((await inheritance.of(organization)).inForce.defaultUserMaxBytes)

  return {
    /** Adds a user who can sign in once there is a password; without one the user counts as invited. */
    async create(caller: Caller, wish: UserWish & { username: string }, key: OrganizationKey): Promise<UserRecord> {
      const organization = await organizations.find(reachOf(caller, 'users.write'), key)
      if (!organization || organization.active === 0) throw organizationNotFound()
      checkFacts(
        { email: wish.username.includes('@') ? wish.username : undefined, ...wish },
        usernameIsAnEmail(organization),
      )
      const uid = decimalUid(newId())
      const row = {
        ...{ uid, tenant_id: caller.tenantId, org_uid: organization.uid, created_at: now(), modified_at: now() },
        ...{ first_name: null, last_name: null, totp_secret: null, totp_last_step: null, password_hash: null },
        ...{ invited: wish.password === undefined ? (1 as const) : (0 as const) },
        ...(await columnsOf(wish)),
        quota_bytes: wish.quotaBytes ?? (await defaultQuota(organization)),
        ...{ username: wish.username, username_key: usernameKey(wish.username), email: wish.email ?? wish.username },
      } as const
      const insert = (db: Database) =>
        repository.insert(db, row).then(() => organizations.requireSeat(db, organization))
      await store.transaction(insert).catch(duplicateIfTaken)
      audit.record({ type: 'user_registered', actor: caller, details: { userId: uid, userName: wish.username } })
      return people.read(caller, { uid })
    },

    /** Changes what is given. A new password ends every token of the user. */
    async update(caller: Caller, key: UserKey, wish: UserWish): Promise<UserRecord> {
      const user = await people.changeable(caller, key)
      checkFacts(wish, usernameIsAnEmail({ settings: user.org_settings }), user.username)
      const changes = { ...(await columnsOf(wish)), modified_at: now() }
      const write = (db: Database) => repository.update(db, user.uid, changes, wish.password !== undefined)
      await store.transaction(write).catch(duplicateIfTaken)
      authenticator.forgetAll()
      const details = { userId: user.uid, userName: user.username, changed: Object.keys(wish).join(', ') }
      audit.record({ type: 'user_updated', actor: caller, details })
      return people.read(caller, { uid: user.uid })
    },
  }
}

const plainColumns = (wish: UserWish): UserColumns => ({
  ...(wish.username !== undefined && { username: wish.username, username_key: usernameKey(wish.username) }),
  ...(wish.email !== undefined && { email: wish.email }),
  ...(wish.firstName !== undefined && { first_name: wish.firstName }),
  ...(wish.lastName !== undefined && { last_name: wish.lastName }),
  ...(wish.notes !== undefined && { notes: wish.notes }),
  ...(wish.externalReference !== undefined && { external_reference: wish.externalReference }),
  ...(wish.quotaBytes !== undefined && { quota_bytes: wish.quotaBytes }),
  ...(wish.password !== undefined && { invited: 0 as const, password_reset: 0 as const, ...noSecret }),
})

/** Whoever knows the password needs no other way in. */
const noSecret = { password_reset_hash: null, password_reset_expires_at: null } as const

const duplicateIfTaken = (error: unknown): never => {
  if (!isUniqueViolation(error)) throw error
  throw new SpillwayError('CONFLICT', {
    field: 'body.username',
    reason: 'The user name is taken',
    familyCode: 'USER_DUPLICATE',
  })
}
