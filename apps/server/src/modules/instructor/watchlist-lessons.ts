import type { LessonMethod } from '@spillway/contract'
import type { ControlStore, Row } from '@spillway/control-store'
import type { Caller } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Audit } from '../audit/index.ts'
import type { Lessons } from './lessons.ts'
import { noLessonSet, watchlistNotFound } from './refusals.ts'

interface Dependencies {
  readonly store: Pick<ControlStore, 'db'>
  readonly lessons: Pick<Lessons, 'check'>
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
}

export interface WatchlistLesson {
  readonly lessonId: string
  readonly messagingMethod: LessonMethod
}

/** Which lesson is sent to whoever joins a watchlist. */
export const createWatchlistLessons = ({ store: { db }, lessons, audit, clock }: Dependencies) => {
  const find = async ({ tenantId }: Caller, watchlistId: string) => {
    const row = await db
      .selectFrom('watchlist')
      .leftJoin('watchlist_lesson as setting', 'setting.watchlist_id', 'watchlist.id')
      .selectAll('setting')
      .where('watchlist.id', '=', watchlistId)
      .where('watchlist.tenant_id', '=', tenantId)
      .where('watchlist.deleted_at', 'is', null)
      .executeTakeFirst()
    if (!row) throw watchlistNotFound()
    return row.lesson_id === null ? null : (row as Row<'watchlist_lesson'>)
  }

  const read = async (caller: Caller, watchlistId: string) => {
    const row = await find(caller, watchlistId)
    if (!row) throw noLessonSet()
    return presentSetting(row)
  }

  const record = (actor: Caller, watchlistId: string, lessonId: string | null): void =>
    audit.record({ type: 'watchlist_lesson_changed', actor, details: { watchlistId, lessonId } })

  return {
    read,

    /** The same lesson goes on as it did; another is for those who join from now on. */
    set: async (caller: Caller, watchlistId: string, wanted: WatchlistLesson) => {
      const before = await find(caller, watchlistId)
      await lessons.check(caller.tenantId, wanted, 'body')
      const now = clock().toISOString()
      const isSame = before?.lesson_id === wanted.lessonId
      const row = {
        ...{ tenant_id: caller.tenantId, lesson_id: wanted.lessonId, method: wanted.messagingMethod },
        ...{ since: isSame ? before.since : now, looked_at: isSame ? before.looked_at : now },
        ...{ modified_at: now, modified_by: caller.name },
      }
      await db
        .insertInto('watchlist_lesson')
        .values({ watchlist_id: watchlistId, ...row })
        .onConflict((conflict) => conflict.column('watchlist_id').doUpdateSet(row))
        .execute()
      record(caller, watchlistId, wanted.lessonId)
      return read(caller, watchlistId)
    },

    clear: async (caller: Caller, watchlistId: string): Promise<void> => {
      if (!(await find(caller, watchlistId))) throw noLessonSet()
      await db.deleteFrom('watchlist_lesson').where('watchlist_id', '=', watchlistId).execute()
      record(caller, watchlistId, null)
    },
  }
}

export type WatchlistLessons = ReturnType<typeof createWatchlistLessons>

const presentSetting = (row: Row<'watchlist_lesson'>) => ({
  watchlistId: row.watchlist_id,
  lessonId: row.lesson_id,
  messagingMethod: row.method as LessonMethod,
  since: row.since,
  modifiedAt: row.modified_at,
  modifiedBy: row.modified_by,
})
