import { Kysely, type Transaction } from 'kysely'
import { migrate } from './migrate.ts'
import { openPostgresDialect, type PostgresOptions } from './postgres.ts'
import { openSqliteDialect } from './sqlite.ts'
import type { Tables } from './tables.ts'

export type DialectName = 'sqlite' | 'postgres'

export type ControlStoreOptions =
  | { readonly kind: 'sqlite' /** File path, or `:memory:`. */; readonly path: string }
  | ({ readonly kind: 'postgres' } & PostgresOptions)

/** What repositories work with: the store itself or a transaction of it. */
export type Database = Kysely<Tables>

export interface ControlStore {
  readonly db: Database
  readonly dialect: DialectName
  /** Brings the schema to the newest version; does nothing when it is there already. */
  migrate(): Promise<void>
  /**
   * Runs `work` in one transaction, which commits when it resolves.
   * Inside, use only the given handle: SQLite has one connection, and the store's own `db` would wait for it forever.
   */
  transaction<Result>(work: (transaction: Transaction<Tables>) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

/** Opens the control store and proves that it answers. The schema is brought up by `migrate()`. */
export const openControlStore = async (options: ControlStoreOptions): Promise<ControlStore> => {
  const dialect = options.kind === 'sqlite' ? openSqliteDialect(options.path) : openPostgresDialect(options)
  const db: Database = new Kysely<Tables>({ dialect })
  try {
    await db.selectNoFrom((builder) => builder.val(1).as('one')).execute()
  } catch (error) {
    await db.destroy()
    throw error
  }
  return {
    db,
    dialect: options.kind,
    migrate: () => migrate(db, options.kind, options.kind === 'postgres' ? (options.schema ?? 'public') : undefined),
    transaction: (work) => db.transaction().execute(work),
    close: () => db.destroy(),
  }
}
