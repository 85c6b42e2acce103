import type { ControlStore, Row } from '@spillway/control-store'
import { type RawBuilder, sql } from 'kysely'
import type { Position } from '../changes/index.ts'
import { type CompiledSearch, pageOf } from '../rules/index.ts'
import type { AlertTransaction } from './activity.ts'

export type AlertRow = Row<'alert'>
type Changes = Pick<AlertRow, 'note' | 'note_at' | 'note_by' | 'note_id' | 'modified_at' | 'modified_by'>

/** Alerts of tenants. */
export const createAlertRepository = ({ db }: Pick<ControlStore, 'db'>) => ({
  search: (tenantId: string, search: CompiledSearch) =>
    pageOf(db.selectFrom('alert').where('tenant_id', '=', tenantId), search),

  /** In the order of their creation. */
  named: (tenantId: string, ids: readonly string[], within: AlertTransaction | null = null): Promise<AlertRow[]> =>
    ids.length === 0
      ? Promise.resolve([])
      : (within ?? db)
          .selectFrom('alert')
          .selectAll()
          .where('tenant_id', '=', tenantId)
          .where('id', 'in', ids)
          .orderBy('created_at')
          .orderBy('id')
          .execute(),

  /** Ids after one, in their order, of alerts that a search finds. */
  idsAfter: async (tenantId: string, where: RawBuilder<unknown>, after: string, limit: number): Promise<string[]> => {
    const rows = await db
      .selectFrom('alert')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where(sql<boolean>`${where}`)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute()
    return rows.map(({ id }) => id)
  },

  /** Those that changed behind a position, in the order of their changes. */
  changedAfter: (tenantId: string, { change, id }: Position, limit: number): Promise<AlertRow[]> =>
    db
      .selectFrom('alert')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where(sql<boolean>`(change > ${change} or (change = ${change} and id > ${id}))`)
      .orderBy('change')
      .orderBy('id')
      .limit(limit)
      .execute(),

  change: async (within: AlertTransaction, ids: readonly string[], changes: Changes): Promise<void> => {
    if (ids.length > 0) await within.updateTable('alert').set(changes).where('id', 'in', ids).execute()
  },
})

export type AlertRepository = ReturnType<typeof createAlertRepository>
