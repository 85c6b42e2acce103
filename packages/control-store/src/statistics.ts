import { type Kysely, sql } from 'kysely'

/** Rows of each table, as a large company has them. */
const rows = 100_000

/** Columns with few values, and about how many. The values of any other tell its rows apart. */
const valuesOf: Readonly<Record<string, number>> = {
  tenant_id: 1,
  ...{ active: 2, blocked: 2, silent: 2, enabled: 2, is_shown: 2 },
  ...{ kind: 2, state: 2, status: 2, method: 2, agent_type: 2 },
  ...{ type: 4, list_type: 4, os_name: 4, destination_guid: 4, severity: 4, risk_severity: 4, alert_severity: 4 },
  ...{ department_id: 16, group_id: 16, role_id: 16, watchlist_id: 16, channel_id: 16, shard: 16 },
  ...{ org_uid: 1000, owner_org_uid: 1000 },
}

interface IndexColumn {
  readonly tbl: string
  readonly idx: string
  readonly is_unique: number
  readonly partial: number
  /** Null for an expression. */
  readonly name: string | null
}

interface Statistic {
  readonly tbl: string
  readonly idx: string
  /** Rows of the index, and how many of them share each longer part of its columns (sqlite.org/fileformat2.html#stat1tab). */
  readonly stat: string
}

/**
 * Tells SQLite what the tables of a large company are like. Told nothing, it takes any index for one that narrows a table
 * to ten rows, even one that begins with the tenant, of which there is but one. What is told does not depend on what is
 * stored, so that every database plans a statement alike.
 */
export const tellStatistics = async <Schema>(db: Kysely<Schema>): Promise<void> => {
  const statistics = statisticsOf(await indexColumns(db))
  if (JSON.stringify(await toldBefore(db)) === JSON.stringify(statistics)) return
  await db.transaction().execute(async (transaction) => {
    // Looking at any table makes the one of statistics.
    await sql`analyze kysely_migration`.execute(transaction)
    await sql`delete from sqlite_stat1`.execute(transaction)
    await sql`insert into sqlite_stat1 (tbl, idx, stat)
      select value ->> 'tbl', value ->> 'idx', value ->> 'stat' from json_each(${JSON.stringify(statistics)})`.execute(
      transaction,
    )
  })
  await sql`analyze sqlite_schema`.execute(db)
}

const toldBefore = async <Schema>(db: Kysely<Schema>): Promise<readonly Statistic[]> => {
  const known = await sql`select 1 from sqlite_schema where name = 'sqlite_stat1'`.execute(db)
  if (known.rows.length === 0) return []
  return (await sql<Statistic>`select tbl, idx, stat from sqlite_stat1 order by tbl, idx`.execute(db)).rows
}

/** Tallies, journals and indexes of parts of texts are small, or asked in words that leave no choice. */
const indexColumns = async <Schema>(db: Kysely<Schema>): Promise<readonly IndexColumn[]> => {
  const found = await sql<IndexColumn>`
    select whole.name as tbl, listed.name as idx, listed."unique" as is_unique, listed.partial, part.name
    from sqlite_schema as whole, pragma_index_list(whole.name) as listed, pragma_index_xinfo(listed.name) as part
    where whole.type = 'table' and part.key = 1 and whole.name not like 'listing\\_%' escape '\\'
      and whole.name not like '%\\_journal' escape '\\' and whole.name not like '%\\_text\\_%' escape '\\'
    order by tbl, idx, part.seqno`.execute(db)
  return found.rows
}

const statisticsOf = (columns: readonly IndexColumn[]): readonly Statistic[] =>
  [...Map.groupBy(columns, ({ tbl, idx }) => `${tbl} ${idx}`).values()].map((parts) => {
    const { tbl, idx } = parts[0] as IndexColumn
    return { tbl, idx, stat: statOf(parts) }
  })

const statOf = (parts: readonly IndexColumn[]): string => {
  const indexed = parts[0]?.partial ? rows / 2 : rows
  let values = 1
  const shared = parts.map(({ name, is_unique }, position) => {
    values *= valuesOf[name ?? ''] ?? rows
    return is_unique && position === parts.length - 1 ? 1 : Math.max(1, Math.round(indexed / values))
  })
  return [indexed, ...shared].join(' ')
}
