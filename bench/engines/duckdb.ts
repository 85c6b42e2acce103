import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { copyStatements, type Peer, peerColumns } from './peer.ts'

/** DuckDB in this process, its file in the folder. */
export const openDuckDb = async (directory: string): Promise<Peer> => {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const path = join(directory, 'duck.db')
  rmSync(path, { force: true })
  rmSync(`${path}.wal`, { force: true })
  const instance = await DuckDBInstance.create(path)
  const connection = await instance.connect()
  const columns = peerColumns('duckdb')
  return {
    load: async (files, events) => {
      await connection.run(`CREATE TABLE ev (${columns.map(({ name, type }) => `"${name}" ${type}`).join(', ')})`)
      const structure = columns.map(({ name, type }) => `"${name}": '${type}'`).join(', ')
      for (const file of files) {
        const rows = `read_json('${file}', format = 'newline_delimited', columns = {${structure}})`
        await connection.run(`INSERT INTO ev SELECT * FROM ${rows} ORDER BY timestamp, event_id`)
      }
      for (const statement of copyStatements('duckdb', events)) await connection.run(statement)
      await connection.run('CHECKPOINT')
    },
    diskBytes: async () => statSync(path).size,
    ask: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJS(),
    close: async () => {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
