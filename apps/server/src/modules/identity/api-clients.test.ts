import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { describe, expect, it } from 'vitest'
import type { IdentityServer } from './test-support/identity-server.ts'
import { freshIdentityServer } from './test-support/shared-server.ts'

const path = '/v1/spillway/api-clients'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('API clients on $dialect', ({ open }) => {
  let store: ControlStore
  let server: IdentityServer
  let admin: string
  freshIdentityServer({ open }, async (started, opened) => {
    server = started
    store = opened
    admin = await server.adminToken()
  })

  const create = (permissions: string[], token = admin, name = 'siem') =>
    server.post(path, token, { name, permissions })

  it('show their secret once, and are kept without it', async () => {
    const answer = await create(['file-events.read'])
    expect(answer.statusCode).toBe(201)
    const { secret, ...client } = answer.json()
    expect(client).toEqual({
      id: expect.stringMatching(/^key-[0-9a-f-]{36}$/),
      name: 'siem',
      description: '',
      permissions: ['file-events.read'],
      disabled: false,
      createdAt: '2026-02-01T00:00:00.000Z',
      modifiedAt: '2026-02-01T00:00:00.000Z',
      lastUsedAt: null,
      orgUid: null,
    })
    expect((await server.get(path, admin)).json()).toEqual({ apiClients: [client], next: null })
    expect(JSON.stringify(await store.db.selectFrom('api_client').selectAll().execute())).not.toContain(secret)
  })

  it('tell when they were last used', async () => {
    const { id, secret } = (await create([])).json()
    server.pass(60)
    await server.redeem(id, secret)
    expect((await server.get(path, admin)).json().apiClients[0].lastUsedAt).toBe('2026-02-01T00:01:00.000Z')
  })

  it('are listed page by page', async () => {
    for (const name of ['a', 'b', 'c']) await create([], admin, name)
    const first = (await server.get(`${path}?limit=2`, admin)).json()
    const second = (await server.get(`${path}?limit=2&after=${first.next}`, admin)).json()
    expect([...first.apiClients, ...second.apiClients].map(({ name }: { name: string }) => name)).toEqual([
      'a',
      'b',
      'c',
    ])
    expect(second.next).toBeNull()
  })

  it('grant nothing that their maker does not hold', async () => {
    const { id, secret } = (await create(['api-clients.write'])).json()
    const token = (await server.redeem(id, secret)).json().access_token
    const refused = await create(['file-events.read', 'api-clients.write'], token)
    expect(refused.statusCode).toBe(403)
    expect(refused.json()).toMatchObject({ field: 'body.permissions', detail: 'You do not hold file-events.read' })
    expect((await create(['api-clients.write'], token)).statusCode).toBe(201)
  })

  it('are not taken over by way of a new secret or a new permission', async () => {
    const strong = (await create(['file-events.read'])).json()
    const { id, secret } = (await create(['api-clients.write'])).json()
    const token = (await server.redeem(id, secret)).json().access_token
    expect((await server.post(`${path}/${strong.id}/rotate-secret`, token)).statusCode).toBe(403)
    expect((await server.post(`${path}/${strong.id}/disable`, token)).statusCode).toBe(403)
    const headers = { authorization: `Bearer ${token}` }
    const raised = { headers, payload: { permissions: ['file-events.read'] } }
    expect((await server.send('PATCH', `${path}/${id}`, raised)).statusCode).toBe(403)
  })

  it('answer 404 for an unknown id and 400 for a bad wish, naming the field', async () => {
    expect((await server.post(`${path}/key-none/disable`, admin)).statusCode).toBe(404)
    const bad = await server.post(path, admin, { name: '', permissions: ['everything'] })
    expect(bad.statusCode).toBe(400)
    expect(bad.json()).toMatchObject({ code: 'MALFORMED_REQUEST', field: 'body.name' })
  })
})
