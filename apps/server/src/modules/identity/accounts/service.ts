import type { ControlStore } from '@spillway/control-store'
import type { Caller } from '../../../http/index.ts'
import type { Clock } from '../../../platform/clock.ts'
import { SpillwayError } from '../../../platform/errors.ts'
import type { Audit, AuditType } from '../../audit/index.ts'
import type { Authenticator } from '../authenticator.ts'
import { hashSecret } from '../hashing.ts'
import type { OrganizationKey } from '../organizations/lookup.ts'
import { reachOf } from '../reach.ts'
import type { UserChanges, UserWish } from '../users/changes.ts'
import type { People } from '../users/people.ts'
import type { PeopleRepository, UserColumns, UserRecord } from '../users/repository.ts'
import type { Post } from './post.ts'
import type { ResetRequests } from './requests.ts'
import { expiryOf, type SecretKind, secretText } from './secrets.ts'

interface Dependencies {
  readonly store: ControlStore
  readonly people: People
  readonly changes: UserChanges
  readonly repository: PeopleRepository
  readonly requests: ResetRequests
  readonly post: Post
  readonly authenticator: Authenticator
  readonly audit: Audit
  readonly clock: Clock
  readonly newSecret: () => string
  readonly home: () => { readonly organizationUid: string }
}

/** A secret that was issued. `secret` is null when it goes to the user by mail. */
export interface IssuedSecret {
  readonly user: UserRecord
  readonly secret: string | null
  readonly expiresAt: string
}

export type Accounts = ReturnType<typeof createAccounts>

/** What administrators do so that an account is its holder's: invite, reset, lift the second factor, license. */
export const createAccounts = (dependencies: Dependencies) => {
  const { store, people, changes, repository, requests, post, authenticator, audit, clock } = dependencies
  const now = () => clock().toISOString()

  const record = (caller: Caller, user: UserRecord, type: AuditType): void =>
    audit.record({ type, actor: caller, details: { userId: user.uid, userName: user.username } })

  const write = async (caller: Caller, user: UserRecord, type: AuditType, columns: UserColumns, endTokens: boolean) => {
    const wish = { ...columns, modified_at: now() }
    await store.transaction((transaction) => repository.update(transaction, user.uid, wish, endTokens))
    authenticator.forgetAll()
    record(caller, user, type)
  }

  /** Puts a new secret in place of the one before and takes it to the user where that is possible. */
  const issue = async (caller: Caller, user: UserRecord, kind: SecretKind): Promise<IssuedSecret> => {
    const type = kind === 'invitation' ? 'user_invited' : 'user_password_reset_issued'
    const posting = await post.issue(user, kind)
    if (typeof posting === 'object') {
      record(caller, user, type)
      return { user, secret: null, expiresAt: posting.expiresAt }
    }
    const secret = secretText(user.uid, dependencies.newSecret())
    const expiresAt = expiryOf(kind, clock())
    const columns = { password_reset_hash: hashSecret(user.uid, secret), password_reset_expires_at: expiresAt }
    await write(caller, user, type, columns, false)
    return { user, secret, expiresAt }
  }

  /** Another user whom the caller may change: for one's own account there are operations that ask for proof. */
  const other = async (caller: Caller, uid: string): Promise<UserRecord> => {
    const user = await people.changeable(caller, { uid })
    if (caller.kind !== 'user' || caller.id !== uid) return user
    const reason = 'Your own account is changed under /v1/spillway/my, with your password'
    throw new SpillwayError('MALFORMED_REQUEST', { reason, familyCode: 'CANNOT_CHANGE_SELF' })
  }

  const active = async (caller: Caller, uid: string): Promise<UserRecord> => {
    const user = await other(caller, uid)
    if (user.active === 1 && user.blocked === 0) return user
    throw new SpillwayError('CONFLICT', { reason: 'The user is deactivated or blocked' })
  }

  const topOf = (caller: Caller): OrganizationKey => {
    const { path } = reachOf(caller, 'users.write')
    return path === null ? { uid: dependencies.home().organizationUid } : { legacyId: Number(path.split('/').at(-2)) }
  }

  return {
    /** Adds a user who has no password, and issues the invitation. */
    async invite(
      caller: Caller,
      wish: UserWish & { readonly username: string },
      organization: OrganizationKey = topOf(caller),
    ): Promise<IssuedSecret> {
      const user = await changes.create(caller, { ...wish, password: undefined }, organization)
      return issue(caller, user, 'invitation')
    },

    async renewInvitation(caller: Caller, uid: string): Promise<IssuedSecret> {
      const user = await active(caller, uid)
      if (user.invited === 0) throw new SpillwayError('CONFLICT', { reason: 'The user has a password already' })
      return issue(caller, user, 'invitation')
    },

    async issuePasswordReset(caller: Caller, uid: string): Promise<IssuedSecret> {
      const user = await active(caller, uid)
      if (user.invited === 1) throw new SpillwayError('CONFLICT', { reason: 'The user is invited and has no password' })
      const issued = await issue(caller, user, 'password-reset')
      await requests.drop(user)
      return issued
    },

    async setPassword(caller: Caller, uid: string, password: string): Promise<void> {
      const user = await other(caller, uid)
      await changes.update(caller, { uid }, { password })
      await requests.drop(user)
    },

    async removeSecondFactor(caller: Caller, uid: string): Promise<void> {
      const user = await other(caller, uid)
      if (user.totp_secret === null) throw new SpillwayError('CONFLICT', { reason: 'The second factor is off already' })
      await write(caller, user, 'user_second_factor_removed', { totp_secret: null, totp_last_step: null }, true)
    },

    async replaceLicenses(caller: Caller, uid: string, names: readonly string[]): Promise<readonly string[]> {
      const user = await people.changeable(caller, { uid })
      const licenses = [...new Set(names)].toSorted()
      await write(caller, user, 'user_licenses_changed', { licenses: JSON.stringify(licenses) }, false)
      return licenses
    },

    async dismissRequests(caller: Caller, uid: string): Promise<void> {
      await requests.drop(await people.changeable(caller, { uid }))
    },
  }
}
