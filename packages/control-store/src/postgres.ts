import { type DatabaseIntrospector, type Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { SchemaIntrospector } from './postgres-introspector.ts'

export interface PostgresOptions {
  readonly url: string
  /** Schema that holds the tables; `public` when absent. */
  readonly schema?: string
}

const int8 = 20

/** Kysely on PostgreSQL through a pool of ten connections. Counters arrive as numbers, like on SQLite. */
export const openPostgresDialect = ({ url, schema }: PostgresOptions): PostgresDialect => {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5000,
    types: { getTypeParser },
    ...(schema && { options: `-c search_path=${checkedSchema(schema)}` }),
  })
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined)
  return new SchemaDialect(pool, schema ?? 'public')
}

class SchemaDialect extends PostgresDialect {
  readonly #schema: string

  constructor(pool: pg.Pool, schema: string) {
    super({ pool })
    this.#schema = schema
  }

  override createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new SchemaIntrospector(db, this.#schema)
  }
}

const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  oid === int8 ? Number : pg.types.getTypeParser(oid, format)

const checkedSchema = (schema: string): string => {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) throw new Error(`Not a plain schema name: ${schema}`)
  return schema
}
