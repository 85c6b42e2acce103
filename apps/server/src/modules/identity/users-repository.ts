import { type ControlStore, type Database, type NewRow, nextLegacyId, type Row } from '@spillway/control-store'

export type User = Row<'user'>
export type UserChanges = Partial<
  Pick<
    User,
    | 'password_hash'
    | 'password_reset_hash'
    | 'password_reset_expires_at'
    | 'totp_secret'
    | 'totp_last_step'
    | 'active'
    | 'blocked'
  >
>

export type UserRepository = ReturnType<typeof createUserRepository>

/** What makes two user names the same. */
export const usernameKey = (username: string): string => username.normalize('NFC').toLowerCase()

export const createUserRepository = (store: ControlStore) => ({
  byUid: (uid: string): Promise<User | undefined> =>
    store.db.selectFrom('user').selectAll().where('uid', '=', uid).executeTakeFirst(),

  byUsername: (username: string): Promise<User | undefined> =>
    store.db.selectFrom('user').selectAll().where('username_key', '=', usernameKey(username)).executeTakeFirst(),

  insert: (user: Omit<NewRow<'user'>, 'legacy_id'>, roleIds: readonly string[]): Promise<User> =>
    store.transaction(async (transaction) => {
      const inserted = await transaction
        .insertInto('user')
        .values({ ...user, legacy_id: await nextLegacyId(transaction, 'user') })
        .returningAll()
        .executeTakeFirstOrThrow()
      const grants = roleIds.map((role_id) => ({ user_uid: user.uid, role_id, created_at: user.created_at }))
      if (grants.length > 0) await transaction.insertInto('user_role').values(grants).execute()
      return inserted
    }),

  update: (uid: string, changes: UserChanges, modifiedAt: string): Promise<User | undefined> =>
    updateUser(store.db, uid, changes, modifiedAt).returningAll().executeTakeFirst(),

  /** Like `update`, and ends every token the user holds. */
  updateAndEndTokens: (uid: string, changes: UserChanges, modifiedAt: string): Promise<User | undefined> =>
    updateUser(store.db, uid, changes, modifiedAt)
      .set((columns) => ({ token_generation: columns('token_generation', '+', 1) }))
      .returningAll()
      .executeTakeFirst(),

  /** Sets a password for the secret with that hash and uses the secret up; false when it was used before. */
  redeem: async (uid: string, secretHash: string, passwordHash: string, at: string): Promise<boolean> => {
    const { numUpdatedRows } = await store.db
      .updateTable('user')
      .set(({ eb }) => ({
        ...{ password_hash: passwordHash, password_reset_hash: null, password_reset_expires_at: null },
        ...{ invited: 0 as const, password_reset: 0 as const, modified_at: at },
        token_generation: eb('token_generation', '+', 1),
      }))
      .where('uid', '=', uid)
      .where('password_reset_hash', '=', secretHash)
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  },

  /** Uses a time step up; false when it, or a later one, was used before. */
  consumeStep: async (uid: string, step: number): Promise<boolean> => {
    const { numUpdatedRows } = await store.db
      .updateTable('user')
      .set({ totp_last_step: step })
      .where('uid', '=', uid)
      .where((columns) => columns.or([columns('totp_last_step', 'is', null), columns('totp_last_step', '<', step)]))
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  },
})

const updateUser = (db: Database, uid: string, changes: UserChanges, modifiedAt: string) =>
  db
    .updateTable('user')
    .set({ ...changes, modified_at: modifiedAt })
    .where('uid', '=', uid)
