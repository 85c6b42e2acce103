import type { Clock } from '../../../platform/clock.ts'
import { matchesSecret } from '../hashing.ts'
import type { Principals } from '../principals.ts'
import type { User, UserRepository } from '../users-repository.ts'
import { ownerOf, type SecretKind } from './secrets.ts'

interface Dependencies {
  readonly users: Pick<UserRepository, 'byUid'>
  readonly principals: Pick<Principals, 'user'>
  readonly clock: Clock
}

/** The user whom a secret opens the account to; null where it is wrong, used up, expired, or the user may not act. */
export type JudgeSecret = (kind: SecretKind, secret: string) => Promise<User | null>

export const createSecretJudge =
  ({ users, principals, clock }: Dependencies): JudgeSecret =>
  async (kind, secret) => {
    const user = await users.byUid(ownerOf(secret))
    const matches = matchesSecret(user?.password_reset_hash ?? null, ownerOf(secret), secret)
    if (!user || !matches || (user.invited === 1) !== (kind === 'invitation')) return null
    const isOver = (user.password_reset_expires_at ?? '') <= clock().toISOString()
    return !isOver && (await principals.user(user)) ? user : null
  }
