import type { InstructorNotification } from '@spillway/contract'
import type { ControlStore } from '@spillway/control-store'
import type { Caller } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Audit } from '../audit/index.ts'
import { daysKept, type NotificationRow, presentForDelivery } from './notification.ts'
import type { NotificationsRepository, Wanted } from './notifications-repository.ts'
import { peopleOf } from './people.ts'

interface Dependencies {
  readonly store: Pick<ControlStore, 'db'>
  readonly repository: NotificationsRepository
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
}

/** What a client asks for; instants in milliseconds since 1970. */
export interface FetchQuery {
  readonly on_or_after?: number | undefined
  readonly before?: number | undefined
  readonly actor_id?: string | undefined
  readonly lesson_id?: string | undefined
  readonly page_number: number
  readonly page_size: number
  readonly include_fetched: boolean
}

/** The instant before which nothing is kept. */
export const keptFrom = (now: Date): string => new Date(now.getTime() - daysKept * 24 * 60 * 60_000).toISOString()

const instant = (milliseconds: number | undefined): string | undefined =>
  milliseconds === undefined ? undefined : new Date(milliseconds).toISOString()

/** Hands out who is to receive a lesson to clients that deliver: what is new once, the rest to whoever asks for it. */
export const createFetch = ({ store: { db }, repository, audit, clock }: Dependencies) => {
  const wantedBy = ({ tenantId }: Caller, query: FetchQuery): Wanted => {
    const from = Math.max(Date.parse(keptFrom(clock())), query.on_or_after ?? 0)
    return {
      ...{ tenantId, from: new Date(from).toISOString(), before: instant(query.before) },
      ...{ actorId: query.actor_id, lessonId: query.lesson_id },
    }
  }

  /** Sessions by the alerts that they hold. */
  const sessionsOf = async (alertIds: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    if (alertIds.length === 0) return new Map()
    const held = db.selectFrom('session_alert').select(['alert_id', 'session_id']).where('alert_id', 'in', alertIds)
    return new Map((await held.execute()).map(({ alert_id, session_id }) => [alert_id, session_id]))
  }

  const shown = async (caller: Caller, rows: readonly NotificationRow[]): Promise<InstructorNotification[]> => {
    const ids = [...new Set(rows.flatMap(({ actor_id }) => actor_id ?? []))]
    const people = await peopleOf(db, caller.tenantId, ids)
    const sessions = await sessionsOf(rows.flatMap(({ alert_id }) => alert_id ?? []))
    return rows.map((row) => {
      const firstName = people.get(row.actor_id ?? '')?.firstName ?? null
      return presentForDelivery(row, { firstName, sessionId: sessions.get(row.alert_id ?? '') ?? null })
    })
  }

  return {
    /** How many there are; hands nothing out. */
    count: (caller: Caller, query: FetchQuery): Promise<number> =>
      repository.counted(wantedBy(caller, query), isForNew(query)),

    fetch: async (caller: Caller, query: FetchQuery) => {
      const [wanted, { page_number, page_size }, at] = [wantedBy(caller, query), query, clock().toISOString()]
      const { rows, total } = isForNew(query)
        ? await repository.take(wanted, page_size, at)
        : await repository.page(wanted, page_number * page_size, page_size, at)
      const notificationIds = rows.map(({ id }) => id)
      if (rows.length > 0)
        audit.record({ type: 'lesson_notification_fetched', actor: caller, details: { notificationIds } })
      return { items: await shown(caller, rows), totalCount: total }
    },
  }
}

export type Fetch = ReturnType<typeof createFetch>

const isForNew = ({ include_fetched, on_or_after, before }: FetchQuery): boolean =>
  !include_fetched && on_or_after === undefined && before === undefined
