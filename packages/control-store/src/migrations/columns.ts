import { type Kysely, type RawBuilder, sql } from 'kysely'

/** Column types that mean the same on both dialects. */
export interface ColumnTypes {
  readonly dialect: 'sqlite' | 'postgres'
  /** Text ordered by code point, as SQLite does by itself. */
  readonly text: 'text' | RawBuilder<unknown>
  readonly integer: 'bigint'
  readonly flag: 'integer'
  /** Primary key that counts up by itself and never gives a number twice. */
  readonly serialKey: RawBuilder<unknown>
}

export interface NumberedMigration {
  /** `NNNN-name`, as the file; never changes once released. */
  readonly name: string
  up(db: Kysely<unknown>, types: ColumnTypes): Promise<void>
}

export const columnTypes = (dialect: 'sqlite' | 'postgres'): ColumnTypes => ({
  dialect,
  text: dialect === 'sqlite' ? 'text' : sql`text collate "C"`,
  integer: 'bigint',
  flag: 'integer',
  serialKey: dialect === 'sqlite' ? sql`integer primary key autoincrement` : sql`bigserial primary key`,
})
