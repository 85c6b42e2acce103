import type { ControlStore, Database } from '@spillway/control-store'
import type { Expression, SqlBool } from 'kysely'
import { isWithin, type Reach } from '../identity/index.ts'
import type { ActorFilter, NameFilter } from './conditions.ts'
import { type ActorRecord, completed, rowsOf, type Slice } from './records.ts'
import { isRoot, matches } from './selection.ts'

export type ActorRepository = ReturnType<typeof createActorRepository>

/** Actors as they derive from users, from what a directory tells of these, and from what was written about the actor. */
export const createActorRepository = ({ db: store }: Pick<ControlStore, 'db'>) => {
  const those = (reach: Reach, condition: Expression<SqlBool>) =>
    store.selectFrom('user').where(isWithin('user', reach)).where(condition)

  /** The page is chosen among users alone, before all that is told of them is read. */
  const page = async (reach: Reach, condition: Expression<SqlBool>, { offset, limit }: Slice) => {
    const chosen = those(reach, condition).select('user.uid').orderBy('user.legacy_id').limit(limit).offset(offset)
    return completed(store, await rowsOf(store).where('user.uid', 'in', chosen).orderBy('user.legacy_id').execute())
  }

  const count = async (reach: Reach, condition: Expression<SqlBool>): Promise<number> => {
    const all = those(reach, condition).select(({ fn }) => fn.countAll<number>().as('rows'))
    return Number((await all.executeTakeFirstOrThrow()).rows)
  }

  return {
    find: async (reach: Reach, id: string, db: Database = store): Promise<ActorRecord | undefined> => {
      const rows = rowsOf(db).where(isWithin('user', reach)).where('user.uid', '=', id)
      return (await completed(db, await rows.execute()))[0]
    },

    children: async (reach: Reach, parentId: string): Promise<ActorRecord[]> => {
      const rows = rowsOf(store).where(isWithin('user', reach)).where('actor.parent_id', '=', parentId)
      return completed(store, await rows.orderBy('user.legacy_id').execute())
    },

    page: (reach: Reach, filter: ActorFilter, slice: Slice): Promise<ActorRecord[]> =>
      page(reach, matches(store, filter), slice),

    count: (reach: Reach, filter: ActorFilter): Promise<number> => count(reach, matches(store, filter)),

    /** Parents of the actors that match, or these themselves where they have none, each once. */
    parentPage: (reach: Reach, filter: NameFilter, slice: Slice): Promise<ActorRecord[]> =>
      page(reach, isRoot(store, filter), slice),

    parentCount: (reach: Reach, filter: NameFilter): Promise<number> => count(reach, isRoot(store, filter)),
  }
}
