import type { ControlStore, Database } from '@spillway/control-store'

export interface ActorColumns {
  readonly notes?: string | null
  readonly start_date?: string | null
  readonly end_date?: string | null
}

export type ActorRows = ReturnType<typeof createActorRows>

/** The rows of what was written about actors. Everything here runs in a transaction that the caller opens. */
export const createActorRows = ({ dialect }: Pick<ControlStore, 'dialect'>) => ({
  /**
   * Rows of these actors, made where there are none, locked until the transaction ends: on PostgreSQL others wait,
   * on SQLite there is one writer anyway. In the order of ids, so that nobody waits in a circle.
   */
  async lock(db: Database, tenantId: string, ids: readonly string[], at: string) {
    const rows = ids.toSorted().map((id) => ({ id, tenant_id: tenantId, modified_at: at }))
    await db
      .insertInto('actor')
      .values(rows)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute()
    const found = db.selectFrom('actor').selectAll().where('id', 'in', ids).orderBy('id')
    return new Map((await (dialect === 'postgres' ? found.forUpdate() : found).execute()).map((row) => [row.id, row]))
  },

  async write(db: Database, id: string, columns: ActorColumns, at: string): Promise<void> {
    await db
      .updateTable('actor')
      .set({ ...columns, modified_at: at })
      .where('id', '=', id)
      .execute()
  },

  /** Puts an actor and those that it adopted under a parent. */
  async setParent(db: Database, id: string, parentId: string, at: string): Promise<void> {
    await db
      .updateTable('actor')
      .set({ parent_id: parentId, modified_at: at })
      .where(({ eb, or }) => or([eb('id', '=', id), eb('parent_id', '=', id)]))
      .execute()
  },

  async clearParent(db: Database, id: string, at: string): Promise<void> {
    await db.updateTable('actor').set({ parent_id: null, modified_at: at }).where('id', '=', id).execute()
  },

  async childIds(db: Database, parentId: string): Promise<string[]> {
    const rows = await db.selectFrom('actor').select('id').where('parent_id', '=', parentId).orderBy('id').execute()
    return rows.map(({ id }) => id)
  },
})
