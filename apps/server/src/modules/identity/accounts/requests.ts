import type { Caller, Visitor } from '../../../http/index.ts'
import type { Clock } from '../../../platform/clock.ts'
import { SpillwayError } from '../../../platform/errors.ts'
import type { Audit } from '../../audit/index.ts'
import { type Reach, reachOf } from '../reach.ts'
import type { Throttle } from '../throttle.ts'
import { usernameKey } from '../users-repository.ts'
import type { AccountRepository, Candidate, ResetRequest } from './repository.ts'

/** Days that a wish waits for an answer. */
const waitingDays = 7

interface Dependencies {
  readonly repository: AccountRepository
  readonly throttle: Throttle
  readonly audit: Audit
  readonly clock: Clock
}

/** Whom a wish is about, as it was told. */
export interface Wish {
  readonly userId?: string | null | undefined
  readonly username?: string | null | undefined
}

export interface PendingRequest {
  readonly user: Candidate
  readonly requests: number
  readonly requestedAt: string
  readonly expiresAt: string
}

export type ResetRequests = ReturnType<typeof createResetRequests>

/**
 * Wishes for new passwords from people who cannot sign in. A wish is written for whatever name is given and matched with
 * users when somebody who may answer it looks: until then no step depends on whether there is such a user.
 */
export const createResetRequests = ({ repository, throttle, audit, clock }: Dependencies) => {
  const pendingFor = async (reach: Reach): Promise<PendingRequest[]> => {
    const rows = await repository.requests(clock().toISOString())
    const users = await usersOf(repository, reach, rows)
    const bySubject = new Map(rows.map((row) => [row.subject, row]))
    return users.map((user) =>
      summed(
        user,
        subjectsOf(user).flatMap((subject) => bySubject.get(subject) ?? []),
      ),
    )
  }

  return {
    /** Keeps the wish. Throws `TOO_MANY_REQUESTS` to those who wish too often, whatever the name. */
    async request(wish: Wish, visitor: Visitor): Promise<void> {
      const subject = subjectOf(wish)
      await throttle.attempt(`reset:${subject}`, `reset:${visitor.ip}`, async () => {
        const now = clock()
        const expires = new Date(now.getTime() + waitingDays * 24 * 60 * 60 * 1000)
        const times = { requested_at: now.toISOString(), expires_at: expires.toISOString() }
        await repository.request({ subject, ...times })
        // Every wish counts as a try, so that nobody fills the list.
        return null
      })
      const actor = { kind: 'unknown', id: '', name: subject, ...visitor } as const
      audit.record({ type: 'user_password_reset_requested', actor })
    },

    /** Wishes of users that the caller may see, the latest first. */
    list: async (caller: Caller): Promise<PendingRequest[]> =>
      (await pendingFor(reachOf(caller, 'users.read'))).toSorted((left, right) =>
        left.requestedAt < right.requestedAt ? 1 : -1,
      ),

    /** The wishes of a user are answered, or not wanted. */
    drop: (user: Pick<Candidate, 'uid' | 'legacy_id' | 'username_key'>): Promise<void> =>
      repository.drop(subjectsOf(user)),

    deleteExpired: (): Promise<void> => repository.deleteExpired(clock().toISOString()),
  }
}

const longestName = 255

const subjectOf = ({ userId, username }: Wish): string => {
  if (username) return `name:${usernameKey(username.slice(0, longestName)).replaceAll('\0', '').toWellFormed()}`
  if (!userId)
    throw new SpillwayError('MALFORMED_REQUEST', { field: 'body.username', reason: 'or body.userId is needed' })
  const id = userId.replaceAll('\0', '').toWellFormed()
  return /^\d{1,9}$/.test(id) ? `number:${Number(id)}` : `uid:${id}`
}

const subjectsOf = ({ uid, legacy_id, username_key }: Pick<Candidate, 'uid' | 'legacy_id' | 'username_key'>) => [
  `name:${username_key}`,
  `number:${legacy_id}`,
  `uid:${uid}`,
]

/** Every user that any of the wishes names, once. */
const usersOf = async (repository: AccountRepository, reach: Reach, rows: readonly ResetRequest[]) => {
  const told = (kind: string): string[] =>
    rows.filter(({ subject }) => subject.startsWith(kind)).map(({ subject }) => subject.slice(kind.length))
  const found = await Promise.all([
    repository.candidates(reach, 'username_key', told('name:')),
    repository.candidates(reach, 'legacy_id', told('number:').map(Number)),
    repository.candidates(reach, 'uid', told('uid:')),
  ])
  return [...new Map(found.flat().map((user) => [user.uid, user])).values()]
}

const summed = (user: Candidate, rows: readonly ResetRequest[]): PendingRequest => ({
  user,
  requests: rows.reduce((sum, { requests }) => sum + requests, 0),
  requestedAt:
    rows
      .map(({ requested_at }) => requested_at)
      .toSorted()
      .at(-1) ?? '',
  expiresAt:
    rows
      .map(({ expires_at }) => expires_at)
      .toSorted()
      .at(-1) ?? '',
})
