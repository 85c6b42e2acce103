import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { storesUnderTest } from '../testing.ts'

const at = '2026-01-05T00:00:00.000Z'
const hour = 3_600_000
const begin = 486_000 * hour

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('activity of before upkeep on $dialect', (one) => {
  it('learns how long it matters', async () => {
    const store = await one.openAt('0036-removed-indicators')
    await store.db
      .insertInto('tenant')
      .values({ id: 't', name: 'Sample', registration_key: 'KEY-1', created_at: at })
      .execute()
    await sql`insert into alert_rule (id, tenant_id, name, description, severity, family, enabled, system, source,
        version, definition, users, notifications, created_at, created_by, modified_at, modified_by)
      values ('r', 't', 'r', '', 'Low', 'x', 1, 0, 'x', 2, '{}', '[]', '{}', ${at}, 'me', ${at}, 'me')`.execute(
      store.db,
    )
    for (const [version, windowMinutes] of [
      [1, 60],
      [2, 120],
    ] as const)
      await sql`insert into alert_rule_version (rule_id, version, name, description, severity, family, definition,
          notifications, changed_at, changed_by)
        values ('r', ${version}, 'r', '', 'Low', 'x', ${JSON.stringify({ windowMinutes })}, '{}', ${at}, 'me')`.execute(
        store.db,
      )
    for (const [version, bucket] of [
      [1, begin],
      [1, begin + 300_000],
      [2, begin + hour],
      [2, -300_000],
      [9, begin],
    ] as const)
      await sql`insert into alert_activity (tenant_id, rule_id, rule_version, actor_key, bucket, kind, content)
        values ('t', 'r', ${version}, 'a', ${bucket}, 'cloud', '{}')`.execute(store.db)
    await store.migrate()
    const rows = await store.db
      .selectFrom('alert_activity')
      .selectAll()
      .orderBy('rule_version')
      .orderBy('bucket')
      .execute()
    const offset = (value: number | null) => (value === null ? null : (Number(value) - begin) / hour)
    expect(rows.map((row) => [offset(row.window_start), offset(row.joined_until), Number(row.is_kept)])).toEqual([
      ...[
        [0, 1, 0],
        [0, 2, 0],
      ],
      ...[
        [null, null, 0],
        [0, 4, 0],
        [null, null, 0],
      ],
    ])
    await store.close()
  })
})
