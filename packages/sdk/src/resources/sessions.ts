import type { searchSessions } from '@spillway/contract'
import { reading } from '../core/calls.ts'
import type { ResponseOf } from '../core/operation-types.ts'
import type { CallOptions, Requester } from '../core/requester.ts'

export type SessionPage = ResponseOf<typeof searchSessions>
export type Session = SessionPage['items'][number]

export interface SessionQuery {
  readonly actorId?: string
  /** From 0. */
  readonly page?: number
  readonly pageSize?: number
}

export const createSessions = (requester: Requester) => ({
  /** Sessions with alerts, those that ended last first. */
  search: ({ actorId, page, pageSize }: SessionQuery, options?: CallOptions) =>
    requester.json<SessionPage>(
      reading('/v1/sessions', options, { actor_id: actorId, page_number: page, page_size: pageSize }),
    ),
})
