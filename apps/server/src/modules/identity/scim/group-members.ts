import type { Database } from '@spillway/control-store'
import { chunksOf } from '../../../platform/chunks.ts'
import type { Clock } from '../../../platform/clock.ts'
import { recordJoined, recordLeft } from '../directory/history.ts'

/** Members put in or taken out in one statement. */
const membersAtOnce = 500

/** Who is put into groups and taken out of them, with the history of both. */
export const createGroupMembers = (clock: Clock) => {
  const now = () => clock().toISOString()

  const addMembers = async (db: Database, groupId: string, userUids: readonly string[]): Promise<void> => {
    for (const part of chunksOf(userUids, membersAtOnce)) {
      const rows = part.map((user_uid) => ({ group_id: groupId, user_uid }))
      await db
        .insertInto('directory_group_member')
        .values(rows)
        .onConflict((conflict) => conflict.columns(['group_id', 'user_uid']).doNothing())
        .execute()
      await recordJoined(db, rows, now())
    }
  }

  /** Takes the given users out, or everybody. */
  const removeMembers = async (db: Database, groupId: string, userUids: readonly string[] | null): Promise<void> => {
    const [all, groups] = [db.deleteFrom('directory_group_member').where('group_id', '=', groupId), [groupId]]
    if (userUids === null) {
      await all.execute()
      return recordLeft(db, { groups }, now())
    }
    for (const users of chunksOf(userUids, membersAtOnce)) {
      await all.where('user_uid', 'in', users).execute()
      await recordLeft(db, { groups, users }, now())
    }
  }

  /** Whoever is in the group and shall be stays: since when is a fact to keep. */
  const setMembers = async (db: Database, groupId: string, userUids: readonly string[]): Promise<void> => {
    const held = await db
      .selectFrom('directory_group_member')
      .select('user_uid')
      .where('group_id', '=', groupId)
      .execute()
    const wanted = new Set(userUids)
    const gone = held.map(({ user_uid }) => user_uid).filter((uid) => !wanted.has(uid))
    await removeMembers(db, groupId, gone)
    await addMembers(db, groupId, userUids)
  }

  /** Puts a user into these groups and no others; true when that changed anything. */
  const setGroupsOf = async (db: Database, userUid: string, groupIds: readonly string[]): Promise<boolean> => {
    const own = db.selectFrom('directory_group_member').where('user_uid', '=', userUid)
    const has = new Set((await own.select('group_id').execute()).map(({ group_id }) => group_id))
    const wanted = new Set(groupIds)
    const gone = [...has].filter((id) => !wanted.has(id))
    const fresh = [...wanted].filter((id) => !has.has(id))
    for (const id of gone) await removeMembers(db, id, [userUid])
    for (const id of fresh) await addMembers(db, id, [userUid])
    return gone.length + fresh.length > 0
  }

  return { addMembers, removeMembers, setMembers, setGroupsOf }
}
