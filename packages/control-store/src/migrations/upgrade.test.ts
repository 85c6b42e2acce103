import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ControlStore } from '../index.ts'
import { storesUnderTest } from '../testing.ts'

const at = '2026-01-05T00:00:00.000Z'

/** Rows as the first release wrote them: one organization with another under it, roles by name on the user. */
const before: Readonly<Record<string, readonly Record<string, string | number | null>[]>> = {
  tenant: [{ id: 't', name: 'Sample', registration_key: 'KEY-1', created_at: at }],
  organization: [
    { uid: '10', legacy_id: 1, guid: 'g-1', tenant_id: 't', parent_uid: null, name: 'Sample' },
    { uid: '20', legacy_id: 2, guid: 'g-2', tenant_id: 't', parent_uid: '10', name: 'Branch', blocked: 1 },
  ].map((row) => ({ ...row, created_at: at, modified_at: at })),
  user: [
    { uid: '100', legacy_id: 1, org_uid: '10', username: 'Ann@e.example', roles: '["Customer Cloud Admin"]' },
    { uid: '200', legacy_id: 2, org_uid: '20', username: 'bob', roles: '["PROe User","Desktop User"]', blocked: 1 },
    { uid: '300', legacy_id: 3, org_uid: '10', username: 'Élan', roles: '[]', active: 0 },
  ].map((row) => ({
    ...{ tenant_id: 't', username_key: row.username.toLowerCase(), email: row.username, password_hash: '$argon2id$x' },
    ...{ totp_secret: 'ABC', totp_last_step: 7, token_generation: 4, created_at: at, modified_at: at, ...row },
  })),
  api_client: [
    {
      ...{ id: 'key-1', tenant_id: 't', name: 'siem', description: '', secret_hash: 'h', created_by: '100' },
      ...{ permissions: '["file-events.read"]', created_at: at, modified_at: at },
    },
  ],
  agent: [
    {
      ...{
        uid: '1000',
        legacy_id: 1,
        tenant_id: 't',
        user_uid: '200',
        user_email: 'bob',
        name: 'ws-1',
        hostname: 'ws-1',
      },
      ...{ os_name: 'Linux', agent_version: '0.1.0', key_hash: 'k', stream: 's', next_expected: 42, health: 'OK' },
      ...{ spooled_events: 3, dropped_events: 2, created_at: at, modified_at: at, last_connected_at: at },
    },
  ],
  loss_ledger: [
    {
      ...{ id: 'l', agent_uid: '1000', stream: 's', first_missing: 5, last_missing: 6, count: 2 },
      ...{ reason: 'gap', detected_at: at },
    },
  ],
}

const columnsOf = async (store: ControlStore) =>
  (await store.db.introspection.getTables())
    .map(({ name, columns }) => ({
      name,
      columns: columns.map((column) => [column.name, column.dataType, column.isNullable].join(' ')).toSorted(),
    }))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))(
  'a store of the first release on $dialect',
  (one) => {
    let store: ControlStore
    beforeEach(async () => {
      store = await one.openAt('0005-audit')
      for (const [table, rows] of Object.entries(before)) for (const row of rows) await insert(table, row)
    })
    afterEach(() => store.close())

    const insert = (table: string, row: Readonly<Record<string, string | number | null>>) => {
      const names = sql.join(Object.keys(row).map((name) => sql.ref(name)))
      return sql`insert into ${sql.table(table)} (${names}) values (${sql.join(Object.values(row))})`.execute(store.db)
    }

    it('is brought up with everything it held', async () => {
      await store.migrate()
      const organizations = await store.db.selectFrom('organization').selectAll().orderBy('legacy_id').execute()
      expect(organizations).toMatchObject([
        { uid: '10', path: '/1/', registration_key: 'KEY-1', maximum_seats: -1, settings: '{}', blocked: 0, active: 1 },
        { uid: '20', path: '/1/2/', registration_key: null, parent_uid: '10', blocked: 1, deactivated_with: null },
      ])
      const users = await store.db.selectFrom('user').selectAll().orderBy('legacy_id').execute()
      const kept = { password_hash: '$argon2id$x', totp_secret: 'ABC', totp_last_step: 7, token_generation: 4 }
      const added = { quota_bytes: -1, invited: 0, licenses: '[]', password_reset_hash: null, notes: null }
      expect(users).toMatchObject([
        { uid: '100', username: 'Ann@e.example', username_key: 'ann@e.example', ...kept, ...added },
        { uid: '200', blocked: 1, active: 1, org_uid: '20', ...kept, ...added },
        { uid: '300', blocked: 0, active: 0, username_key: 'élan', ...kept, ...added },
      ])
      expect(users[0]).not.toHaveProperty('roles')
      const grants = await store.db.selectFrom('user_role').selectAll().orderBy('user_uid').orderBy('role_id').execute()
      expect(grants).toEqual([
        { user_uid: '100', role_id: 'customer-cloud-admin', created_at: at },
        { user_uid: '200', role_id: 'desktop-user', created_at: at },
        { user_uid: '200', role_id: 'proe-user', created_at: at },
      ])
      expect(await store.db.selectFrom('agent').selectAll().execute()).toMatchObject([
        {
          ...before.agent?.[0],
          ...{ active: 1, blocked: 0, deauthorized: 0, health_issues: '[]', agent_type: 'CODE42AAT', alert_state: 0 },
          ...{ watched_folders: '[]', properties: '{}', settings_revision: 0, upgrade_requested_at: null },
        },
      ])
      for (const table of ['api_client', 'loss_ledger'] as const)
        expect(await store.db.selectFrom(table).selectAll().execute()).toMatchObject(before[table] ?? [])
    })

    it('ends with the tables and columns of a fresh one', async () => {
      await store.migrate()
      const fresh = await one.open()
      expect(await columnsOf(store)).toEqual(await columnsOf(fresh))
      await fresh.close()
    })

    it('stays as it was, whole, when a migration fails', async () => {
      await store.db
        .updateTable('user')
        .set({ roles: 'no JSON' } as never)
        .where('uid', '=', '300')
        .execute()
      await expect(store.migrate()).rejects.toThrow()
      const { rows } = await sql<{ roles: string }>`select roles from ${sql.table('user')} order by uid`.execute(
        store.db,
      )
      expect(rows.map(({ roles }) => roles)).toEqual([
        '["Customer Cloud Admin"]',
        '["PROe User","Desktop User"]',
        'no JSON',
      ])
    })
  },
)
