import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { addTenant, storesUnderTest } from '../testing.ts'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('shards of detection on $dialect', (one) => {
  it('go on where the one reader stood', async () => {
    const store = await one.openAt('0027-alerts')
    await addTenant(store, 't')
    await sql`insert into detection_state (tenant_id, cursor, owner) values ('t', '{"1":"42"}', 'gone')`.execute(
      store.db,
    )
    await store.migrate()
    const shards = await store.db.selectFrom('detection_shard').selectAll().orderBy('shard').execute()
    expect(shards).toHaveLength(16)
    const free = { tenant_id: 't', cursor: '{"1":"42"}', owner: null, lease_expires_at: null, caught_up_at: null }
    expect(shards.map((shard) => ({ ...shard, shard: Number(shard.shard) }))).toEqual(
      Array.from({ length: 16 }, (_, shard) => ({ ...free, shard })),
    )
    await store.close()
  })
})
