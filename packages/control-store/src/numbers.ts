import { PostgresAdapter, sql, type Transaction } from 'kysely'
import type { Tables } from './tables.ts'

type NumberedTable = 'organization' | 'user' | 'agent' | 'role' | 'destination'

/** Next free console-API number of a table; call it in the transaction that inserts the row. */
export const nextLegacyId = async (transaction: Transaction<Tables>, table: NumberedTable): Promise<number> => {
  await waitForTurn(transaction, table)
  const { highest } = await transaction
    .selectFrom(table)
    .select(({ fn }) => fn.max<number | null>('legacy_id').as('highest'))
    .executeTakeFirstOrThrow()
  return (highest ?? 0) + 1
}

/** Lets one transaction at a time number rows of a table. SQLite has one writer anyway; PostgreSQL has many. */
const waitForTurn = async (transaction: Transaction<Tables>, table: NumberedTable): Promise<void> => {
  if (!(transaction.getExecutor().adapter instanceof PostgresAdapter)) return
  await sql`select pg_advisory_xact_lock(hashtext(current_schema()), hashtext(${table}))`.execute(transaction)
}
