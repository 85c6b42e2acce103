import type { ControlStore, Database, NewRow, Row } from '@spillway/control-store'
import { nextLegacyId } from '@spillway/control-store'
import { inChunks } from '../in-chunks.ts'
import type { Reach } from '../reach.ts'
import { isWithin } from '../within.ts'

export type RoleRow = Row<'role'>
export type UserRoleRow = Row<'user_role'>
export type RoleRowChanges = Partial<Pick<RoleRow, 'name' | 'name_key' | 'permissions' | 'scope'>>

export type RoleRepository = ReturnType<typeof createRoleRepository>

export const createRoleRepository = (store: ControlStore) => ({
  all: (db: Database = store.db): Promise<RoleRow[]> =>
    db.selectFrom('role').selectAll().orderBy('legacy_id').execute(),

  ofUser: (uid: string, db: Database = store.db): Promise<UserRoleRow[]> =>
    db.selectFrom('user_role').selectAll().where('user_uid', '=', uid).orderBy('role_id').execute(),

  /** Role ids by user, for one page of users. */
  ofUsers: async (uids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> => {
    const rows = await inChunks(uids, (some) =>
      store.db.selectFrom('user_role').selectAll().where('user_uid', 'in', some).execute(),
    )
    const byUser = Map.groupBy(rows, (row) => row.user_uid)
    return new Map([...byUser].map(([uid, grants]) => [uid, grants.map(({ role_id }) => role_id)]))
  },

  /** How many users within reach hold each role, by role id. */
  holders: async (reach: Reach): Promise<ReadonlyMap<string, number>> => {
    const grants = store.db.selectFrom('user_role')
    const within = grants.innerJoin('user', 'user.uid', 'user_role.user_uid').where(isWithin('user', reach))
    const rows = await (reach.path === null ? grants : within)
      .select(({ fn }) => ['role_id', fn.countAll<number>().as('holders')])
      .groupBy('role_id')
      .execute()
    return new Map(rows.map(({ role_id, holders }) => [role_id, Number(holders)]))
  },

  /** Takes and gives roles of a user in one go. */
  change: (uid: string, removed: readonly string[], added: readonly string[], at: string): Promise<void> =>
    store.transaction(async (transaction) => {
      if (removed.length > 0)
        await transaction.deleteFrom('user_role').where('user_uid', '=', uid).where('role_id', 'in', removed).execute()
      const rows = added.map((role_id) => ({ user_uid: uid, role_id, created_at: at }))
      if (rows.length === 0) return
      await transaction
        .insertInto('user_role')
        .values(rows)
        .onConflict((conflict) => conflict.columns(['user_uid', 'role_id']).doNothing())
        .execute()
    }),

  insert: (row: Omit<NewRow<'role'>, 'legacy_id'>): Promise<RoleRow> =>
    store.transaction(async (transaction) => {
      const legacyId = Math.max(firstOwnNumber, await nextLegacyId(transaction, 'role'))
      return transaction
        .insertInto('role')
        .values({ ...row, legacy_id: legacyId })
        .returningAll()
        .executeTakeFirstOrThrow()
    }),

  update: (id: string, changes: RoleRowChanges, modifiedAt: string): Promise<RoleRow | undefined> =>
    store.db
      .updateTable('role')
      .set({ ...changes, modified_at: modifiedAt })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst(),

  /** Removes a role with every grant of it. */
  remove: (id: string): Promise<void> =>
    store.transaction(async (transaction) => {
      await transaction.deleteFrom('user_role').where('role_id', '=', id).execute()
      await transaction.deleteFrom('role').where('id', '=', id).execute()
    }),
})

/** The built-in roles keep the numbers below. */
const firstOwnNumber = 1001
