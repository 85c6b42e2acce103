import type { ControlStore } from '@spillway/control-store'
import { inChunks } from '../in-chunks.ts'
import type { Reach } from '../reach.ts'
import { isWithin } from '../within.ts'

/** Users as those see them who are to answer their wishes. */
export interface Candidate {
  readonly uid: string
  readonly legacy_id: number
  readonly username: string
  readonly username_key: string
  readonly org_guid: string
}

export interface ResetRequest {
  readonly subject: string
  readonly requests: number
  readonly requested_at: string
  readonly expires_at: string
}

export type AccountRepository = ReturnType<typeof createAccountRepository>

/** Wishes kept at most: the oldest goes for the next one. */
const maximumRequests = 10_000
const removedAtOnce = 100

export const createAccountRepository = (store: ControlStore) => ({
  /** Keeps a wish, counting those for the same name. */
  request: ({ subject, requested_at, expires_at }: Omit<ResetRequest, 'requests'>): Promise<void> =>
    store.transaction(async (transaction) => {
      await transaction
        .insertInto('password_reset_request')
        .values({ subject, requested_at, expires_at })
        .onConflict((conflict) =>
          conflict.column('subject').doUpdateSet(({ eb }) => ({
            requests: eb('password_reset_request.requests', '+', 1),
            requested_at,
            expires_at,
            judged: 0,
          })),
        )
        .execute()
      const tooMany = transaction
        .selectFrom('password_reset_request')
        .select('subject')
        .orderBy('expires_at', 'desc')
        .orderBy('subject')
        .limit(removedAtOnce)
        .offset(maximumRequests)
      await transaction.deleteFrom('password_reset_request').where('subject', 'in', tooMany).execute()
    }),

  requests: (now: string): Promise<ResetRequest[]> =>
    store.db
      .selectFrom('password_reset_request')
      .select(['subject', 'requests', 'requested_at', 'expires_at'])
      .where('expires_at', '>', now)
      .orderBy('expires_at', 'desc')
      .limit(maximumRequests)
      .execute(),

  drop: async (subjects: readonly string[]): Promise<void> => {
    await store.db.deleteFrom('password_reset_request').where('subject', 'in', subjects).execute()
  },

  deleteExpired: async (now: string): Promise<void> => {
    await store.db.deleteFrom('password_reset_request').where('expires_at', '<=', now).execute()
  },

  /** Users within reach whose `column` is among `values`. */
  candidates: (
    reach: Reach,
    column: 'uid' | 'legacy_id' | 'username_key',
    values: readonly (string | number)[],
  ): Promise<Candidate[]> =>
    inChunks(values, (some) =>
      store.db
        .selectFrom('user')
        .innerJoin('organization', 'organization.uid', 'user.org_uid')
        .select(['user.uid', 'user.legacy_id', 'user.username', 'user.username_key', 'organization.guid as org_guid'])
        .where(`user.${column}`, 'in', some)
        .where(isWithin('user', reach))
        .execute(),
    ),
})
