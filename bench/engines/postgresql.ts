import { copyStatements, type Peer, peerColumns } from './peer.ts'
import { startCluster } from './postgresql-cluster.ts'

const indexes = [
  'CREATE INDEX ON ev (timestamp, event_id)',
  'CREATE INDEX ON ev (user_email, timestamp DESC, event_id DESC)',
  'CREATE INDEX ON ev (file_hash_md5)',
  'CREATE INDEX ON ev (event_id)',
  'CREATE INDEX ON ev (risk_severity, timestamp DESC, event_id DESC)',
  'CREATE INDEX ON ev USING gin (file_name gin_trgm_ops)',
  'CREATE INDEX ON ev USING gin (risk_indicators_name)',
]

/** PostgreSQL with typed columns, b-tree, trigram and GIN indexes. */
export const openPostgres = async (directory: string): Promise<Peer> => {
  const { default: pg } = await import('pg')
  const cluster = startCluster(directory)
  const client = new pg.Client({ host: cluster.host, user: cluster.user, database: 'postgres' })
  await client.connect()
  const run = (sql: string) => client.query(sql)
  return {
    load: async (files, events) => {
      await run('CREATE EXTENSION pg_trgm')
      await run(
        `CREATE TABLE ev (${peerColumns('postgresql')
          .map(({ name, type }) => `"${name}" ${type}`)
          .join(', ')})`,
      )
      await run('CREATE UNLOGGED TABLE raw (j jsonb)')
      // Quote and delimiter that occur in no JSON: every line is one value as it stands.
      for (const file of files)
        cluster.copy(file, `COPY raw FROM STDIN (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')`)
      await run('INSERT INTO ev SELECT row.* FROM raw, jsonb_populate_record(null::ev, j) AS row')
      await run('DROP TABLE raw')
      for (const statement of [...copyStatements('postgresql', events), ...indexes]) await run(statement)
      await run('VACUUM (ANALYZE) ev')
    },
    diskBytes: async () => Number((await run(`SELECT pg_total_relation_size('ev') AS bytes`)).rows[0].bytes),
    ask: async (sql) => (await run(sql)).rows,
    close: async () => {
      await client.end()
      cluster.stop()
    },
  }
}
