import type { LessonMethod } from '@spillway/contract'
import type { ControlStore, Row } from '@spillway/control-store'
import type { Clock } from '../../platform/clock.ts'
import type { Join, Joins } from '../watchlists/index.ts'
import { beginning, idForJoining, type NewNotification } from './notification.ts'
import { insertNotifications } from './notifications-repository.ts'
import { type Person, peopleOf } from './people.ts'
import { noAddress } from './record.ts'

interface Dependencies {
  readonly store: Pick<ControlStore, 'db'>
  readonly joins: Joins
  readonly clock: Clock
}

type Setting = Row<'watchlist_lesson'>

/**
 * How far back is looked again: changes bear the time at which they began, and may be committed later than others that
 * began after them. Looking twice does no harm.
 */
const overlapMilliseconds = 60 * 60_000

/** Follows who joins watchlists that send a lesson, and notes who is to receive it: one for each time somebody joins. */
export const createJoining = ({ store: { db }, joins, clock }: Dependencies) => {
  let seen: { readonly revision: number; readonly settings: string } | null = null

  const settings = (): Promise<Setting[]> =>
    db
      .selectFrom('watchlist_lesson as setting')
      .innerJoin('watchlist', 'watchlist.id', 'setting.watchlist_id')
      .selectAll('setting')
      .where('watchlist.deleted_at', 'is', null)
      .orderBy('setting.watchlist_id')
      .execute()

  const lookAt = async (setting: Setting, at: Date): Promise<void> => {
    const from = new Date(Math.max(Date.parse(setting.since), Date.parse(setting.looked_at) - overlapMilliseconds))
    for await (const joined of joins.since(setting.watchlist_id, from, at)) {
      const ids = joined.map(({ userUid }) => userUid)
      const people = ids.length === 0 ? new Map<string, Person>() : await peopleOf(db, setting.tenant_id, ids)
      await insertNotifications(
        db,
        joined.map((join) => rowOf(setting, join, people.get(join.userUid), at)),
      )
    }
    await db
      .updateTable('watchlist_lesson')
      .set({ looked_at: at.toISOString() })
      .where('watchlist_id', '=', setting.watchlist_id)
      .where('lesson_id', '=', setting.lesson_id)
      .execute()
  }

  /** Looks once at everything that changed since it looked before. */
  return async (): Promise<void> => {
    const all = await settings()
    if (all.length === 0) return
    // Before the members: what changes in between is looked at next time.
    const now = { revision: await joins.revision(), settings: JSON.stringify(all.map(whatIsSent)) }
    if (seen?.revision === now.revision && seen.settings === now.settings) return
    const at = clock()
    for (const setting of all) await lookAt(setting, at)
    seen = now
  }
}

const whatIsSent = ({ watchlist_id, lesson_id, since }: Setting) => [watchlist_id, lesson_id, since]

const rowOf = (setting: Setting, { userUid, since }: Join, person: Person | undefined, at: Date): NewNotification => {
  const method = setting.method as LessonMethod
  const { watchlist_id, lesson_id, tenant_id } = setting
  const said = {
    ...{ id: idForJoining(watchlist_id, userUid, since.toISOString(), lesson_id), tenant_id, lesson_id, method },
    ...{ trigger: 'WATCHLIST' as const, actor_id: userUid, actor_name: person?.name ?? userUid, watchlist_id },
  }
  return beginning(said, at, method === 'Email' && !person?.email ? noAddress : null)
}
