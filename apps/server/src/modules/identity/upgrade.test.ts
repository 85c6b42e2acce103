import { storesUnderTest } from '@spillway/control-store/testing'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { hashSecret } from './hashing.ts'
import { createPasswords } from './passwords.ts'
import { administrator } from './test-support/identity-server.ts'
import { startPeopleServer } from './test-support/people-server.ts'

const at = '2026-01-05T00:00:00.000Z'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))(
  'an installation of the first release on $dialect',
  (one) => {
    it('goes on after the upgrade: its administrator signs in and governs, its agents report', async () => {
      const store = await one.openAt('0005-audit')
      const hash = await createPasswords().hash(administrator.password)
      const { username } = administrator
      const user = sql.table('user')
      const statements = [
        sql`insert into tenant (id, name, registration_key, created_at) values ('t', 'Old', 'KEY', ${at})`,
        sql`insert into organization (uid, legacy_id, guid, tenant_id, name, created_at, modified_at)
        values ('10', 1, 'g', 't', 'Old', ${at}, ${at})`,
        sql`insert into ${user} (uid, legacy_id, tenant_id, org_uid, username, username_key, email, password_hash, roles,
        created_at, modified_at) values ('100', 1, 't', '10', ${username}, ${username.toLowerCase()}, ${username}, ${hash},
        '["Customer Cloud Admin"]', ${at}, ${at})`,
        sql`insert into agent (uid, legacy_id, tenant_id, user_uid, name, key_hash, created_at, modified_at)
        values ('1000', 1, 't', '100', 'ws-1', ${hashSecret('1000', 'the key')}, ${at}, ${at})`,
      ]
      for (const statement of statements) await statement.execute(store.db)
      await store.migrate()
      const server = await startPeopleServer(store)
      expect(server.firstStart).toBeNull()
      expect((await server.call('GET', '/v1/orgs')).json().orgs).toMatchObject([{ orgName: 'Old', orgGuid: 'g' }])
      expect((await server.call('GET', '/v1/users/100/roles')).json().roles).toMatchObject([
        { roleId: 'customer-cloud-admin' },
      ])
      const payload = { agentUid: '1000', agentKey: 'the key' }
      const answer = await server.app.inject({ method: 'POST', url: '/v1/spillway/agents/token', payload })
      const beat = { agentVersion: '0.2.0' }
      const token = answer.json().access_token
      expect((await server.call('POST', '/v1/spillway/agents/1000/heartbeat', beat, token)).statusCode).toBe(200)
      expect((await server.call('GET', '/v1/agents/1000')).json()).toMatchObject({ appVersion: '0.2.0', userId: '100' })
      await server.user('next@old.example')
      await server.close()
      await store.close()
    })
  },
)
