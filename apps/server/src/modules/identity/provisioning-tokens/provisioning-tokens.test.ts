import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { describe, expect, it } from 'vitest'
import type { PeopleServer } from '../test-support/people-server.ts'
import { urns } from '../test-support/scim-client.ts'
import { freshPeopleServer } from '../test-support/shared-server.ts'

const path = '/v1/spillway/provisioning-tokens'

interface Issued {
  readonly id: string
  readonly token: string
  readonly expiresAt: string | null
}

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('provisioning tokens on $dialect', ({ open }) => {
  let server: PeopleServer
  let store: ControlStore
  freshPeopleServer({ open }, (started, opened) => {
    server = started
    store = opened
  })

  const create = (wish: object = {}, token = server.admin) =>
    server.call('POST', path, { name: 'directory', ...wish }, token)
  const issue = async (wish: object = {}): Promise<Issued> => (await create(wish)).json()
  const rotate = (id: string, body?: object, token = server.admin) =>
    server.call('POST', `${path}/${id}/rotate`, body, token)
  const scim = (token: string, url = '/scim/v2/Users') => server.get(url, token)
  const status = async (token: string, url?: string) => (await scim(token, url)).statusCode
  const listed = async () => (await server.get(path, server.admin)).json().provisioningTokens

  it('are shown once, kept as a hash, and told when they were last used', async () => {
    const answer = await create()
    expect(answer.statusCode).toBe(201)
    const { token, ...told } = answer.json()
    const at = '2026-02-01T00:00:00.000Z'
    expect(told).toEqual({
      ...{ id: expect.stringMatching(/^scim-[0-9a-f-]{36}$/), name: 'directory', orgUid: null },
      ...{ createdAt: at, modifiedAt: at, expiresAt: null, lastUsedAt: null },
    })
    expect(token).toMatch(/^spt_[0-9a-f-]{36}_[0-9a-f]{64}$/)
    expect(JSON.stringify(await store.db.selectFrom('provisioning_token').selectAll().execute())).not.toContain(
      token.slice(-64),
    )
    server.pass(40)
    expect([await status(token), (await listed())[0]]).toEqual([
      200,
      { ...told, lastUsedAt: server.now().toISOString() },
    ])
  })

  it('provision for years, and do nothing else', async () => {
    const { token } = await issue()
    server.pass(3 * 365 * 24 * 60 * 60)
    const user = { schemas: [urns.user], userName: 'new@scim.example', active: true }
    expect((await server.call('POST', '/scim/v2/Users', user, token)).statusCode).toBe(201)
    for (const url of ['/v1/users', '/v1/departments', path, '/v1/spillway/api-clients'])
      expect([url, await status(token, url)]).toEqual([url, 403])
    expect((await create({}, token)).statusCode).toBe(403)
  })

  it('reach no further than their organization, and end with it', async () => {
    const { orgGuid } = await server.organization('Sales')
    await server.user('outside@scim.example')
    const { token } = await issue({ orgUid: await uidOf(orgGuid) })
    expect((await scim(token)).json()).toMatchObject({ totalResults: 0 })
    await server.call('POST', `/v1/orgs/${orgGuid}/deactivate`)
    expect(await status(token)).toBe(401)
    await server.call('POST', `/v1/orgs/${orgGuid}/activate`)
    expect(await status(token)).toBe(200)
  })

  const uidOf = async (guid: string) =>
    (await store.db.selectFrom('organization').select('uid').where('guid', '=', guid).executeTakeFirstOrThrow()).uid

  it('run out when they are meant to', async () => {
    const expiresAt = new Date(server.now().getTime() + 60_000).toISOString()
    const { token, id } = await issue({ expiresAt })
    expect(await status(token)).toBe(200)
    server.pass(60)
    expect(await status(token)).toBe(401)
    // A rotation makes it last again.
    expect(await status((await rotate(id)).json().token)).toBe(200)
    const past = await create({ expiresAt: server.now().toISOString() })
    expect([past.statusCode, past.json().field]).toEqual([400, 'body.expiresAt'])
  })

  it('are rotated: the new one works, the old one ends at once', async () => {
    const first = await issue()
    const answer = await rotate(first.id, { expiresAt: '2027-01-01T00:00:00Z' })
    const second: Issued = answer.json()
    expect([answer.statusCode, second.id, second.expiresAt]).toEqual([200, first.id, '2027-01-01T00:00:00.000Z'])
    expect([await status(first.token), await status(second.token)]).toEqual([401, 200])
    expect((await rotate('scim-none')).statusCode).toBe(404)
    const both = await Promise.all([rotate(first.id), rotate(first.id)])
    const winners = both.filter(({ statusCode }) => statusCode === 200)
    const working = await Promise.all(winners.map((one) => status(one.json().token)))
    expect(working.filter((code) => code === 200)).toHaveLength(1)
  })

  it('are revoked by who manages them, or by who shows them', async () => {
    const { id, token } = await issue()
    expect((await server.call('DELETE', `${path}/${id}`)).statusCode).toBe(204)
    expect([await status(token), await listed()]).toEqual([401, []])
    expect((await server.call('DELETE', `${path}/${id}`)).statusCode).toBe(404)
    const other = await issue()
    expect((await server.post('/v1/spillway/tokens/revoke', other.token)).statusCode).toBe(204)
    expect(await status(other.token)).toBe(401)
  })

  it('are none when a character differs, whoever they name', async () => {
    const { token } = await issue()
    const last = token.endsWith('0') ? '1' : '0'
    for (const wrong of [
      `${token.slice(0, -1)}${last}`,
      `${token}0`,
      token.toUpperCase(),
      token.replace(/_.*_/, '_x_'),
    ])
      expect([wrong, await status(wrong)]).toEqual([wrong, 401])
    const [, , secret] = token.split('_')
    expect(await status(`spt_00000000-0000-4000-8000-999999999999_${secret}`)).toBe(401)
  })

  it('are made by those alone who could provision as much themselves', async () => {
    const client = async (permissions: string[], orgUid?: string) => {
      const wish = { name: 'x', permissions, ...(orgUid && { orgUid }) }
      const { id, secret } = (await server.call('POST', '/v1/spillway/api-clients', wish)).json()
      return (await server.redeem(id, secret)).json().access_token as string
    }
    const { id } = await issue()
    const manager = await client(['api-clients.read', 'api-clients.write'])
    expect([(await create({}, manager)).statusCode, (await rotate(id, undefined, manager)).statusCode]).toEqual([
      403, 403,
    ])
    expect((await server.call('DELETE', `${path}/${id}`, undefined, manager)).statusCode).toBe(204)
    const both = await client(['api-clients.write', 'directory.provision'])
    expect((await create({}, both)).statusCode).toBe(201)
    expect((await create({ orgUid: 'none' })).json()).toMatchObject({ status: 400, field: 'body.orgUid' })
    expect((await create({ name: ' ' })).statusCode).toBe(400)
  })

  it('are of no concern to who manages those of another organization', async () => {
    const [sales, other] = [await server.organization('Sales'), await server.organization('Other')]
    const under = await server.organization('Under', sales.orgGuid)
    const { tenant_id } = await server.root()
    const permissions = ['api-clients.read', 'api-clients.write', 'directory.provision', 'users.read']
    const role = { id: 'manager', tenant_id, name: 'Manager', name_key: 'manager', scope: 'organization' } as const
    const times = { created_at: '', modified_at: '' }
    const row = { ...role, ...times, legacy_id: 1000, permissions: JSON.stringify(permissions) }
    await store.db.insertInto('role').values(row).execute()
    await server.user('manager@scim.example', ['Manager'], sales.orgGuid)
    const manager = await server.tokenOf('manager@scim.example')
    const orgUid = await uidOf(other.orgGuid)
    const foreign = [await issue(), await issue({ orgUid })]
    expect([(await create({}, manager)).statusCode, (await create({ orgUid }, manager)).statusCode]).toEqual([403, 403])
    for (const { id, token } of foreign) {
      expect((await rotate(id, undefined, manager)).statusCode).toBe(404)
      expect((await server.call('DELETE', `${path}/${id}`, undefined, manager)).statusCode).toBe(404)
      expect(await status(token)).toBe(200)
    }
    for (const { orgGuid } of [sales, under]) await issue({ orgUid: await uidOf(orgGuid) })
    const mine = (await server.get(path, manager)).json().provisioningTokens
    expect([mine.length, (await listed()).length]).toEqual([2, 4])
    for (const { id } of mine) {
      expect((await rotate(id, undefined, manager)).statusCode).toBe(200)
      expect((await server.call('DELETE', `${path}/${id}`, undefined, manager)).statusCode).toBe(204)
    }
    expect((await create({ orgUid: await uidOf(under.orgGuid) }, manager)).statusCode).toBe(201)
  })

  it('are listed page by page', async () => {
    for (const name of ['a', 'b', 'c']) await issue({ name })
    const first = (await server.get(`${path}?limit=2`, server.admin)).json()
    const second = (await server.get(`${path}?limit=2&after=${first.next}`, server.admin)).json()
    const names = [...first.provisioningTokens, ...second.provisioningTokens].map(({ name }: { name: string }) => name)
    expect([names, second.next]).toEqual([['a', 'b', 'c'], null])
  })

  it('leave a trace of who made, rotated and revoked them', async () => {
    const { id } = await issue()
    await rotate(id)
    await server.call('DELETE', `${path}/${id}`)
    await server.audit.flush()
    const records = await store.db.selectFrom('audit_record').select(['type', 'record']).orderBy('seq').execute()
    const traces = records.filter(({ type }) => type.includes('provisioning_token_'))
    expect(traces.map(({ type }) => type)).toEqual(
      ['created', 'rotated', 'revoked'].map((verb) => `audit_log::provisioning_token_${verb}/1`),
    )
    expect(JSON.stringify(traces)).not.toMatch(/spt_/)
  })
})
