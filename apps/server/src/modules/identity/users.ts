import { slugOf } from '@spillway/contract'
import { isUniqueViolation } from '@spillway/control-store'
import type { Caller, Visitor } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import { SpillwayError } from '../../platform/errors.ts'
import type { NewId } from '../../platform/ids.ts'
import type { Audit } from '../audit/index.ts'
import type { Authenticator } from './authenticator.ts'
import { decimalUid } from './identifiers.ts'
import { checkPassword } from './password-policy.ts'
import type { Passwords } from './passwords.ts'
import { matchingStep, secondFactorSecret, secondFactorUri } from './second-factor.ts'
import { type SignIn, wrongCode } from './sign-in.ts'
import { type User, type UserChanges, type UserRepository, usernameKey } from './users-repository.ts'

interface Dependencies {
  readonly repository: UserRepository
  readonly passwords: Passwords
  readonly signIn: SignIn
  readonly authenticator: Authenticator
  readonly audit: Audit
  readonly clock: Clock
  readonly newId: NewId
  readonly newSecret: () => string
  readonly home: () => { readonly tenantId: string; readonly organizationUid: string }
}

export interface NewUser {
  readonly username: string
  readonly password: string
  /** Names of roles. */
  readonly roles: readonly string[]
  readonly firstName?: string
  readonly lastName?: string
}

export type Users = ReturnType<typeof createUsers>

/** Users and what they do with their own account. */
export const createUsers = (dependencies: Dependencies) => {
  const { repository, passwords, signIn, authenticator, audit, clock, newId, newSecret, home } = dependencies
  const now = () => clock().toISOString()

  const own = async (caller: Caller): Promise<User> => {
    const user = caller.kind === 'user' ? await repository.byUid(caller.id) : undefined
    if (!user) throw new SpillwayError('FORBIDDEN', { reason: 'Only a user has this' })
    return user
  }

  const change = async (uid: string, changes: UserChanges): Promise<User> => {
    const user = await repository.updateAndEndTokens(uid, changes, now())
    authenticator.forgetAll()
    if (!user) throw new SpillwayError('NOT_FOUND', { reason: 'User not found' })
    return user
  }

  return {
    /**
     * How a user name signs in. One answer for every name: another would tell which names there are. Clients ask for a
     * code only after a password was refused, so that nobody without a second factor meets the question.
     */
    loginType: async (): Promise<'LOCAL_2FA'> => 'LOCAL_2FA',

    /** Adds a user; throws `CONFLICT` when the name is taken. */
    async create(user: NewUser): Promise<User> {
      const { tenantId, organizationUid } = home()
      const row = {
        uid: decimalUid(newId()),
        tenant_id: tenantId,
        org_uid: organizationUid,
        username: user.username,
        username_key: usernameKey(user.username),
        email: user.username,
        first_name: user.firstName ?? null,
        last_name: user.lastName ?? null,
        password_hash: await passwords.hash(user.password),
        created_at: now(),
        modified_at: now(),
      }
      const created = await repository.insert(row, user.roles.map(slugOf)).catch(conflictIfTaken)
      audit.record({
        type: 'user_registered',
        actor: null,
        details: { userId: created.uid, userName: created.username },
      })
      return created
    },

    /** Blocks or unblocks; blocking ends the user's tokens at once. */
    async setBlocked(uid: string, blocked: boolean): Promise<void> {
      const user = await change(uid, { blocked: blocked ? 1 : 0 })
      const type = blocked ? 'user_blocked' : 'user_unblocked'
      audit.record({ type, actor: null, details: { userId: user.uid, userName: user.username } })
    },

    /** Changes the caller's own password and ends all of the user's tokens. */
    async changeMyPassword(caller: Caller, currentPassword: string, newPassword: string): Promise<void> {
      const user = await own(caller)
      await signIn.confirm(user, { password: currentPassword }, visitorOf(caller))
      checkPassword(newPassword, user.username, 'newPassword')
      await change(user.uid, { password_hash: await passwords.hash(newPassword), ...noSecret })
      audit.record({ type: 'user_password_changed', actor: caller, details: { userId: user.uid } })
    },

    /** A secret to put into an authenticator app; nothing is kept until it is confirmed. */
    async proposeSecondFactor(caller: Caller): Promise<{ readonly secret: string; readonly uri: string }> {
      const { username } = await own(caller)
      const secret = secondFactorSecret(newSecret())
      return { secret, uri: secondFactorUri(username, secret) }
    },

    async confirmSecondFactor(caller: Caller, proof: SecondFactorProof & { readonly secret: string }): Promise<void> {
      const user = await own(caller)
      // To replace one is to remove it first, which takes a code of it.
      if (user.totp_secret !== null) throw new SpillwayError('CONFLICT', { reason: 'The second factor is on already' })
      await signIn.confirm(user, { password: proof.currentPassword }, visitorOf(caller))
      const step = matchingStep(proof.secret, proof.code, clock())
      if (step === null) throw new SpillwayError('FORBIDDEN', wrongCode)
      await change(user.uid, { totp_secret: proof.secret, totp_last_step: step })
      audit.record({ type: 'user_second_factor_enabled', actor: caller, details: { userId: user.uid } })
    },

    async removeSecondFactor(caller: Caller, proof: SecondFactorProof): Promise<void> {
      const user = await own(caller)
      if (user.totp_secret === null) throw new SpillwayError('CONFLICT', { reason: 'The second factor is off already' })
      await signIn.confirm(user, { password: proof.currentPassword, code: proof.code }, visitorOf(caller))
      await change(user.uid, { totp_secret: null, totp_last_step: null })
      audit.record({ type: 'user_second_factor_removed', actor: caller, details: { userId: user.uid } })
    },
  }
}

interface SecondFactorProof {
  readonly currentPassword: string
  readonly code: string
}

/** Whoever knows the password needs no other way in. */
const noSecret = { password_reset_hash: null, password_reset_expires_at: null } as const

const visitorOf = ({ ip, userAgent }: Caller): Visitor => ({ ip, userAgent })

const conflictIfTaken = (error: unknown): never => {
  if (!isUniqueViolation(error)) throw error
  throw new SpillwayError('CONFLICT', { field: 'body.username', reason: 'The user name is taken' })
}
