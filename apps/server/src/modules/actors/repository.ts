import type { ControlStore, Database } from '@spillway/control-store'
import type { Expression, SqlBool } from 'kysely'
import type { Reach } from '../identity/index.ts'
import { cloudParents } from './cloud-actors.ts'
import { type ActorFilter, matching, type NameFilter, named, within } from './conditions.ts'
import { type ActorRecord, completed, joined, rowsOf, type Slice } from './records.ts'

export type ActorRepository = ReturnType<typeof createActorRepository>

/** Actors as they derive from users, from what a directory tells of these, and from what was written about the actor. */
export const createActorRepository = ({ db: store }: Pick<ControlStore, 'db'>) => {
  const read = async (conditions: readonly Expression<SqlBool>[], slice?: Slice, db: Database = store) => {
    const rows = rowsOf(db)
      .where(({ and }) => and([...conditions]))
      .orderBy('user.legacy_id')
    return completed(db, await (slice ? rows.limit(slice.limit).offset(slice.offset) : rows).execute())
  }
  return {
    find: async (reach: Reach, id: string, db: Database = store): Promise<ActorRecord | undefined> => {
      const rows = rowsOf(db)
        .where(({ and }) => and(within(reach)))
        .where('user.uid', '=', id)
      return (await completed(db, await rows.execute()))[0]
    },

    children: async (reach: Reach, parentId: string): Promise<ActorRecord[]> => {
      const rows = rowsOf(store)
        .where(({ and }) => and(within(reach)))
        .where('actor.parent_id', '=', parentId)
      return completed(store, await rows.orderBy('user.legacy_id').execute())
    },

    page: (reach: Reach, filter: ActorFilter, slice: Slice): Promise<ActorRecord[]> =>
      read([...within(reach), ...matching(filter)], slice),

    /** Parents of the actors that match, or these themselves where they have none, each once. */
    parentPage: async (reach: Reach, filter: NameFilter, { offset, limit }: Slice): Promise<ActorRecord[]> => {
      const rows = rowsOf(store)
        .where(({ and }) => and(within(reach)))
        .where('user.uid', 'in', roots(store, filter))
        .orderBy('user.legacy_id')
      return completed(store, await rows.limit(limit).offset(offset).execute())
    },

    parentCount: async (reach: Reach, filter: NameFilter): Promise<number> => {
      const all = joined(store)
        .where(({ and }) => and(within(reach)))
        .where('user.uid', 'in', roots(store, filter))
      return Number((await all.select(({ fn }) => fn.countAll<number>().as('rows')).executeTakeFirstOrThrow()).rows)
    },

    count: async (reach: Reach, filter: ActorFilter): Promise<number> => {
      const row = await joined(store)
        .where(({ and }) => and([...within(reach), ...matching(filter)]))
        .select(({ fn }) => fn.countAll<number>().as('rows'))
        .executeTakeFirstOrThrow()
      return Number(row.rows)
    },
  }
}

/** Ids of users that match and have no parent, and of those with children that match. */
const roots = (db: Database, filter: NameFilter) =>
  db
    .selectFrom('user as member')
    .leftJoin('actor as member_actor', 'member_actor.id', 'member.uid')
    .where(({ and }) => and(named('member', filter)))
    .select(({ fn, ref }) => fn.coalesce(ref('member_actor.parent_id'), ref('member.uid')).as('id'))
    .unionAll(cloudParents(db, filter))
