import type { ControlStore, Database } from '@spillway/control-store'
import { recordDepartment } from '../directory/history.ts'
import type { ProfileColumns, ProfileRecord } from './state.ts'

export type ProvisioningRepository = ReturnType<typeof createProvisioningRepository>

/** What makes two names of departments or groups the same. */
export const nameKey = (name: string): string => name.normalize('NFC').toLowerCase()

/** Profiles, departments and group memberships, as a directory fills them. */
export const createProvisioningRepository = ({ db: store }: ControlStore) => ({
  /** Profiles of a page of users, by user. */
  profiles: async (uids: readonly string[], db: Database = store): Promise<ReadonlyMap<string, ProfileRecord>> => {
    if (uids.length === 0) return new Map()
    const rows = await db
      .selectFrom('directory_profile')
      .leftJoin('department', 'department.id', 'directory_profile.department_id')
      .leftJoin('user as manager', 'manager.uid', 'directory_profile.manager_uid')
      .selectAll('directory_profile')
      .select(['department.name as department', 'manager.username as manager_name'])
      .where('user_uid', 'in', uids)
      .execute()
    return new Map(rows.map((row) => [row.user_uid, row]))
  },

  /** Id of the department of that name, made when it is not there. */
  department: async (db: Database, department: { tenantId: string; name: string; newId: string; at: string }) => {
    const { tenantId, name, newId, at } = department
    const row = { id: newId, tenant_id: tenantId, name, name_key: nameKey(name), created_at: at }
    const unlessThere = db
      .insertInto('department')
      .values(row)
      .onConflict((conflict) => conflict.columns(['tenant_id', 'name_key']).doNothing())
    await unlessThere.execute()
    const found = await db
      .selectFrom('department')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('name_key', '=', nameKey(name))
      .executeTakeFirstOrThrow()
    return found.id
  },

  writeProfile: async (db: Database, userUid: string, columns: ProfileColumns, at: string): Promise<void> => {
    await db
      .insertInto('directory_profile')
      .values({ user_uid: userUid, ...columns, modified_at: at })
      .onConflict((conflict) => conflict.column('user_uid').doUpdateSet({ ...columns, modified_at: at }))
      .execute()
    const { department_id: departmentId } = columns
    if (departmentId !== undefined) await recordDepartment(db, { userUid, departmentId, at })
  },

  /** Directory groups of a page of users, by user. */
  groupsOf: async (uids: readonly string[], db: Database = store) => {
    if (uids.length === 0) return new Map<string, { id: string; name: string }[]>()
    const rows = await db
      .selectFrom('directory_group_member')
      .innerJoin('directory_group', 'directory_group.id', 'directory_group_member.group_id')
      .select(['user_uid', 'directory_group.id', 'directory_group.name'])
      .where('user_uid', 'in', uids)
      .orderBy('directory_group.name_key')
      .execute()
    return new Map(
      [...Map.groupBy(rows, ({ user_uid }) => user_uid)].map(([uid, held]) => [
        uid,
        held.map(({ id, name }) => ({ id, name })),
      ]),
    )
  },
})
