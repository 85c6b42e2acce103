import type { ControlStore } from '@spillway/control-store'
import { chunksOf } from '../../platform/chunks.ts'

export type ChangeTransaction = Parameters<Parameters<ControlStore['transaction']>[0]>[0]

/** What a transaction created or changed. */
export interface Changed {
  readonly alert?: readonly string[]
  readonly session?: readonly string[]
}

/** Rows that one statement writes: far below what a store can bind. */
const rowsAtOnce = 500

/**
 * Gives what a transaction changed the number of the change, as the last thing that it does. The tenant's counter is
 * held until the transaction ends: numbers become visible in their order, so that who has seen one has seen all before.
 */
export const stampChanges = async (within: ChangeTransaction, tenantId: string, changed: Changed): Promise<void> => {
  const { alert = [], session = [] } = changed
  if (alert.length + session.length === 0) return
  const { last } = await within
    .insertInto('change_counter')
    .values({ tenant_id: tenantId, last: 1 })
    .onConflict((conflict) =>
      conflict.column('tenant_id').doUpdateSet(({ eb, ref }) => ({ last: eb(ref('change_counter.last'), '+', 1) })),
    )
    .returning('last')
    .executeTakeFirstOrThrow()
  await stamp(within, 'alert', alert, Number(last))
  await stamp(within, 'session', session, Number(last))
}

const stamp = async (within: ChangeTransaction, table: 'alert' | 'session', ids: readonly string[], change: number) => {
  for (const some of chunksOf(ids, rowsAtOnce))
    await within.updateTable(table).set({ change }).where('id', 'in', some).execute()
}
