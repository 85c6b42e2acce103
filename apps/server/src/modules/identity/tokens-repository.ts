import type { ControlStore, Row } from '@spillway/control-store'

export type SigningKeyRow = Row<'signing_key'>

export type TokenRepository = ReturnType<typeof createTokenRepository>

/** Signing keys and the tokens that ended early. */
export const createTokenRepository = ({ db }: ControlStore) => ({
  /** Keys that may still have live signatures, the newest first. */
  liveKeys: (at: string): Promise<SigningKeyRow[]> =>
    db.selectFrom('signing_key').selectAll().where('expires_at', '>', at).orderBy('created_at', 'desc').execute(),

  insertKey: async (row: SigningKeyRow): Promise<void> => {
    await db.insertInto('signing_key').values(row).execute()
  },

  deleteExpired: async (at: string): Promise<void> => {
    await db.deleteFrom('signing_key').where('expires_at', '<=', at).execute()
    await db.deleteFrom('revoked_token').where('expires_at', '<=', at).execute()
  },

  revoke: async (row: Row<'revoked_token'>): Promise<void> => {
    await db
      .insertInto('revoked_token')
      .values(row)
      .onConflict((conflict) => conflict.column('jti').doNothing())
      .execute()
  },

  isRevoked: async (jti: string): Promise<boolean> =>
    (await db.selectFrom('revoked_token').select('jti').where('jti', '=', jti).executeTakeFirst()) !== undefined,
})
