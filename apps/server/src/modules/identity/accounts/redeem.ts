import type { Visitor } from '../../../http/index.ts'
import type { Clock } from '../../../platform/clock.ts'
import { SpillwayError } from '../../../platform/errors.ts'
import type { Audit } from '../../audit/index.ts'
import type { Authenticator } from '../authenticator.ts'
import { checkPassword } from '../password-policy.ts'
import type { Passwords } from '../passwords.ts'
import type { Throttle } from '../throttle.ts'
import type { UserRepository } from '../users-repository.ts'
import type { JudgeSecret } from './judge.ts'
import { ownerOf, type SecretKind } from './secrets.ts'

interface Dependencies {
  readonly users: UserRepository
  readonly judge: JudgeSecret
  readonly passwords: Passwords
  readonly throttle: Throttle
  readonly authenticator: Authenticator
  readonly audit: Audit
  readonly clock: Clock
}

export type Redeem = ReturnType<typeof createRedeem>

/** Exchanges a secret for a password, once. Whatever is wrong with a secret looks the same from outside. */
export const createRedeem = (dependencies: Dependencies) => {
  const { users, judge, passwords, throttle, authenticator, audit, clock } = dependencies

  return async (kind: SecretKind, secret: string, password: string, visitor: Visitor): Promise<void> => {
    const user = await throttle.attempt(`secret:${ownerOf(secret)}`, visitor.ip, () => judge(kind, secret))
    if (!user) throw refused()
    checkPassword(password, user.username)
    const hash = await passwords.hash(password)
    const isFirst = await users.redeem(user.uid, user.password_reset_hash ?? '', hash, clock().toISOString())
    if (!isFirst) throw refused()
    authenticator.forgetAll()
    const type = kind === 'invitation' ? 'user_invitation_accepted' : 'user_password_reset'
    const actor = { kind: 'user', id: user.uid, name: user.username, ...visitor } as const
    audit.record({ type, actor, details: { userId: user.uid, userName: user.username } })
  }
}

const refused = (): SpillwayError =>
  new SpillwayError('INVALID_CREDENTIALS', { field: 'body.secret', reason: 'The secret is wrong, used up or expired' })
