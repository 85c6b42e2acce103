import { eventTable } from '@spillway/event-store'
import { type BareStore, insertFromFiles } from '../engines/bare-store.ts'
import { copiesOf, shiftedColumns } from './multiply.ts'

/** Fills the table with `events` events: the files first, then copies of them made by the engine. */
export const loadInto = async (store: BareStore, files: readonly string[], events: number, tenantId: string) => {
  const { driver, columns } = store
  await insertFromFiles(store, files, { tenant_id: `'${tenantId}'` })
  for (const { copy, rows } of copiesOf(events).slice(1)) {
    const list = shiftedColumns(columns, changesOf(copy))
    await driver.command(`INSERT INTO ${eventTable} SELECT ${list} FROM ${eventTable} WHERE seq <= ${rows}`)
  }
}

const changesOf = (copy: number): Readonly<Record<string, string>> => {
  const later = `+ toIntervalMillisecond(${copy * 7_919})`
  const rehashed = (hash: string, column: string) =>
    `if(${column} = '', '', lower(hex(${hash}(concat(${column}, '${copy}')))))`
  return {
    seq: `seq + ${copy} * 1000000`,
    event_id: `concat(event_id, '-${copy}')`,
    timestamp: `timestamp ${later}`,
    event_ingested: `event_ingested ${later}`,
    event_inserted: `event_inserted ${later}`,
    file_hash_md5: rehashed('MD5', 'file_hash_md5'),
    file_hash_sha256: rehashed('SHA256', 'file_hash_sha256'),
  }
}
