import type { ControlStore, NewRow, Row } from '@spillway/control-store'

export type AccessLockRow = Row<'access_lock'>
export type AccessLockRepository = ReturnType<typeof createAccessLockRepository>

/** One lock per machine; a later one takes the place of an earlier. */
export const createAccessLockRepository = ({ db }: Pick<ControlStore, 'db'>) => ({
  find: (agentUid: string): Promise<AccessLockRow | undefined> =>
    db.selectFrom('access_lock').selectAll().where('agent_uid', '=', agentUid).executeTakeFirst(),

  /** Locks unless it is locked already: of two at once, one stands. */
  lock: async (row: NewRow<'access_lock'>): Promise<void> => {
    const { agent_uid: _, ...renewed } = row
    await db
      .insertInto('access_lock')
      .values(row)
      .onConflict((conflict) => conflict.column('agent_uid').doUpdateSet(renewed).where('access_lock.locked', '=', 0))
      .execute()
  },

  unlock: async (agentUid: string, by: string, at: string): Promise<void> => {
    await db
      .updateTable('access_lock')
      .set({ locked: 0, unlocked_by: by, unlocked_at: at, modified_at: at })
      .where('agent_uid', '=', agentUid)
      .where('locked', '=', 1)
      .execute()
  },
})
