import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EventStoreFault, EventStoreUnavailable, QueryTimeout } from '../errors.ts'
import type { EventStoreDriver, Parameters } from './driver.ts'
import { type DriverFixture, driverKinds, openDriver } from './test/drivers.ts'

const jsonLines = (rows: unknown[]) => Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))

async function read(driver: EventStoreDriver, sql: string, parameters: Parameters = {}, format = 'JSONEachRow') {
  const chunks: Uint8Array[] = []
  for await (const chunk of driver.stream(sql, parameters, { format })) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

describe.each(driverKinds)('%s driver', (kind) => {
  let fixture: DriverFixture
  let driver: EventStoreDriver

  beforeAll(async () => {
    fixture = await openDriver(kind)
    driver = fixture.driver
    await driver.command(
      `CREATE TABLE things (name String, size Nullable(Int64), tags Array(String)) ENGINE = MergeTree ORDER BY name
       SETTINGS non_replicated_deduplication_window = 100`,
    )
  })
  afterAll(() => fixture.close())

  it.each([false, true])('binds every kind of value without changing it (whole: %s)', async (whole) => {
    const hostile = `it's "quoted" \\ back\\n \t tab \n line \r return {x:String} %_* \u{1f4be} é`
    const sql = `SELECT {text:String} AS text, {list:Array(String)} AS list, {nested:Array(Array(String))} AS nested,
      {big:UInt64} AS big, {none:Nullable(Int64)} AS none, {yes:Bool} AS yes, {at:DateTime64(6, 'UTC')} AS at`
    const parameters = {
      text: hostile,
      list: [hostile, '', "'"],
      nested: [[hostile], []],
      big: 18446744073709551615n,
      none: null,
      yes: true,
      at: '2026-02-03 04:05:06.789012',
    }
    const [row] = await driver.rows<Record<string, unknown>>(sql.replace('AS big', 'AS big_number'), parameters, {
      whole,
    })
    expect(row).toMatchObject({
      text: hostile,
      list: [hostile, '', "'"],
      nested: [[hostile], []],
      none: null,
      yes: true,
    })
    expect(row?.at).toBe('2026-02-03 04:05:06.789012')
    const [big] = await driver.rows(`SELECT toString({big:UInt64}) AS big`, { big: 18446744073709551615n })
    expect(big).toEqual({ big: '18446744073709551615' })
  })

  it.each([false, true])('binds parameters far larger than a URL (whole: %s)', async (whole) => {
    const values = Array.from({ length: 9000 }, (_, index) => `value '${index}' \\ ${'x'.repeat(40)}`)
    const sql = 'SELECT length({values:Array(String)}) AS count, {values:Array(String)}[9000] AS last'
    expect(await driver.rows(sql, { values }, { whole })).toEqual([{ count: 9000, last: values.at(-1) }])
  })

  it('keeps the parameters of concurrent queries apart', async () => {
    const ask = async (value: number) => {
      const sql = 'SELECT {value:UInt32} AS value, count() AS count FROM numbers(20000) WHERE number % 7 = {rest:UInt8}'
      const whole = value % 3 === 0
      const [row] = await driver.rows<{ value: number }>(sql, { value, rest: value % 7 }, { whole })
      return row?.value
    }
    const values = Array.from({ length: 60 }, (_, index) => index)
    expect(await Promise.all(values.map(ask))).toEqual(values)
  })

  it('stores rows once per deduplication token', async () => {
    const body = jsonLines([
      { name: 'a', size: 1, tags: ['x'] },
      { name: 'b', size: null, tags: [] },
    ])
    await driver.insert('things', body, { deduplicationToken: 'first' })
    await driver.insert('things', body, { deduplicationToken: 'first' })
    expect(await driver.rows('SELECT name, size, tags FROM things ORDER BY name')).toEqual([
      { name: 'a', size: 1, tags: ['x'] },
      { name: 'b', size: null, tags: [] },
    ])
  })

  it('refuses a row it does not understand and stores nothing of it', async () => {
    const before = await driver.rows('SELECT count() AS count FROM things')
    await expect(driver.insert('things', jsonLines([{ name: 'c', colour: 'red' }]))).rejects.toThrow(EventStoreFault)
    expect(await driver.rows('SELECT count() AS count FROM things')).toEqual(before)
  })

  it('streams more than it holds, in the format asked for', async () => {
    const text = await read(driver, 'SELECT number, {word:String} FROM numbers(200000)', { word: 'a,b' }, 'CSV')
    expect(text.split('\n')).toHaveLength(200_001)
    expect(text.slice(0, 8)).toBe('0,"a,b"\n')
  })

  it('lets a reader leave early and goes on working', async () => {
    for await (const chunk of driver.stream('SELECT number FROM numbers(1000000000)')) {
      expect(chunk.length).toBeGreaterThan(0)
      break
    }
    expect(await driver.rows('SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  it('stops waiting when the signal is aborted', async () => {
    const abort = new AbortController()
    setTimeout(() => abort.abort(new Error('caller left')), 50)
    const slow = driver.rows('SELECT sleepEachRow(0.1) FROM numbers(20)', {}, { signal: abort.signal })
    await expect(slow).rejects.toThrow('caller left')
  })

  it('tells a timeout from a fault', async () => {
    const settings = { max_execution_time: 1, max_block_size: 1 }
    const slow = driver.rows('SELECT sleepEachRow(0.5) FROM numbers(10)', {}, { settings })
    await expect(slow).rejects.toThrow(QueryTimeout)
    await expect(driver.rows('SELECT nothing FROM nowhere')).rejects.toMatchObject({ engineCode: 60 })
    await expect(driver.command('SELEKT 1')).rejects.toThrow(EventStoreFault)
  })

  it('stores a body of megabytes as one block, whole and once', async () => {
    await driver.command(
      `CREATE TABLE many (n UInt32, text String) ENGINE = MergeTree ORDER BY n
       SETTINGS non_replicated_deduplication_window = 100`,
    )
    const text = `it's "quoted" \\ back\n \t \u{1f4be} é ${'x'.repeat(150)}`
    const body = jsonLines(Array.from({ length: 20_000 }, (_, n) => ({ n, text })))
    for (let time = 0; time < 2; time++) await driver.insert('many', body, { deduplicationToken: 'many' })
    const sql =
      'SELECT count() AS count, sum(n) AS sum, countIf(text = {text:String}) AS same, uniqExact(_part) AS parts FROM many'
    expect(await driver.rows(sql, { text })).toEqual([{ count: 20_000, sum: 199_990_000, same: 20_000, parts: 1 }])
  })

  it('stores nothing of a body of megabytes with a row it cannot read', async () => {
    await driver.command('CREATE TABLE strict (n UInt32, text String) ENGINE = MergeTree ORDER BY n')
    const rows = Array.from({ length: 20_000 }, (_, n) => ({ n, text: 'y'.repeat(100) }))
    const body = jsonLines([...rows, { n: 1, unknown: 2 }])
    await expect(driver.insert('strict', body)).rejects.toThrow(EventStoreFault)
    expect(await driver.rows('SELECT count() AS count FROM strict')).toEqual([{ count: 0 }])
  })

  it('reports a failure in the middle of a result', async () => {
    const sql = 'SELECT throwIf(number = 150000) AS x FROM numbers(200000)'
    await expect(read(driver, sql)).rejects.toThrow(EventStoreFault)
  })

  it('tags a statement', async () => {
    const tag = { surface: 'test', operation: "it's" }
    expect(await driver.rows("SELECT getSetting('log_comment') AS tag", {}, { tag })).toEqual([
      { tag: JSON.stringify(tag) },
    ])
  })

  it('answers a ping', async () => {
    await driver.ping()
  })
})

describe('embedded driver', () => {
  it('leaves no rows beside the store', async () => {
    const { driver, path, close } = await openDriver('embedded')
    await driver.command('CREATE TABLE things (text String) ENGINE = MergeTree ORDER BY text')
    await driver.insert('things', jsonLines(Array.from({ length: 20_000 }, () => ({ text: 'z'.repeat(100) }))))
    expect(await readdir(join(path, 'incoming'))).toEqual([])
    await close()
  })

  it('refuses work once closed, after finishing what is under way', async () => {
    const { driver, close } = await openDriver('embedded')
    const running = driver.rows('SELECT sleep(0.3) AS slept')
    await close()
    expect(await running).toEqual([{ slept: 0 }])
    await expect(driver.rows('SELECT 1')).rejects.toThrow(EventStoreUnavailable)
  })
})

describe('remote driver in trouble', () => {
  let fixture: DriverFixture
  const big = 'SELECT number, repeat({x:String}, 100) AS text FROM numbers(300000)'

  beforeAll(async () => {
    fixture = await openDriver('remote', { requestTimeout: 700 })
  })
  afterAll(() => fixture.close())

  it('is unavailable while the server refuses, and returns by itself', async () => {
    await fixture.endpoint?.fault({ kind: 'refuse' })
    await expect(fixture.driver.rows('SELECT 1 AS one')).rejects.toThrow(EventStoreUnavailable)
    await expect(fixture.driver.ping()).rejects.toThrow(EventStoreUnavailable)
    await fixture.endpoint?.heal()
    expect(await fixture.driver.rows('SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  it('notices a connection dropped in the middle of a result', async () => {
    await fixture.endpoint?.fault({ kind: 'drop', afterBytes: 20_000 })
    await expect(read(fixture.driver, big, { x: 'y' })).rejects.toThrow(EventStoreUnavailable)
    await fixture.endpoint?.heal()
  })

  it('gives up on a silent server', async () => {
    await fixture.endpoint?.fault({ kind: 'delay', milliseconds: 1500 })
    await expect(fixture.driver.rows('SELECT 1')).rejects.toThrow(EventStoreUnavailable)
    await fixture.endpoint?.heal()
  })

  it('stores an insert once though its answer was lost', async () => {
    const sql =
      'CREATE TABLE kept (n UInt8) ENGINE = MergeTree ORDER BY n SETTINGS non_replicated_deduplication_window = 10'
    await fixture.driver.command(sql)
    const insert = () => fixture.driver.insert('kept', jsonLines([{ n: 1 }]), { deduplicationToken: 'once' })
    await fixture.endpoint?.fault({ kind: 'lose-answer' })
    await expect(insert()).rejects.toThrow(EventStoreUnavailable)
    await fixture.endpoint?.heal()
    await insert()
    expect(await fixture.driver.rows('SELECT count() AS count FROM kept')).toEqual([{ count: 1 }])
  })

  it('reads overload and a full disk as unavailable, memory as a fault', async () => {
    for (const [code, error] of [
      [202, EventStoreUnavailable],
      [243, EventStoreUnavailable],
      [241, EventStoreFault],
    ] as const) {
      await fixture.endpoint?.fault({ kind: 'fail', code, message: 'trouble. (TROUBLE)' })
      await expect(fixture.driver.rows('SELECT 1')).rejects.toThrow(error)
    }
    await fixture.endpoint?.heal()
  })

  it('survives the death of the server', async () => {
    await fixture.endpoint?.kill()
    await expect(fixture.driver.rows('SELECT 1')).rejects.toThrow(EventStoreUnavailable)
    await fixture.endpoint?.restart()
    expect(await fixture.driver.rows('SELECT count() AS count FROM kept')).toEqual([{ count: 1 }])
  })

  it('refuses wrong credentials as unavailable', async () => {
    const { openRemoteDriver } = await import('./remote.ts')
    const url = fixture.endpoint?.url ?? ''
    const driver = openRemoteDriver({ url, username: 'spillway', password: 'wrong', database: 'default' })
    await expect(driver.ping()).rejects.toThrow(EventStoreUnavailable)
    await driver.close()
  })
})
