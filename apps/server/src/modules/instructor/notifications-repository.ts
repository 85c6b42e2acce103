import type { ControlStore, Database } from '@spillway/control-store'
import { chunksOf } from '../../platform/chunks.ts'
import type { NewNotification, NotificationRow } from './notification.ts'

/** Whom a client that delivers asks for; instants as the store keeps them. */
export interface Wanted {
  readonly tenantId: string
  readonly from: string
  readonly before: string | undefined
  readonly actorId: string | undefined
  readonly lessonId: string | undefined
}

export interface ListQuery {
  readonly lessonId?: string | undefined
  readonly actorId?: string | undefined
  readonly alertId?: string | undefined
  readonly watchlistId?: string | undefined
  readonly state?: NotificationRow['state'] | undefined
  readonly after?: number | undefined
  readonly limit: number
}

/** Rows of one statement: each binds some twenty values. */
const chunk = 500

/** Stores notifications that are not there yet, and answers the ids of those that are new. */
export const insertNotifications = async (
  within: Database,
  rows: readonly NewNotification[],
): Promise<ReadonlySet<string>> => {
  const inserted = new Set<string>()
  for (const some of chunksOf(rows, chunk)) {
    const made = await within
      .insertInto('lesson_notification')
      .values(some)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .execute()
    for (const { id } of made) inserted.add(id)
  }
  return inserted
}

/** Who is to receive a lesson, as clients ask for it. Everything older than it is kept is as if it were gone. */
export const createNotificationsRepository = ({ db, dialect, transaction }: Store) => {
  const wantedBy = (from: Database, { tenantId, from: start, before, actorId, lessonId }: Wanted) =>
    from
      .selectFrom('lesson_notification')
      .where('tenant_id', '=', tenantId)
      .where('method', '=', 'ThirdPartyIntegration')
      .where('created_at', '>=', start)
      .$if(before !== undefined, (query) => query.where('created_at', '<', before ?? ''))
      .$if(actorId !== undefined, (query) => query.where('actor_id', '=', actorId ?? ''))
      .$if(lessonId !== undefined, (query) => query.where('lesson_id', '=', lessonId ?? ''))

  const counted = async (from: Database, wanted: Wanted, isNew: boolean): Promise<number> => {
    const { rows } = await wantedBy(from, wanted)
      .$if(isNew, (query) => query.where('state', '=', 'WAITING'))
      .select(({ fn }) => fn.countAll<number>().as('rows'))
      .executeTakeFirstOrThrow()
    return Number(rows)
  }

  const hand = (within: Database, seqs: readonly number[], at: string) =>
    within
      .updateTable('lesson_notification')
      .set({ state: 'FETCHED', state_at: at })
      .where('seq', 'in', seqs)
      .where('state', '=', 'WAITING')
      .returningAll()
      .execute()

  return {
    counted: (wanted: Wanted, isNew: boolean) => counted(db, wanted, isNew),

    /**
     * Hands out what nobody has fetched, the oldest first. Callers at the same time get different ones: on PostgreSQL
     * each passes over what another is about to take, on SQLite there is one writer.
     */
    take: (wanted: Wanted, limit: number, at: string) =>
      transaction(async (within) => {
        const next = wantedBy(within, wanted).select('seq').where('state', '=', 'WAITING').orderBy('seq').limit(limit)
        const seqs = await (dialect === 'postgres' ? next.forUpdate().skipLocked() : next).execute()
        if (seqs.length === 0) return { rows: [], total: await counted(within, wanted, true) }
        const rows = await hand(
          within,
          seqs.map(({ seq }) => Number(seq)),
          at,
        )
        const rest = await counted(within, wanted, true)
        return { rows: rows.toSorted((left, right) => Number(left.seq) - Number(right.seq)), total: rows.length + rest }
      }),

    /** A page of all there are, of which those that nobody had fetched are handed out by that. */
    page: (wanted: Wanted, offset: number, limit: number, at: string) =>
      transaction(async (within) => {
        const rows = await wantedBy(within, wanted).selectAll().orderBy('seq').offset(offset).limit(limit).execute()
        const fresh = rows.filter(({ state }) => state === 'WAITING').map(({ seq }) => Number(seq))
        const handed = new Map((await (fresh.length > 0 ? hand(within, fresh, at) : [])).map((row) => [row.id, row]))
        return { rows: rows.map((row) => handed.get(row.id) ?? row), total: await counted(within, wanted, false) }
      }),

    /** The latest first. */
    list: (tenantId: string, query: ListQuery, keptFrom: string): Promise<NotificationRow[]> => {
      const { lessonId, actorId, alertId, watchlistId, state, after, limit } = query
      return db
        .selectFrom('lesson_notification')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('created_at', '>=', keptFrom)
        .$if(lessonId !== undefined, (rows) => rows.where('lesson_id', '=', lessonId ?? ''))
        .$if(actorId !== undefined, (rows) => rows.where('actor_id', '=', actorId ?? ''))
        .$if(alertId !== undefined, (rows) => rows.where('alert_id', '=', alertId ?? ''))
        .$if(watchlistId !== undefined, (rows) => rows.where('watchlist_id', '=', watchlistId ?? ''))
        .$if(state !== undefined, (rows) => rows.where('state', '=', state ?? 'WAITING'))
        .$if(after !== undefined, (rows) => rows.where('seq', '<', after ?? 0))
        .orderBy('seq', 'desc')
        .limit(limit)
        .execute()
    },

    named: (tenantId: string, ids: readonly string[]): Promise<NotificationRow[]> =>
      db
        .selectFrom('lesson_notification')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('id', 'in', ids)
        .orderBy('seq')
        .execute(),
  }
}

export type NotificationsRepository = ReturnType<typeof createNotificationsRepository>
type Store = Pick<ControlStore, 'db' | 'dialect' | 'transaction'>
