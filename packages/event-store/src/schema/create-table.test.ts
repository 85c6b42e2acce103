import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DriverFixture, driverKinds, openDriver } from '../drivers/test/drivers.ts'
import { EventStoreFault } from '../errors.ts'
import { createTableStatements, retentionExpression, type TablePlan } from './create-table.ts'
import { eventLayout, type TableLayout } from './layout.ts'
import { additions, migrateEventTable } from './migrate.ts'

const plan: TablePlan = { layout: eventLayout, retentionDays: 90 }

/** The layout as a first release might have had it: fewer columns, nothing to look values up with. */
const older: TableLayout = {
  ...eventLayout,
  columns: eventLayout.columns.filter(({ name }) => !/^(paste|git|file_hash_sha256)/.test(name)),
  indexes: [],
  projections: [],
  settings: { ...eventLayout.settings, merge_selector_base: 5 },
}
const row = { event_id: 'old', timestamp: '2026-01-01 00:00:00.000', node: 1, seq: '1', batch: 'b' }
const now = () => new Date().toISOString().replace('T', ' ').replace('Z', '')

const insert = (fixture: DriverFixture, rows: Record<string, unknown>[]) =>
  fixture.driver.insert('events', Buffer.from(rows.map((value) => `${JSON.stringify(value)}\n`).join('')))

describe('the clustered table', () => {
  let fixture: DriverFixture
  beforeAll(async () => {
    fixture = await openDriver('embedded')
  })
  afterAll(() => fixture.close())

  it('is written in SQL that the engine parses', async () => {
    const clustered = { ...plan, cluster: 'main-1' }
    const nothing = { columns: [], indexes: [], projections: [], definition: '' }
    for (const sql of [...createTableStatements(clustered), ...additions(nothing, clustered)]) {
      const [formatted] = await fixture.driver.rows<{ text: string }>('SELECT formatQuery({sql:String}) AS text', {
        sql,
      })
      expect(formatted?.text).toContain('ON CLUSTER `main-1`')
    }
  })

  it('replicates a shard and spreads actors over shards', () => {
    const [shard, distributed] = createTableStatements({ ...plan, cluster: 'c' })
    expect(shard).toContain("ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/events_shard', '{replica}')")
    expect(distributed).toContain('Distributed(`c`, currentDatabase(), events_shard, cityHash64(user_email))')
  })

  it('takes no name that could be SQL', () => {
    expect(() => createTableStatements({ ...plan, cluster: 'x` (' })).toThrow(TypeError)
    expect(() => retentionExpression(1.5)).toThrow(RangeError)
  })
})

describe.each(driverKinds)('migration on the %s driver', (kind) => {
  let fixture: DriverFixture
  beforeAll(async () => {
    fixture = await openDriver(kind)
    await migrateEventTable(fixture.driver, { layout: older, retentionDays: 30 })
    await insert(fixture, [{ ...row, event_inserted: now() }])
  })
  afterAll(() => fixture.close())

  const names = async (source: string) => {
    const sql = `SELECT name FROM system.${source} WHERE database = currentDatabase() AND table = 'events' ORDER BY name`
    return (await fixture.driver.rows<{ name: string }>(sql)).map(({ name }) => name)
  }

  it('adds what an older table lacks and keeps its rows', async () => {
    await migrateEventTable(fixture.driver, plan)
    expect(await names('columns')).toEqual(eventLayout.columns.map(({ name }) => name).sort())
    expect(await names('data_skipping_indices')).toEqual(eventLayout.indexes.map(({ name }) => name).sort())
    expect(await names('projections')).toEqual(eventLayout.projections.map(({ name }) => name).sort())
    const sql = 'SELECT event_id, file_hash_sha256, paste_mime_types FROM events'
    expect(await fixture.driver.rows(sql)).toEqual([{ event_id: 'old', file_hash_sha256: '', paste_mime_types: [] }])
  })

  const definition = async () => {
    const [table] = await fixture.driver.rows<{ sql: string }>(
      "SELECT create_table_query AS sql FROM system.tables WHERE database = currentDatabase() AND name = 'events'",
    )
    return table?.sql ?? ''
  }

  it('changes settings', async () => {
    expect(await definition()).toContain('merge_selector_base = 10')
  })

  it('changes the retention', async () => {
    expect(await definition()).toContain('toIntervalDay(90)')
    await migrateEventTable(fixture.driver, { ...plan, retentionDays: 7 })
    expect(await definition()).toContain('toIntervalDay(7)')
  })

  it('lets events go once their retention is over', async () => {
    const old = new Date(Date.now() - 8 * 86_400_000).toISOString().replace('T', ' ').replace('Z', '')
    await insert(fixture, [{ ...row, event_id: 'expired', seq: '2', event_inserted: old }])
    const kept = async () => {
      // A merge that finds another under way does nothing, so it is asked for until it has been done.
      await fixture.driver.command('OPTIMIZE TABLE events FINAL')
      return fixture.driver.rows('SELECT event_id FROM events')
    }
    await expect.poll(kept, { timeout: 20_000, interval: 200 }).toEqual([{ event_id: 'old' }])
  })

  it('changes nothing the second time', async () => {
    const statements: string[] = []
    const watched = { ...fixture.driver, command: async (sql: string) => void statements.push(sql) }
    await migrateEventTable(watched, { ...plan, retentionDays: 7 })
    expect(statements.filter((sql) => sql.startsWith('ALTER'))).toEqual([])
  })

  it('refuses a column of another type', async () => {
    const columns = eventLayout.columns.map((column) =>
      column.name === 'node' ? { ...column, type: 'String' } : column,
    )
    const changed = migrateEventTable(fixture.driver, { ...plan, layout: { ...eventLayout, columns } })
    await expect(changed).rejects.toThrow(EventStoreFault)
  })
})
