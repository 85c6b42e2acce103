import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { columnTypes } from './migrations/columns.ts'
import { migrations } from './migrations/index.ts'
import { tellStatistics } from './statistics.ts'

/** Runs the migrations the database has not seen, all of them, or those through `last`, in one transaction. */
export const migrate = async <Schema>(
  db: Kysely<Schema>,
  dialect: 'sqlite' | 'postgres',
  schema?: string,
  last?: string,
): Promise<void> => {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrationsFor(dialect) },
    ...(schema && { migrationTableSchema: schema }),
  })
  const { error } = last === undefined ? await migrator.migrateToLatest() : await migrator.migrateTo(last)
  if (error) throw error
  if (dialect === 'sqlite') await tellStatistics(db)
}

const migrationsFor = (dialect: 'sqlite' | 'postgres'): Record<string, Migration> => {
  const types = columnTypes(dialect)
  return Object.fromEntries(migrations.map(({ name, up }) => [name, { up: (db: Kysely<unknown>) => up(db, types) }]))
}
