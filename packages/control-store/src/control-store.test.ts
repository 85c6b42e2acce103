import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type ControlStore,
  isControlStoreUnavailable,
  isUniqueViolation,
  nextLegacyId,
  openControlStore,
} from './index.ts'
import { postgresWithoutExtensions, storesUnderTest } from './testing.ts'

const at = '2026-02-01T00:00:00.000Z'
const setting = (name: string) => ({ name, value: '1', modified_at: at })
const tenant = { id: 'tenant-1', name: 'Sample', registration_key: 'key', created_at: at }
const organization = {
  uid: '933427843360873352',
  legacy_id: 1,
  guid: 'guid-1',
  tenant_id: 'tenant-1',
  parent_uid: null,
  name: 'Sample',
  created_at: at,
  modified_at: at,
}

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('control store on $dialect', ({ open }) => {
  let store: ControlStore
  beforeEach(async () => {
    store = await open()
  })
  afterEach(() => store.close())

  it('has every table after migrating, and migrating again changes nothing', async () => {
    await store.migrate()
    const tables = await store.db.introspection.getTables()
    expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(['agent', 'audit_record', 'user', 'node']))
  })

  it('looks at its own tables alone, whatever else comes and goes in the database', async () => {
    const beside = await open()
    const tables = await store.db.introspection.getTables()
    await beside.close()
    expect(tables.filter(({ name }) => name === 'user')).toHaveLength(1)
    expect(new Set(tables.map(({ schema }) => schema)).size).toBe(1)
  })

  it('rolls a failed transaction back as a whole', async () => {
    const failing = store.transaction(async (transaction) => {
      await transaction.insertInto('setting').values(setting('a')).execute()
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await store.db.selectFrom('setting').selectAll().execute()).toEqual([])
  })

  it('keeps statements outside a transaction out of it', async () => {
    const inside = store.transaction(async (transaction) => {
      await transaction.insertInto('setting').values(setting('inside')).execute()
      await new Promise((resolve) => setTimeout(resolve, 20))
      throw new Error('rolled back')
    })
    const outside = store.db.insertInto('setting').values(setting('outside')).execute()
    await Promise.allSettled([inside, outside])
    expect(await store.db.selectFrom('setting').select('name').execute()).toEqual([{ name: 'outside' }])
  })

  it('tells a double key from other failures', async () => {
    await store.db.insertInto('setting').values(setting('a')).execute()
    const again = await store.db
      .insertInto('setting')
      .values(setting('a'))
      .execute()
      .catch((error: unknown) => error)
    expect(isUniqueViolation(again)).toBe(true)
    expect(isControlStoreUnavailable(again)).toBe(false)
  })

  it('enforces references', async () => {
    await expect(store.db.insertInto('organization').values(organization).execute()).rejects.toThrow(/foreign key/i)
  })

  it('applies the defaults of a table and reads counters as numbers', async () => {
    await store.db.insertInto('tenant').values(tenant).execute()
    await store.db.insertInto('organization').values(organization).execute()
    const row = await store.db.selectFrom('organization').selectAll().executeTakeFirstOrThrow()
    expect(row).toMatchObject({ ...organization, active: 1, blocked: 0, path: '/', maximum_seats: -1, settings: '{}' })
    expect(await store.transaction((transaction) => nextLegacyId(transaction, 'organization'))).toBe(2)
    expect(await store.transaction((transaction) => nextLegacyId(transaction, 'user'))).toBe(1)
  })

  it('gives each of several transactions at once a number of its own', async () => {
    await store.db.insertInto('tenant').values(tenant).execute()
    const insert = (name: string) =>
      store.transaction(async (transaction) => {
        const legacy_id = await nextLegacyId(transaction, 'organization')
        const row = { ...organization, uid: name, guid: name, legacy_id }
        await transaction.insertInto('organization').values(row).execute()
      })
    await Promise.all(['1', '2', '3', '4', '5'].map(insert))
    const rows = await store.db.selectFrom('organization').select('legacy_id').orderBy('legacy_id').execute()
    expect(rows.map(({ legacy_id }) => legacy_id)).toEqual([1, 2, 3, 4, 5])
  })

  it('orders text by code point', async () => {
    for (const name of ['b', 'A', 'a', 'B', 'Ä', '-'])
      await store.db.insertInto('setting').values(setting(name)).execute()
    const rows = await store.db.selectFrom('setting').select('name').orderBy('name').execute()
    expect(rows.map(({ name }) => name)).toEqual(['-', 'A', 'B', 'a', 'b', 'Ä'])
  })
})

describe('SQLite file', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'spillway-control-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const pragma = async (store: ControlStore, name: string) =>
    Object.values((await sql.raw<Record<string, unknown>>(`PRAGMA ${name}`).execute(store.db)).rows[0] ?? {})[0]

  it('is readable by its owner alone, in a folder of its own', async () => {
    const path = join(folder, 'data', 'control.db')
    const store = await openControlStore({ kind: 'sqlite', path })
    await store.migrate()
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700)
    for (const suffix of ['', '-wal', '-shm']) expect(statSync(path + suffix).mode & 0o777).toBe(0o600)
    await store.close()
  })

  it('commits durably: write-ahead log, full synchronisation, foreign keys', async () => {
    const store = await openControlStore({ kind: 'sqlite', path: join(folder, 'control.db') })
    expect(await pragma(store, 'journal_mode')).toBe('wal')
    expect(await pragma(store, 'synchronous')).toBe(2)
    expect(await pragma(store, 'foreign_keys')).toBe(1)
    await store.close()
  })

  it('streams rows', async () => {
    const store = await openControlStore({ kind: 'sqlite', path: join(folder, 'control.db') })
    await store.migrate()
    for (const name of ['a', 'b', 'c']) await store.db.insertInto('setting').values(setting(name)).execute()
    const names: string[] = []
    for await (const row of store.db.selectFrom('setting').select('name').orderBy('name').stream()) names.push(row.name)
    expect(names).toEqual(['a', 'b', 'c'])
    await store.close()
  })

  it('keeps its rows when opened again', async () => {
    const path = join(folder, 'control.db')
    const first = await openControlStore({ kind: 'sqlite', path })
    await first.migrate()
    await first.db.insertInto('tenant').values(tenant).execute()
    await first.close()
    const second = await openControlStore({ kind: 'sqlite', path })
    await second.migrate()
    expect(await second.db.selectFrom('tenant').selectAll().execute()).toEqual([tenant])
    await second.close()
  })
})

it('reports a PostgreSQL that is away as unavailable', async () => {
  const opening = openControlStore({ kind: 'postgres', url: 'postgres://nobody@127.0.0.1:1/nothing' })
  const error = await opening.catch((reason: unknown) => reason)
  expect(isControlStoreUnavailable(error)).toBe(true)
})

describe.each(postgresWithoutExtensions(process.env.SPILLWAY_TEST_POSTGRES))('control store on $name', ({ open }) => {
  let store: ControlStore
  beforeEach(async () => {
    store = await open()
  })
  afterEach(() => store.close())

  it('has every migration, and no index of parts of names', async () => {
    const { rows } = await sql<{ indexdef: string }>`select indexdef from pg_indexes`.execute(store.db)
    const indexes = rows.map(({ indexdef }) => indexdef)
    expect(indexes.filter((index) => index.includes(' user_listing '))).toHaveLength(1)
    expect(indexes.filter((index) => index.includes(' USING gin '))).toEqual([])
    await store.migrate()
  })
})
