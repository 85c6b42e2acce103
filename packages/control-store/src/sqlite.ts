import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import {
  CompiledQuery,
  type DatabaseConnection,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely'
import { LRUCache } from 'lru-cache'

const inMemory = ':memory:'

/** Kysely on Node's own SQLite: its dialect expects the better-sqlite3 calls, which differ only in how values are passed. */
export const openSqliteDialect = (path: string): SqliteDialect => {
  if (path !== inMemory) prepareFile(path)
  const database = new DatabaseSync(path)
  for (const pragma of pragmas) database.exec(`PRAGMA ${pragma}`)
  return new NodeSqliteDialect(bridge(database))
}

// FULL makes a commit outlive a power cut; WAL lets readers of other processes go on meanwhile.
// The cache, in KiB, holds the indexes of a hundred thousand people and machines.
const pragmas = [
  ...['busy_timeout = 10000', 'journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON'],
  'cache_size = -65536',
]

/** Secrets live here: only the owner may read the file, or enter a directory we had to make. */
const prepareFile = (path: string): void => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  closeSync(openSync(path, 'a', 0o600))
  chmodSync(path, 0o600)
}

/** Planning a page costs about as much as reading it. Statements stay planned up to so many letters in all, and each. */
const [mostPlanned, longestPlanned] = [1 << 20, 1 << 13]

const bridge = (database: DatabaseSync): SqliteDatabase => {
  const planned = new LRUCache<string, SqliteStatement>({
    maxSize: mostPlanned,
    maxEntrySize: longestPlanned,
    sizeCalculation: (_, sql) => sql.length,
  })
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const statement = planned.get(sql) ?? bridgeStatement(database, sql)
      planned.set(sql, statement)
      return statement
    },
  }
}

const bridgeStatement = (database: DatabaseSync, sql: string): SqliteStatement => {
  const statement = database.prepare(sql)
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...values(parameters)),
    run: (parameters) => statement.run(...values(parameters)),
    // Its own: who reads row by row may ask for others with the same words meanwhile.
    iterate: (parameters) => database.prepare(sql).iterate(...values(parameters)),
  }
}

const values = (parameters: readonly unknown[]): SQLInputValue[] => parameters as SQLInputValue[]

class NodeSqliteDialect extends SqliteDialect {
  readonly #database: SqliteDatabase

  constructor(database: SqliteDatabase) {
    super({ database })
    this.#database = database
  }

  override createDriver(): SqliteDriver {
    return new ImmediateSqliteDriver({ database: this.#database })
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalDdlAdapter()
  }
}

/** A deferred transaction that reads first can fail to turn into a writer; taking the write lock at once cannot. */
class ImmediateSqliteDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }
}

/** SQLite rolls back DDL, so a migration cut short leaves nothing behind. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}
