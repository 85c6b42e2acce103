import { type Kysely, sql } from 'kysely'
import type { ColumnTypes, NumberedMigration } from './columns.ts'

export const behavior: NumberedMigration = {
  name: '0022-behavior',
  async up(db, types) {
    await createProfiles(db, types)
    await createPositions(db, types)
  },
}

const createProfiles = async (db: Kysely<unknown>, { dialect, text, integer }: ColumnTypes) => {
  const bytes = dialect === 'sqlite' ? sql`blob` : sql`bytea`
  await db.schema
    .createTable('behavior_profile')
    .addColumn('actor_id', text, (column) => column.primaryKey().notNull())
    .addColumn('profile', bytes, (column) => column.notNull())
    .addColumn('revision', integer, (column) => column.notNull())
    .addColumn('node', integer, (column) => column.notNull())
    .addColumn('updated_at', text, (column) => column.notNull())
    .execute()
  await db.schema.createIndex('behavior_profile_updated').on('behavior_profile').column('updated_at').execute()
}

const createPositions = (db: Kysely<unknown>, { text, integer }: ColumnTypes) =>
  db.schema
    .createTable('behavior_position')
    .addColumn('node', integer, (column) => column.primaryKey().notNull())
    .addColumn('seq', integer, (column) => column.notNull())
    .addColumn('updated_at', text, (column) => column.notNull())
    .execute()
