import type { Transaction } from 'kysely'
import type { Tables } from './tables.ts'

/** Next free console-API number of a table; call it in the transaction that inserts the row. */
export const nextLegacyId = async (
  transaction: Transaction<Tables>,
  table: 'organization' | 'user' | 'agent' | 'role' | 'destination',
): Promise<number> => {
  const { highest } = await transaction
    .selectFrom(table)
    .select(({ fn }) => fn.max<number | null>('legacy_id').as('highest'))
    .executeTakeFirstOrThrow()
  return (highest ?? 0) + 1
}
