import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type ControlStore, type DialectName, openControlStore } from './control-store.ts'
import { migrate } from './migrate.ts'

export { createDice, type Dice } from './test-support/dice.ts'

export interface StoreUnderTest {
  readonly dialect: DialectName
  /** The dialect, and what is special about it. */
  readonly name: string
  /** A fresh, migrated store; closing it removes what it left. */
  open(): Promise<ControlStore>
  /** The same as a release before the migrations after `last` made it; `migrate()` brings it up. */
  openAt(last: string): Promise<ControlStore>
}

/**
 * The dialects to run a store test on: SQLite always, PostgreSQL when a URL is given (`SPILLWAY_TEST_POSTGRES`).
 * Says aloud when PostgreSQL is left out.
 */
export const storesUnderTest = (postgresUrl: string | undefined): readonly StoreUnderTest[] => {
  if (!postgresUrl) {
    console.warn(
      'NOT RUN on PostgreSQL: set SPILLWAY_TEST_POSTGRES to a connection URL to run control-store tests on it',
    )
    return [sqliteUnderTest]
  }
  return [sqliteUnderTest, postgresUnderTest(postgresUrl)]
}

const created_at = '2026-01-05T00:00:00.000Z'

/** A tenant for the rows of a test to belong to. */
export const addTenant = async ({ db }: ControlStore, id: string): Promise<void> => {
  await db.insertInto('tenant').values({ id, name: id, registration_key: 'key', created_at }).execute()
}

/** Organizations of a tenant, numbered from 1 in their order. */
export const addOrganizations = async (
  { db }: ControlStore,
  tenant_id: string,
  organizations: readonly { readonly uid: string; readonly path: string }[],
): Promise<void> => {
  const rows = organizations.map(({ uid, path }, index) => ({
    ...{ uid, legacy_id: index + 1, guid: uid, tenant_id, parent_uid: null, name: uid, path },
    ...{ created_at, modified_at: created_at },
  }))
  await db.insertInto('organization').values(rows).execute()
}

const openSqlite = async (last?: string): Promise<ControlStore> => {
  const folder = mkdtempSync(join(tmpdir(), 'spillway-control-'))
  const store = await openControlStore({ kind: 'sqlite', path: join(folder, 'control.db') })
  await migrate(store.db, 'sqlite', undefined, last)
  return withCleanup(store, async () => rmSync(folder, { recursive: true, force: true }))
}

export const sqliteUnderTest: StoreUnderTest = {
  dialect: 'sqlite',
  name: 'sqlite',
  open: () => openSqlite(),
  openAt: openSqlite,
}

const postgresUnderTest = (url: string): StoreUnderTest => {
  const openAt = async (last?: string): Promise<ControlStore> => {
    const schema = `test_${randomBytes(8).toString('hex')}`
    await runOnce(url, `create schema ${schema}`)
    const store = await openControlStore({ kind: 'postgres', url, schema })
    await migrate(store.db, 'postgres', schema, last)
    return withCleanup(store, () => runOnce(url, `drop schema ${schema} cascade`))
  }
  return { dialect: 'postgres', name: 'postgres', open: () => openAt(), openAt }
}

/**
 * PostgreSQL in a database of its own, as a user who may not make extensions; none without a URL. Takes the right to make
 * users and databases.
 */
export const postgresWithoutExtensions = (url: string | undefined): readonly StoreUnderTest[] => {
  if (!url) return []
  const openAt = async (last?: string): Promise<ControlStore> => {
    const name = `plain_${randomBytes(8).toString('hex')}`
    const of = (user: object) => Object.assign(new URL(url), { pathname: name, ...user }).href
    await runOnce(url, `create role ${name} login password '${name}'`)
    await runOnce(url, `create database ${name}`)
    await runOnce(of({}), `grant create on schema public to ${name}`)
    const store = await openControlStore({ kind: 'postgres', url: of({ username: name, password: name }) })
    await migrate(store.db, 'postgres', undefined, last)
    return withCleanup(store, async () => {
      await runOnce(url, `drop database ${name}`)
      await runOnce(url, `drop role ${name}`)
    })
  }
  return [{ dialect: 'postgres', name: 'postgres without extensions', open: () => openAt(), openAt }]
}

const withCleanup = (store: ControlStore, cleanUp: () => Promise<void>): ControlStore => ({
  ...store,
  async close() {
    await store.close()
    await cleanUp()
  },
})

const runOnce = async (url: string, statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
