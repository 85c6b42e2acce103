import type { ControlStore, Database, NewRow, Row, Tables } from '@spillway/control-store'
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import { isStorable } from '../matching.ts'
import { nameKey } from '../provisioning/repository.ts'
import { pathEnd, type Reach } from '../reach.ts'

export type GroupRow = Row<'directory_group'>

export interface GroupFilter {
  readonly id?: string | undefined
  readonly externalReference?: string | undefined
  readonly name?: string | undefined
  readonly memberUid?: string | undefined
}

export interface GroupMember {
  readonly group_id: string
  readonly user_uid: string
  readonly username: string
}

/** Values bound in one statement at most. */
const chunk = 500

export type GroupsRepository = ReturnType<typeof createGroupsRepository>

/** Directory groups and who is in them. */
export const createGroupsRepository = ({ db: store }: ControlStore) => ({
  find: async (reach: Reach, id: string, db: Database = store): Promise<GroupRow | undefined> =>
    isStorable(id)
      ? db
          .selectFrom('directory_group')
          .selectAll()
          .where((builder) => matches(builder, reach, { id }))
          .executeTakeFirst()
      : undefined,

  page: (reach: Reach, filter: GroupFilter, { offset, limit }: { offset: number; limit: number }) =>
    store
      .selectFrom('directory_group')
      .selectAll()
      .where((builder) => matches(builder, reach, filter))
      .orderBy('name_key')
      .limit(limit)
      .offset(offset)
      .execute(),

  count: async (reach: Reach, filter: GroupFilter): Promise<number> => {
    const row = await store
      .selectFrom('directory_group')
      .where((builder) => matches(builder, reach, filter))
      .select(({ fn }) => fn.countAll<number>().as('rows'))
      .executeTakeFirstOrThrow()
    return Number(row.rows)
  },

  members: async (groupIds: readonly string[]): Promise<ReadonlyMap<string, readonly GroupMember[]>> => {
    if (groupIds.length === 0) return new Map()
    const rows = await store
      .selectFrom('directory_group_member')
      .innerJoin('user', 'user.uid', 'directory_group_member.user_uid')
      .select(['group_id', 'user_uid', 'user.username'])
      .where('group_id', 'in', groupIds)
      .orderBy('user.legacy_id')
      .execute()
    return Map.groupBy(rows, ({ group_id }) => group_id)
  },

  /** Ids of the groups of these names, by key. */
  idsByName: async (db: Database, tenantId: string, keys: readonly string[]): Promise<Map<string, string>> => {
    if (keys.length === 0) return new Map()
    const rows = await db
      .selectFrom('directory_group')
      .select(['id', 'name_key'])
      .where('tenant_id', '=', tenantId)
      .where('name_key', 'in', keys)
      .execute()
    return new Map(rows.map(({ id, name_key }) => [name_key, id]))
  },

  /** Puts a user into these groups and no others; true when that changed anything. */
  setGroupsOf: async (db: Database, userUid: string, groupIds: readonly string[]): Promise<boolean> => {
    const held = await db
      .selectFrom('directory_group_member')
      .select('group_id')
      .where('user_uid', '=', userUid)
      .execute()
    const [has, wanted] = [new Set(held.map(({ group_id }) => group_id)), new Set(groupIds)]
    const gone = [...has].filter((id) => !wanted.has(id))
    const fresh = [...wanted].filter((id) => !has.has(id))
    if (gone.length > 0)
      await db
        .deleteFrom('directory_group_member')
        .where('user_uid', '=', userUid)
        .where('group_id', 'in', gone)
        .execute()
    const rows = fresh.map((group_id) => ({ group_id, user_uid: userUid }))
    if (rows.length > 0) await db.insertInto('directory_group_member').values(rows).execute()
    return gone.length + fresh.length > 0
  },

  insert: async (db: Database, row: NewRow<'directory_group'>): Promise<void> => {
    await db.insertInto('directory_group').values(row).execute()
  },

  update: async (db: Database, id: string, changes: Partial<Omit<GroupRow, 'id'>>): Promise<void> => {
    await db.updateTable('directory_group').set(changes).where('id', '=', id).execute()
  },

  remove: async (db: Database, id: string): Promise<void> => {
    await db.deleteFrom('directory_group_member').where('group_id', '=', id).execute()
    await db.deleteFrom('directory_group').where('id', '=', id).execute()
  },

  addMembers: async (db: Database, groupId: string, userUids: readonly string[]): Promise<void> => {
    for (const part of chunks(userUids))
      await db
        .insertInto('directory_group_member')
        .values(part.map((user_uid) => ({ group_id: groupId, user_uid })))
        .onConflict((conflict) => conflict.columns(['group_id', 'user_uid']).doNothing())
        .execute()
  },

  /** Takes the given users out, or everybody. */
  removeMembers: async (db: Database, groupId: string, userUids: readonly string[] | null): Promise<void> => {
    const all = db.deleteFrom('directory_group_member').where('group_id', '=', groupId)
    if (userUids === null) await all.execute()
    else for (const part of chunks(userUids)) await all.where('user_uid', 'in', part).execute()
  },

  /** Those of the given users that are within reach. */
  reachable: async (db: Database, { tenantId, path }: Reach, uids: readonly string[]): Promise<Set<string>> => {
    const found = new Set<string>()
    for (const part of chunks(uids.filter(isStorable))) {
      let query = db
        .selectFrom('user')
        .innerJoin('organization', 'organization.uid', 'user.org_uid')
        .select('user.uid')
        .where('user.tenant_id', '=', tenantId)
        .where('user.uid', 'in', part)
      if (path !== null)
        query = query.where('organization.path', '>=', path).where('organization.path', '<', pathEnd(path))
      for (const { uid } of await query.execute()) found.add(uid)
    }
    return found
  },
})

function* chunks(values: readonly string[]): Generator<readonly string[]> {
  for (let start = 0; start < values.length; start += chunk) yield values.slice(start, start + chunk)
}

const matches = (
  { and, eb, exists, selectFrom }: ExpressionBuilder<Tables, 'directory_group'>,
  { tenantId, path }: Reach,
  { id, externalReference, name, memberUid }: GroupFilter,
): Expression<SqlBool> =>
  and([
    eb('directory_group.tenant_id', '=', tenantId),
    ...(path === null
      ? []
      : [
          eb(
            'directory_group.org_uid',
            'in',
            selectFrom('organization')
              .select('organization.uid')
              .where('organization.path', '>=', path)
              .where('organization.path', '<', pathEnd(path)),
          ),
        ]),
    ...(id === undefined ? [] : [eb('directory_group.id', '=', id)]),
    ...(externalReference === undefined ? [] : [eb('directory_group.external_reference', '=', externalReference)]),
    ...(name === undefined ? [] : [eb('directory_group.name_key', '=', nameKey(name))]),
    ...(memberUid === undefined
      ? []
      : [
          exists(
            selectFrom('directory_group_member')
              .select('directory_group_member.user_uid')
              .whereRef('directory_group_member.group_id', '=', 'directory_group.id')
              .where('directory_group_member.user_uid', '=', memberUid),
          ),
        ]),
  ])
