import { type Kysely, PostgresIntrospector, sql, type TableMetadata } from 'kysely'

interface ColumnRow {
  readonly table: string
  readonly name: string
  readonly type: string
  readonly type_schema: string
  readonly nullable: boolean
  readonly defaulted: boolean
}

/**
 * The tables of one schema, as migrations ask for them. Kysely's own reads every schema of the database: slowly where
 * there are many, and to an error where one is dropped meanwhile.
 */
export class SchemaIntrospector extends PostgresIntrospector {
  readonly #db: Kysely<unknown>
  readonly #schema: string

  constructor(db: Kysely<unknown>, schema: string) {
    super(db)
    this.#db = db
    this.#schema = schema
  }

  override async getTables(): Promise<TableMetadata[]> {
    const { rows } = await columnsOf(this.#schema).execute(this.#db)
    const byTable = Map.groupBy(rows, ({ table }) => table)
    return [...byTable].map(([name, columns]) => ({
      ...{ name, schema: this.#schema, isView: false, isForeign: false },
      columns: columns.map((column) => ({
        ...{ name: column.name, dataType: column.type, dataTypeSchema: column.type_schema },
        ...{ isNullable: column.nullable, hasDefaultValue: column.defaulted, isAutoIncrementing: false },
      })),
    }))
  }
}

const columnsOf = (schema: string) => sql<ColumnRow>`
  select table_name as "table", column_name as name, udt_name as type, udt_schema as type_schema,
    is_nullable = 'YES' as nullable, column_default is not null as defaulted
  from information_schema.columns
  where table_schema = ${schema}
  order by table_name, ordinal_position`
