import type { ControlStore, NewRow, Row } from '@spillway/control-store'

export type ApiClientRow = Row<'api_client'>
export type ApiClientRowChanges = Partial<
  Pick<ApiClientRow, 'name' | 'description' | 'permissions' | 'disabled' | 'secret_hash'>
>

export type ApiClientRepository = ReturnType<typeof createApiClientRepository>

export const createApiClientRepository = ({ db }: ControlStore) => ({
  byId: (id: string): Promise<ApiClientRow | undefined> =>
    db.selectFrom('api_client').selectAll().where('id', '=', id).executeTakeFirst(),

  after: (tenantId: string, id: string, limit: number): Promise<ApiClientRow[]> =>
    db
      .selectFrom('api_client')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('id', '>', id)
      .orderBy('id')
      .limit(limit)
      .execute(),

  hasOrganization: async (tenantId: string, uid: string): Promise<boolean> => {
    const found = db.selectFrom('organization').select('uid').where('tenant_id', '=', tenantId).where('uid', '=', uid)
    return (await found.executeTakeFirst()) !== undefined
  },

  insert: (row: NewRow<'api_client'>): Promise<ApiClientRow> =>
    db.insertInto('api_client').values(row).returningAll().executeTakeFirstOrThrow(),

  update: (id: string, changes: ApiClientRowChanges, modifiedAt: string): Promise<ApiClientRow | undefined> =>
    updateClient(db, id, changes, modifiedAt).returningAll().executeTakeFirst(),

  /** Like `update`, and ends every token bought so far. */
  updateAndEndTokens: (
    id: string,
    changes: ApiClientRowChanges,
    modifiedAt: string,
  ): Promise<ApiClientRow | undefined> =>
    updateClient(db, id, changes, modifiedAt)
      .set((columns) => ({ token_generation: columns('token_generation', '+', 1) }))
      .returningAll()
      .executeTakeFirst(),

  markUsed: async (id: string, at: string): Promise<void> => {
    await db.updateTable('api_client').set({ last_used_at: at }).where('id', '=', id).execute()
  },
})

const updateClient = (db: ControlStore['db'], id: string, changes: ApiClientRowChanges, modifiedAt: string) =>
  db
    .updateTable('api_client')
    .set({ ...changes, modified_at: modifiedAt })
    .where('id', '=', id)
