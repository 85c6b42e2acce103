import type { explainSession, readSessionChanges, searchSessions } from '@spillway/contract'
import { reading, segment } from '../core/calls.ts'
import type { ResponseOf } from '../core/operation-types.ts'
import type { Persist } from '../core/persist.ts'
import type { CallOptions, Requester } from '../core/requester.ts'
import { createChangeFeed } from './change-feed.ts'

export type SessionPage = ResponseOf<typeof searchSessions>
export type Session = SessionPage['items'][number]

/** Sessions that came or changed, as they are now. */
export type SessionChangePage = ResponseOf<typeof readSessionChanges>
/** Why a session has its score: what happened, in order, and its alerts. */
export type SessionExplanation = ResponseOf<typeof explainSession>

export interface SessionQuery {
  readonly actorId?: string
  /** From 0. */
  readonly page?: number
  readonly pageSize?: number
}

export const createSessions = (requester: Requester, persist: Persist) => ({
  ...createChangeFeed<SessionChangePage>(requester, persist, {
    path: '/v1/spillway/sessions/changes',
    idsOf: ({ sessions }) => sessions.map(({ sessionId }) => sessionId),
  }),

  /** Sessions with alerts, those that ended last first. */
  search: ({ actorId, page, pageSize }: SessionQuery, options?: CallOptions) =>
    requester.json<SessionPage>(
      reading('/v1/sessions', options, { actor_id: actorId, page_number: page, page_size: pageSize }),
    ),

  explain: (id: string, options?: CallOptions) =>
    requester.json<SessionExplanation>(reading(`/v1/spillway/sessions/${segment(id)}/explanation`, options)),
})
