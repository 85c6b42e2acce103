import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ControlStore } from './index.ts'
import { sqliteUnderTest } from './testing.ts'

describe('Statistics on sqlite', () => {
  let store: ControlStore
  beforeEach(async () => {
    store = await sqliteUnderTest.open()
  })
  afterEach(() => store.close())

  const planOf = async (statement: string): Promise<string[]> => {
    const { rows } = await sql<{ detail: string }>`explain query plan ${sql.raw(statement)}`.execute(store.db)
    return rows.map(({ detail }) => detail)
  }
  const stat = async (index: string) => {
    const { rows } = await sql<{ stat: string }>`select stat from sqlite_stat1 where idx = ${index}`.execute(store.db)
    return rows[0]?.stat
  }

  it('tell that a tenant narrows nothing, so that many names are looked up one by one', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `'${index}'`)
    const plan = await planOf(`select * from "user" where tenant_id = 'a' and uid in (${names})`)
    expect(plan).toEqual([expect.stringMatching(/^SEARCH user USING INDEX \S+ \(uid=\?\)$/)])
  })

  it('count the values of flags, and rows of an index once where nothing is there twice', async () => {
    expect(await stat('user_tenant')).toBe('100000 100000 50000 1')
    expect(await stat('user_org')).toBe('100000 100 1 1 1')
  })

  it('are told anew only when an index has come', async () => {
    const changes = async () => (await sql<{ n: number }>`select total_changes() as n`.execute(store.db)).rows[0]?.n
    const before = await changes()
    await store.migrate()
    expect(await changes()).toBe(before)
    await sql`create index user_notes on "user" (tenant_id, notes)`.execute(store.db)
    await store.migrate()
    expect(await stat('user_notes')).toBe('100000 100000 1')
  })
})
