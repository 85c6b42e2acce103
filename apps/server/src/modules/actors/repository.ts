import type { ControlStore, Database } from '@spillway/control-store'
import type { Expression, SqlBool } from 'kysely'
import type { Reach } from '../identity/index.ts'
import { type ActorFilter, matching, type NameFilter, named, within } from './conditions.ts'

export interface Slice {
  readonly offset: number
  readonly limit: number
}

type ActorRow = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number]

/** An actor with everything that is shown of it. */
export type ActorRecord = ActorRow & {
  /** Names in cloud services, the oldest first. */
  readonly aliases: readonly string[]
  /** Whether an active machine of it is watched. */
  readonly inScope: boolean
}

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
    parentPage: (reach: Reach, filter: NameFilter, slice: Slice): Promise<ActorRecord[]> => {
      const roots = store
        .selectFrom('user as member')
        .leftJoin('actor as member_actor', 'member_actor.id', 'member.uid')
        .where(({ and }) => and(named('member', filter)))
        .select(({ fn, ref }) => fn.coalesce(ref('member_actor.parent_id'), ref('member.uid')).as('id'))
      const rows = rowsOf(store)
        .where(({ and }) => and(within(reach)))
        .where('user.uid', 'in', roots)
        .orderBy('user.legacy_id')
      return rows
        .limit(slice.limit)
        .offset(slice.offset)
        .execute()
        .then((found) => completed(store, found))
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

const joined = (db: Database) =>
  db
    .selectFrom('user')
    .innerJoin('organization', 'organization.uid', 'user.org_uid')
    .leftJoin('actor', 'actor.id', 'user.uid')
    .leftJoin('directory_profile as profile', 'profile.user_uid', 'user.uid')
    .leftJoin('department', 'department.id', 'profile.department_id')

const rowsOf = (db: Database) =>
  joined(db)
    .leftJoin('user as manager', 'manager.uid', 'profile.manager_uid')
    .leftJoin('directory_profile as manager_profile', 'manager_profile.user_uid', 'profile.manager_uid')
    .select(['user.uid as id', 'user.tenant_id', 'user.username as name', 'user.active'])
    .select(['user.first_name', 'user.last_name', 'profile.display_name'])
    .select(['actor.parent_id', 'actor.notes', 'actor.start_date', 'actor.end_date'])
    .select(['profile.title', 'profile.division', 'profile.employment_type', 'department.name as department'])
    .select(['profile.locality', 'profile.region', 'profile.country', 'profile.manager_uid'])
    .select(['manager.username as manager_name', 'manager_profile.display_name as manager_display_name'])
    .select(['manager.first_name as manager_first_name', 'manager.last_name as manager_last_name'])

const completed = async (db: Database, rows: readonly ActorRow[]): Promise<ActorRecord[]> => {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const aliases = await db
    .selectFrom('actor_alias')
    .select(['actor_id', 'name'])
    .where('actor_id', 'in', ids)
    .orderBy('created_at')
    .orderBy('name_key')
    .execute()
  const machines = await db
    .selectFrom('agent')
    .select('user_uid')
    .distinct()
    .where('user_uid', 'in', ids)
    .where('active', '=', 1)
    .execute()
  const byActor = Map.groupBy(aliases, ({ actor_id }) => actor_id)
  const watched = new Set(machines.map(({ user_uid }) => user_uid))
  return rows.map((row) => ({
    ...row,
    aliases: (byActor.get(row.id) ?? []).map(({ name }) => name),
    inScope: watched.has(row.id),
  }))
}
