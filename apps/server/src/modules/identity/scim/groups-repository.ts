import type { ControlStore, Database, NewRow, Row, Tables } from '@spillway/control-store'
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import type { Clock } from '../../../platform/clock.ts'
import { recordLeft } from '../directory/history.ts'
import { inChunks } from '../in-chunks.ts'
import { isStorable } from '../matching.ts'
import { nameKey } from '../provisioning/repository.ts'
import type { Reach } from '../reach.ts'
import { isOfOrganizationsAt, isWithin } from '../within.ts'
import { createGroupMembers } from './group-members.ts'

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

export type GroupsRepository = ReturnType<typeof createGroupsRepository>

/** Directory groups and who is in them. */
export const createGroupsRepository = (store: ControlStore, clock: Clock) => ({
  ...groupRows(store, clock),
  ...createGroupMembers(clock),
})

const groupRows = ({ db: store }: ControlStore, clock: Clock) => ({
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

  insert: async (db: Database, row: NewRow<'directory_group'>): Promise<void> => {
    await db.insertInto('directory_group').values(row).execute()
  },

  update: async (db: Database, id: string, changes: Partial<Omit<GroupRow, 'id'>>): Promise<void> => {
    await db.updateTable('directory_group').set(changes).where('id', '=', id).execute()
  },

  remove: async (db: Database, id: string): Promise<void> => {
    await db.deleteFrom('directory_group_member').where('group_id', '=', id).execute()
    await recordLeft(db, { groups: [id] }, clock().toISOString())
    await db.deleteFrom('directory_group').where('id', '=', id).execute()
  },

  /** Those of the given users that are within reach. */
  reachable: async (db: Database, reach: Reach, uids: readonly string[]): Promise<Set<string>> => {
    const found = await inChunks(uids.filter(isStorable), (some) =>
      db.selectFrom('user').select('user.uid').where('user.uid', 'in', some).where(isWithin('user', reach)).execute(),
    )
    return new Set(found.map(({ uid }) => uid))
  },
})

const matches = (
  { and, eb, exists, selectFrom }: ExpressionBuilder<Tables, 'directory_group'>,
  { tenantId, path }: Reach,
  { id, externalReference, name, memberUid }: GroupFilter,
): Expression<SqlBool> =>
  and([
    eb('directory_group.tenant_id', '=', tenantId),
    ...(path === null ? [] : [isOfOrganizationsAt('directory_group.org_uid', path)]),
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
