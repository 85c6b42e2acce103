import type { ControlStore, Database, Row } from '@spillway/control-store'
import { type Expression, type SqlBool, sql } from 'kysely'
import { type Reach, usernameKey } from '../identity/index.ts'
import { cloudNamed, type NameFilter } from './conditions.ts'
import type { ActorRecord, Slice } from './records.ts'

export type CloudActors = ReturnType<typeof createCloudActors>

/** Accounts of a cloud service that no user is behind, as far as is known: actors without an account of the company. */
export const createCloudActors = ({ db: store }: Pick<ControlStore, 'db'>) => {
  const rows = (reach: Reach, conditions: readonly Expression<SqlBool>[] = [], db: Database = store) =>
    joined(db)
      .where('cloud_actor.tenant_id', '=', reach.tenantId)
      .where(({ and }) => and([...conditions]))
      .selectAll('cloud_actor')
      .select(parent.as('family_parent_id'))
      .orderBy('cloud_actor.seen_at')
      .orderBy('cloud_actor.id')

  return {
    find: async (reach: Reach, id: string): Promise<ActorRecord | undefined> => {
      if (reach.path !== null) return undefined
      const row = await rows(reach).where('cloud_actor.id', '=', id).executeTakeFirst()
      return row && recordOf(row)
    },

    /** Those that an actor adopted, and those that bear one of the names of its family. */
    children: async (reach: Reach, parentId: string, nameKeys: readonly string[]): Promise<ActorRecord[]> => {
      if (reach.path !== null) return []
      const found = rows(reach)
        .where(parent, '=', parentId)
        .where(({ eb, or }) =>
          or([eb('cloud_actor.parent_id', '=', parentId), eb('cloud_actor.name_key', 'in', nameKeys)]),
        )
      return (await found.execute()).map(recordOf)
    },

    page: async (reach: Reach, filter: NameFilter, { offset, limit }: Slice): Promise<ActorRecord[]> => {
      if (reach.path !== null) return []
      return (await rows(reach, cloudNamed(filter)).offset(offset).limit(limit).execute()).map(recordOf)
    },

    /** Those that have no parent and match, or have adopted one that matches. */
    roots: async (reach: Reach, filter: NameFilter, { offset, limit }: Slice): Promise<ActorRecord[]> => {
      if (reach.path !== null) return []
      const children = joined(store)
        .where(({ and }) => and(cloudNamed(filter)))
        .select('cloud_actor.parent_id')
        .where('cloud_actor.parent_id', 'is not', null)
      const found = rows(reach)
        .where(parent, 'is', null)
        .where(({ eb, or, and }) => or([and(cloudNamed(filter)), eb('cloud_actor.id', 'in', children)]))
      return (await found.offset(offset).limit(limit).execute()).map(recordOf)
    },

    count: async (reach: Reach, filter: NameFilter): Promise<number> => {
      if (reach.path !== null) return 0
      const all = joined(store)
        .where('cloud_actor.tenant_id', '=', reach.tenantId)
        .where(({ and }) => and(cloudNamed(filter)))
        .select(({ fn }) => fn.countAll<number>().as('rows'))
      return Number((await all.executeTakeFirstOrThrow()).rows)
    },

    /** Makes an actor of each name that has none. Two that do so at once make one. */
    admit: async (tenantId: string, names: ReadonlyMap<string, string>, newId: () => string, at: string) => {
      const row = { tenant_id: tenantId, seen_at: at, modified_at: at }
      await store
        .insertInto('cloud_actor')
        .values([...names].map(([name_key, name]) => ({ ...row, id: newId(), name_key, name })))
        .onConflict((conflict) => conflict.columns(['tenant_id', 'name_key']).doNothing())
        .execute()
    },
  }
}

/** Parents of the cloud actors that match, as ids of users. */
export const cloudParents = (db: Database, filter: NameFilter) =>
  joined(db)
    .where(({ and }) => and(cloudNamed(filter)))
    .where(parent, 'is not', null)
    .select(sql<string>`${parent}`.as('id'))

/** With the user of the same name, and that one's parent: who is named alike is one family without being adopted. */
const joined = (db: Database) =>
  db
    .selectFrom('cloud_actor')
    .leftJoin('user as namesake', (join) =>
      join
        .onRef('namesake.tenant_id', '=', 'cloud_actor.tenant_id')
        .onRef('namesake.username_key', '=', 'cloud_actor.name_key'),
    )
    .leftJoin('actor_alias as alias', (join) =>
      join.onRef('alias.tenant_id', '=', 'cloud_actor.tenant_id').onRef('alias.name_key', '=', 'cloud_actor.name_key'),
    )
    .leftJoin('actor as person', (join) =>
      join.on(
        sql<SqlBool>`${sql.ref('person.id')} = coalesce(${sql.ref('namesake.uid')}, ${sql.ref('alias.actor_id')})`,
      ),
    )

const parent = sql<string | null>`coalesce(${sql.join(
  ['cloud_actor.parent_id', 'person.parent_id', 'namesake.uid', 'alias.actor_id'].map((column) => sql.ref(column)),
)})`

const recordOf = (row: Row<'cloud_actor'> & { readonly family_parent_id: string | null }): ActorRecord => ({
  ...{ id: row.id, tenant_id: row.tenant_id, name: row.name, active: 1, parent_id: row.family_parent_id },
  ...{ notes: row.notes, start_date: row.start_date, end_date: row.end_date },
  ...{ first_name: null, last_name: null, display_name: null, title: null, division: null, employment_type: null },
  ...{ department: null, locality: null, region: null, country: null, manager_uid: null, manager_name: null },
  ...{ manager_display_name: null, manager_first_name: null, manager_last_name: null },
  // A connector told of it, and that connector watches it.
  ...{ aliases: [], inScope: true, isCloudAccount: true },
})

const longestName = 255
/** What connectors write where they do not know. */
const noNames: ReadonlySet<string> = new Set(['', 'unknown', 'name_not_available'])

/** The names of accounts among these by their keys: what cannot be a name is left out. */
export const accountNames = (names: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    names
      .map((name) => [usernameKey(name), name] as const)
      .filter(([key, name]) => name.length <= longestName && !noNames.has(key)),
  )
