import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ControlStore } from './control-store.ts'
import { foldRevisions, revisionOf } from './revision.ts'
import { addTenant, storesUnderTest } from './testing.ts'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('revisions on $dialect', ({ open }) => {
  let store: ControlStore
  beforeEach(async () => {
    store = await open()
    await addTenant(store, 't')
  })
  afterEach(() => store.close())

  const list = { list_type: 'CUSTOM', created_at: '2026-01-01', modified_at: '2026-01-01', tenant_id: 't' }
  const memberships = () => revisionOf(store.db, 'memberships')

  it('grow with every commit that touches what they are of, and with nothing else', async () => {
    expect(await memberships()).toBe(0)
    await store.db
      .insertInto('watchlist')
      .values({ id: '1', ...list })
      .execute()
    const first = await memberships()
    expect(first).toBeGreaterThan(0)
    await store.db.updateTable('watchlist').set({ title: 'Other' }).execute()
    const second = await memberships()
    expect(second).toBeGreaterThan(first)
    const failing = store.transaction(async (db) => {
      await db.deleteFrom('watchlist').execute()
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await memberships()).toBe(second)
    expect(await revisionOf(store.db, 'actors')).toBe(0)
  })

  it('stay as they are when the counts of connections that are gone are added up', async () => {
    const gone = { writer: 2_000_000_000, changes: 5 }
    await store.db
      .insertInto('revision')
      .values([
        { name: 'memberships', ...gone },
        { name: 'memberships', ...gone, writer: 2_000_000_001 },
        { name: 'actors', ...gone },
      ])
      .execute()
    for (let turn = 0; turn < 2; turn++) {
      await foldRevisions(store)
      expect([await memberships(), await revisionOf(store.db, 'actors')]).toEqual([10, 5])
    }
    const { rows } = await sql<{ rows: number }>`select count(*) as rows from revision`.execute(store.db)
    expect(Number(rows[0]?.rows)).toBe(store.dialect === 'postgres' ? 2 : 3)
  })
})
