import type { ControlStore, NewRow, Row } from '@spillway/control-store'

export type SavedSearchRow = Row<'saved_search'>

/** Changes that a replacement makes. */
export type SavedSearchChange = Pick<
  SavedSearchRow,
  'name' | 'notes' | 'api_version' | 'definition' | 'modified_by_uid' | 'modified_by_username' | 'modified_at'
>

export const createSavedSearchRepository = ({ db }: Pick<ControlStore, 'db'>) => ({
  list: (tenantId: string): Promise<SavedSearchRow[]> =>
    db.selectFrom('saved_search').selectAll().where('tenant_id', '=', tenantId).orderBy('name').orderBy('id').execute(),

  find: (tenantId: string, id: string): Promise<SavedSearchRow | undefined> =>
    db.selectFrom('saved_search').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst(),

  /** How many there are beside the one with that id, and how long their definitions are together, in characters. */
  usage: async (tenantId: string, except: string): Promise<{ readonly count: number; readonly length: number }> => {
    const row = await db
      .selectFrom('saved_search')
      .select(({ fn }) => [fn.countAll().as('count'), fn.sum(fn('length', ['definition'])).as('length')])
      .where('tenant_id', '=', tenantId)
      .where('id', '<>', except)
      .executeTakeFirstOrThrow()
    return { count: Number(row.count), length: Number(row.length ?? 0) }
  },

  insert: async (row: NewRow<'saved_search'>): Promise<void> => {
    await db.insertInto('saved_search').values(row).execute()
  },

  update: async (tenantId: string, id: string, change: SavedSearchChange): Promise<void> => {
    await db.updateTable('saved_search').set(change).where('tenant_id', '=', tenantId).where('id', '=', id).execute()
  },

  remove: async (tenantId: string, id: string): Promise<boolean> => {
    const { numDeletedRows } = await db
      .deleteFrom('saved_search')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .executeTakeFirst()
    return numDeletedRows > 0n
  },
})

export type SavedSearchRepository = ReturnType<typeof createSavedSearchRepository>
