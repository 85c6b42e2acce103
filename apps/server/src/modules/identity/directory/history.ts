import type { Database } from '@spillway/control-store'

/** Keeps since when a user is in a department: ends the stretch that is open and opens the next. */
export const recordDepartment = async (
  db: Database,
  { userUid, departmentId, at }: { userUid: string; departmentId: string | null; at: string },
): Promise<void> => {
  const open = { table: 'department_membership', users: [userUid] } as const
  await endStretches(db, open, at)
  if (departmentId !== null)
    await db
      .insertInto('department_membership')
      .values({ user_uid: userUid, department_id: departmentId, from_at: at })
      .execute()
}

/** Opens a stretch in the group for each user that is not in it yet. */
export const recordJoined = async (
  db: Database,
  memberships: readonly { readonly group_id: string; readonly user_uid: string }[],
  at: string,
): Promise<void> => {
  if (memberships.length === 0) return
  await db
    .insertInto('group_membership')
    .values(memberships.map((membership) => ({ ...membership, from_at: at })))
    .onConflict((conflict) => conflict.columns(['group_id', 'user_uid']).where('to_at', 'is', null).doNothing())
    .execute()
}

/** Ends the stretches of users in groups; all users or all groups where none are named. */
export const recordLeft = async (
  db: Database,
  { groups, users }: { readonly groups?: readonly string[]; readonly users?: readonly string[] },
  at: string,
): Promise<void> => {
  await endStretches(db, { table: 'group_membership', ...(groups && { groups }), ...(users && { users }) }, at)
}

interface Open {
  readonly table: 'department_membership' | 'group_membership'
  readonly users?: readonly string[]
  readonly groups?: readonly string[]
}

/** What began at this very instant, or by a clock that ran ahead, never was. */
const endStretches = async (db: Database, { table, users, groups }: Open, at: string): Promise<void> => {
  let never = db.deleteFrom(table).where('to_at', 'is', null).where('from_at', '>=', at)
  let ending = db.updateTable(table).set({ to_at: at }).where('to_at', 'is', null)
  if (users) never = never.where('user_uid', 'in', users)
  if (users) ending = ending.where('user_uid', 'in', users)
  if (groups) never = never.where('group_id', 'in', groups)
  if (groups) ending = ending.where('group_id', 'in', groups)
  await never.execute()
  await ending.execute()
}
