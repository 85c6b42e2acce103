import type { ControlStore, Database, NewRow, Row } from '@spillway/control-store'

export type ListRow = Row<'watchlist'>
export type ListsRepository = ReturnType<typeof createListsRepository>

/** Watchlists that are not deleted. */
export const createListsRepository = ({ db: store, dialect }: ControlStore) => {
  const standing = (db: Database, tenantId: string) =>
    db.selectFrom('watchlist').where('tenant_id', '=', tenantId).where('deleted_at', 'is', null)

  return {
    find: (tenantId: string, id: string): Promise<ListRow | undefined> =>
      standing(store, tenantId).selectAll().where('id', '=', id).executeTakeFirst(),

    /** The list, held until the transaction ends: changes to one list come one after the other. */
    hold: (db: Database, tenantId: string, id: string): Promise<ListRow | undefined> => {
      const one = standing(db, tenantId).selectAll().where('id', '=', id)
      return (dialect === 'postgres' ? one.forUpdate() : one).executeTakeFirst()
    },

    /** The tenant's own lists, the oldest first. */
    custom: (tenantId: string): Promise<ListRow[]> =>
      standing(store, tenantId)
        .selectAll()
        .where('list_type', '=', 'CUSTOM')
        .orderBy('created_at')
        .orderBy('id')
        .execute(),

    page: (tenantId: string, ids: readonly string[] | null, offset: number, limit: number): Promise<ListRow[]> => {
      if (ids?.length === 0) return Promise.resolve([])
      const all = standing(store, tenantId).selectAll().orderBy('created_at').orderBy('id').offset(offset).limit(limit)
      return (ids ? all.where('id', 'in', ids) : all).execute()
    },

    count: async (tenantId: string, ids: readonly string[] | null): Promise<number> => {
      if (ids?.length === 0) return 0
      const all = standing(store, tenantId).select(({ fn }) => fn.countAll<number>().as('rows'))
      return Number((await (ids ? all.where('id', 'in', ids) : all).executeTakeFirstOrThrow()).rows)
    },

    /** How many custom lists there are. Of two who make the last one, the second must see the first. */
    countCustom: async (db: Database, tenantId: string): Promise<number> => {
      const tenant = db.selectFrom('tenant').select('id').where('id', '=', tenantId)
      if (dialect === 'postgres') await tenant.forUpdate().execute()
      const all = standing(db, tenantId).where('list_type', '=', 'CUSTOM')
      const { rows } = await all.select(({ fn }) => fn.countAll<number>().as('rows')).executeTakeFirstOrThrow()
      return Number(rows)
    },

    insert: async (db: Database, row: NewRow<'watchlist'>): Promise<void> => {
      await db.insertInto('watchlist').values(row).execute()
    },

    update: async (db: Database, id: string, changes: Partial<Omit<ListRow, 'id'>>): Promise<void> => {
      await db.updateTable('watchlist').set(changes).where('id', '=', id).execute()
    },
  }
}
