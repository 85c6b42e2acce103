import type { ControlStore, NewRow, Row } from '@spillway/control-store'
import { sql } from 'kysely'

export type TrustedActivityRow = Row<'trusted_activity'>
export type TrustedActivityParts = Omit<NewRow<'trusted_activity'>, 'tenant_id' | 'id' | 'created_at'>
export type TrustTransaction = Parameters<Parameters<ControlStore['transaction']>[0]>[0]

export type SortKey = 'ACTIVITY_ID' | 'DESCRIPTION' | 'TYPE' | 'UPDATED_BY_PRINCIPAL_NAME' | 'UPDATE_TIME' | 'VALUE'

export interface ListRequest {
  readonly types: readonly string[] | null
  readonly sortKey: SortKey
  readonly direction: 'asc' | 'desc'
  readonly offset: number
  readonly limit: number
}

const sortColumns = {
  ACTIVITY_ID: sql.ref('id'),
  DESCRIPTION: sql`coalesce(description, '')`,
  TYPE: sql.ref('type'),
  UPDATED_BY_PRINCIPAL_NAME: sql.ref('principal_name'),
  UPDATE_TIME: sql.ref('updated_at'),
  VALUE: sql.ref('value'),
} as const

/** Trusted activities of a tenant, and a revision that grows with every change. */
export const createTrustRepository = ({ db, transaction }: Pick<ControlStore, 'db' | 'transaction'>) => ({
  list: async (tenantId: string, request: ListRequest): Promise<{ rows: TrustedActivityRow[]; total: number }> => {
    const { types, sortKey, direction, offset, limit } = request
    let chosen = db.selectFrom('trusted_activity').where('tenant_id', '=', tenantId)
    if (types) chosen = chosen.where('type', 'in', types)
    const { total } = await chosen.select(({ fn }) => fn.countAll().as('total')).executeTakeFirstOrThrow()
    const rows = await chosen
      .selectAll()
      .orderBy(sortColumns[sortKey], direction)
      .orderBy('updated_at', direction)
      .orderBy('id', direction)
      .offset(offset)
      .limit(limit)
      .execute()
    return { rows, total: Number(total) }
  },

  all: (tenantId: string): Promise<TrustedActivityRow[]> =>
    db.selectFrom('trusted_activity').selectAll().where('tenant_id', '=', tenantId).orderBy('id').execute(),

  find: (tenantId: string, id: number, within: TrustTransaction | null = null) =>
    (within ?? db)
      .selectFrom('trusted_activity')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .executeTakeFirst(),

  count: async (within: TrustTransaction, tenantId: string): Promise<number> => {
    const { count } = await within
      .selectFrom('trusted_activity')
      .select(({ fn }) => fn.countAll().as('count'))
      .where('tenant_id', '=', tenantId)
      .executeTakeFirstOrThrow()
    return Number(count)
  },

  /** 0 before the first change. */
  revision: async (tenantId: string): Promise<number> => {
    const row = await db
      .selectFrom('trusted_activity_state')
      .select('revision')
      .where('tenant_id', '=', tenantId)
      .executeTakeFirst()
    return row?.revision ?? 0
  },

  /** Runs a change with a fresh id for whatever it adds; changes of one tenant follow one another. */
  change: <Result>(tenantId: string, work: (within: TrustTransaction, freshId: number) => Promise<Result>) =>
    transaction(async (within) => {
      const state = await within
        .insertInto('trusted_activity_state')
        .values({ tenant_id: tenantId, revision: 1, last_id: 1 })
        .onConflict((conflict) =>
          conflict.column('tenant_id').doUpdateSet({
            revision: sql`trusted_activity_state.revision + 1`,
            last_id: sql`trusted_activity_state.last_id + 1`,
          }),
        )
        .returning('last_id')
        .executeTakeFirstOrThrow()
      return work(within, state.last_id)
    }),

  insert: async (within: TrustTransaction, row: NewRow<'trusted_activity'>): Promise<void> => {
    await within.insertInto('trusted_activity').values(row).execute()
  },

  update: async (
    within: TrustTransaction,
    { tenant_id, id }: TrustedActivityRow,
    parts: TrustedActivityParts,
  ): Promise<void> => {
    await within
      .updateTable('trusted_activity')
      .set(parts)
      .where('tenant_id', '=', tenant_id)
      .where('id', '=', id)
      .execute()
  },

  remove: async (within: TrustTransaction, { tenant_id, id }: TrustedActivityRow): Promise<void> => {
    await within.deleteFrom('trusted_activity').where('tenant_id', '=', tenant_id).where('id', '=', id).execute()
  },
})

export type TrustRepository = ReturnType<typeof createTrustRepository>
