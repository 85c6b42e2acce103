import type { ControlStore, Database } from '@spillway/control-store'

export interface ActorColumns {
  readonly notes?: string | null
  readonly start_date?: string | null
  readonly end_date?: string | null
}

/** An actor's row as adoption needs it. */
export interface LockedActor {
  readonly id: string
  readonly parent_id: string | null
}

/** Where what was written about an actor lies: in one of both. */
const tables = ['actor', 'cloud_actor'] as const

export type ActorRows = ReturnType<typeof createActorRows>

/** The rows of what was written about actors. Everything here runs in a transaction that the caller opens. */
export const createActorRows = ({ dialect }: Pick<ControlStore, 'dialect'>) => ({
  /**
   * Rows of these actors, made where there are none, locked until the transaction ends: on PostgreSQL others wait,
   * on SQLite there is one writer anyway. Accounts of cloud services first, then users, each in the order of ids, so
   * that nobody waits in a circle.
   */
  async lock(
    db: Database,
    tenantId: string,
    ids: readonly string[],
    at: string,
  ): Promise<ReadonlyMap<string, LockedActor>> {
    const wanted = db.selectFrom('cloud_actor').select(['id', 'parent_id']).where('id', 'in', ids).orderBy('id')
    const accounts = await (dialect === 'postgres' ? wanted.forUpdate() : wanted).execute()
    const isAccount = new Set(accounts.map(({ id }) => id))
    const users = await this.lockUsers(
      db,
      tenantId,
      ids.filter((id) => !isAccount.has(id)),
      at,
    )
    return new Map([...accounts, ...users].map((row) => [row.id, row]))
  },

  async lockUsers(db: Database, tenantId: string, ids: readonly string[], at: string): Promise<LockedActor[]> {
    if (ids.length === 0) return []
    const rows = ids.toSorted().map((id) => ({ id, tenant_id: tenantId, modified_at: at }))
    await db
      .insertInto('actor')
      .values(rows)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute()
    const found = db.selectFrom('actor').select(['id', 'parent_id']).where('id', 'in', ids).orderBy('id')
    return (dialect === 'postgres' ? found.forUpdate() : found).execute()
  },

  async write(db: Database, id: string, columns: ActorColumns, at: string): Promise<void> {
    for (const table of tables)
      await db
        .updateTable(table)
        .set({ ...columns, modified_at: at })
        .where('id', '=', id)
        .execute()
  },

  /** Puts an actor and those that it adopted under a parent. */
  async setParent(db: Database, id: string, parentId: string, at: string): Promise<void> {
    for (const table of tables)
      await db
        .updateTable(table)
        .set({ parent_id: parentId, modified_at: at })
        .where(({ eb, or }) => or([eb('id', '=', id), eb('parent_id', '=', id)]))
        .execute()
  },

  async clearParent(db: Database, id: string, at: string): Promise<void> {
    for (const table of tables)
      await db.updateTable(table).set({ parent_id: null, modified_at: at }).where('id', '=', id).execute()
  },

  async childIds(db: Database, parentId: string): Promise<string[]> {
    const ids: string[] = []
    for (const table of tables) {
      const rows = await db.selectFrom(table).select('id').where('parent_id', '=', parentId).orderBy('id').execute()
      ids.push(...rows.map(({ id }) => id))
    }
    return ids
  },
})
