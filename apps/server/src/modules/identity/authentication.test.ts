import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { describe, expect, it } from 'vitest'
import { administrator, basic, type IdentityServer } from './test-support/identity-server.ts'
import { freshIdentityServer } from './test-support/shared-server.ts'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('authentication on $dialect', ({ open }) => {
  let store: ControlStore
  let server: IdentityServer
  let client: { id: string; secret: string }
  freshIdentityServer({ open }, async (started, opened) => {
    server = started
    store = opened
    const wish = { name: 'siem', permissions: ['file-events.read', 'customer.read'] }
    client = (await server.post('/v1/spillway/api-clients', await server.adminToken(), wish)).json()
  })

  const clientToken = async (): Promise<string> => (await server.redeem(client.id, client.secret)).json().access_token
  const customerStatus = async (token: string) => (await server.get('/v1/customer', token)).statusCode
  const form = (fields: Record<string, string>) => ({
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  })

  describe('API clients', () => {
    it('buy a token of fifteen minutes by Basic without a body, as the official SDK does', async () => {
      const answer = await server.redeem(client.id, client.secret)
      expect(answer.statusCode).toBe(200)
      expect(answer.headers['cache-control']).toBe('no-store')
      expect(answer.json()).toEqual({ access_token: expect.any(String), token_type: 'bearer', expires_in: 900 })
    })

    it.each(['/v1/oauth', '/v1/oauth/', '/api/v3/oauth/token', '/c42api/v3/oauth/token'])(
      'buy it on %s',
      async (path) => {
        const headers = { authorization: basic(client.id, client.secret) }
        const answer = await server.send('POST', `${path}?grant_type=client_credentials`, { headers })
        expect(answer.statusCode).toBe(200)
        expect(await customerStatus(answer.json().access_token)).toBe(200)
      },
    )

    it('buy it with the credentials as a form, or an empty form beside Basic', async () => {
      const fields = { grant_type: 'client_credentials', client_id: client.id, client_secret: client.secret }
      expect((await server.send('POST', '/v1/oauth', form(fields))).statusCode).toBe(200)
      const empty = form({})
      const headers = { ...empty.headers, authorization: basic(client.id, client.secret) }
      expect((await server.send('POST', '/v1/oauth', { ...empty, headers })).statusCode).toBe(200)
    })

    it('get 400 for another grant, in the query or in the form', async () => {
      const headers = { authorization: basic(client.id, client.secret) }
      const inQuery = await server.send('POST', '/v1/oauth?grant_type=password', { headers })
      const inForm = await server.send('POST', '/v1/oauth', form({ grant_type: 'refresh_token' }))
      for (const answer of [inQuery, inForm]) {
        expect(answer.statusCode).toBe(400)
        expect(answer.json()).toMatchObject({ error: 'unsupported_grant_type' })
      }
    })

    it('get 401 invalid_client for every kind of wrong credentials, without a challenge', async () => {
      const wrong = [
        await server.redeem(client.id, 'wrong'),
        await server.redeem('key-unknown', client.secret),
        await server.redeem('\0', '\0'),
        await server.redeem('', ''),
        await server.send('POST', '/v1/oauth'),
        await server.send('POST', '/v1/oauth', { headers: { authorization: 'Basic !!!' } }),
        await server.send('POST', '/v1/oauth', form({ client_id: client.id })),
        await server.redeem(administrator.username, administrator.password),
      ]
      for (const answer of wrong) {
        expect(answer.statusCode).toBe(401)
        expect(answer.json()).toMatchObject({ error: 'invalid_client' })
        expect(answer.headers).not.toHaveProperty('www-authenticate')
      }
      expect(new Set(wrong.map(({ body }) => body)).size).toBe(1)
    })

    it('hold a token in three parts whose claims tell tenant, kind and permissions', async () => {
      const token = await clientToken()
      expect(token.split('.')).toHaveLength(3)
      expect(decodeProtectedHeader(token)).toEqual({ alg: 'EdDSA', typ: 'JWT', kid: expect.any(String) })
      expect(decodeJwt(token)).toEqual({
        iss: 'spillway',
        sub: client.id,
        principalType: 'API_KEY',
        tenantUid: server.identity.home().tenantId,
        permissions: ['file-events.read', 'customer.read'],
        generation: 1,
        jti: expect.any(String),
        iat: 1769904000,
        exp: 1769904900,
      })
    })

    it('are not users: their own user is not found', async () => {
      const answer = await server.get('/api/v1/User/my', await clientToken())
      expect(answer.statusCode).toBe(404)
      expect(answer.json()).toEqual([{ name: 'SYSTEM', description: 'User not found' }])
    })

    it('buy more than 120 tokens in a minute', async () => {
      for (let count = 0; count < 150; count++) {
        expect((await server.redeem(client.id, client.secret)).statusCode).toBe(200)
      }
    })
  })

  describe('users', () => {
    it.each(['/v1/auth', '/v1/auth/', '/v1/auth/basic?useBody=true', '/v1/auth/basic/?useBody=True'])(
      'get a token on %s, whatever the case of their name',
      async (path) => {
        for (const name of [administrator.username, administrator.username.toLowerCase()]) {
          const headers = { authorization: basic(name, administrator.password) }
          const answer = await server.send('GET', path, { headers })
          expect(answer.statusCode).toBe(200)
          expect(answer.json()).toEqual({ bearerToken: expect.any(String) })
          expect(await customerStatus(answer.json().bearerToken)).toBe(200)
        }
      },
    )

    it('are told on /v1/auth that it is past its support, and what to use', async () => {
      const { headers } = await server.signIn()
      expect(headers).toMatchObject({
        deprecation: '@1643155200',
        sunset: 'Thu, 26 Jan 2023 00:00:00 GMT',
        link: '</v1/oauth>; rel="successor-version"',
      })
    })

    it.each(['/api/v3/auth/jwt', '/c42api/v3/auth/jwt'])('get a token in the body of %s', async (path) => {
      const headers = { authorization: basic(administrator.username, administrator.password) }
      for (const flag of ['True', 'true', '1']) {
        const answer = await server.send('GET', `${path}?useBody=${flag}`, { headers })
        expect(answer.json()).toEqual({ data: { v3_user_token: expect.any(String) }, error: null, warnings: null })
        expect(answer.headers).not.toHaveProperty('set-cookie')
        expect(decodeJwt(answer.json().data.v3_user_token)).toMatchObject({ principalType: 'USER', exp: 1769905800 })
      }
    })

    it.each(['', '?useBody=False'])('get it as a cookie on /api/v3/auth/jwt%s', async (query) => {
      const headers = { authorization: basic(administrator.username, administrator.password) }
      const answer = await server.send('GET', `/api/v3/auth/jwt${query}`, { headers })
      expect(answer.json()).toEqual({ data: null, error: null, warnings: null })
      expect(answer.headers['set-cookie']).toMatch(
        /^C42_JWT_API_TOKEN=[\w.-]+; Path=\/; Max-Age=1800; HttpOnly; SameSite=Strict$/,
      )
    })

    it('are known by that cookie on the console API, and nowhere else', async () => {
      const headers = { authorization: basic(administrator.username, administrator.password) }
      const signedIn = await server.send('GET', '/api/v3/auth/jwt', { headers })
      const [pair = ''] = String(signedIn.headers['set-cookie']).split(';')
      const asked = async (url: string, more: Record<string, string> = {}, method: 'GET' | 'POST' = 'GET') =>
        (await server.send(method, url, { headers: { cookie: `theme=dark; ${pair}`, ...more } })).statusCode
      expect(await asked('/api/v1/User/my')).toBe(200)
      expect(await asked('/c42api/v3/customer/my')).toBe(200)
      expect(await asked('/api/v1/User/my', { 'sec-fetch-site': 'same-origin' })).toBe(200)
      for (const site of ['cross-site', 'same-site'])
        expect([site, await asked('/api/v1/User/my', { 'sec-fetch-site': site })]).toEqual([site, 401])
      expect(await asked('/v1/users')).toBe(401)
      expect(await asked('/api/v1/User/my', { authorization: 'Bearer no' })).toBe(401)
      expect((await server.send('GET', '/api/v1/User/my', { headers: { cookie: `${pair}x` } })).statusCode).toBe(401)
    })

    it('sign in with letters beyond ASCII, as UTF-8 and as the Latin-1 that Python sends', async () => {
      const [username, password] = ['zoë@example.com', 'pässword: naïve']
      await server.identity.users.create({ username, password, roles: ['Insider Risk Analyst'] })
      for (const encoding of ['utf8', 'latin1'] as const) {
        const authorization = `Basic ${Buffer.from(`${username}:${password}`, encoding).toString('base64')}`
        expect((await server.send('GET', '/v1/auth', { headers: { authorization } })).statusCode).toBe(200)
      }
    })

    it('get 401 in the shape of each family for wrong credentials, without a challenge', async () => {
      const shapes = {
        '/v1/auth': { error: 'UNAUTHORIZED', message: 'Invalid or missing credentials' },
        '/api/v3/auth/jwt?useBody=True': {
          data: null,
          error: [{ primaryErrorKey: 'INVALID_CREDENTIALS', otherErrors: null }],
          warnings: null,
        },
      }
      for (const [path, body] of Object.entries(shapes)) {
        for (const credentials of [
          basic(administrator.username, 'wrong'),
          basic('nobody', 'x'),
          basic('a\0b', 'x'),
          '',
        ]) {
          const answer = await server.send('GET', path, { headers: { authorization: credentials } })
          expect(answer.statusCode).toBe(401)
          expect(answer.json()).toEqual(body)
          expect(answer.headers).not.toHaveProperty('www-authenticate')
        }
      }
    })

    it('read themselves in the console envelope, the query echoed', async () => {
      const answer = await server.get('/api/v1/User/my?incRoles=True', await server.adminToken())
      expect(answer.json()).toMatchObject({
        metadata: { timestamp: '2026-02-01T00:00:00.000Z', params: { incRoles: 'True' } },
        data: {
          userId: 1,
          userUid: expect.stringMatching(/^\d{18}$/),
          username: administrator.username,
          status: 'Active',
          orgId: 1,
          roles: ['Customer Cloud Admin'],
        },
      })
    })
  })

  describe('tokens', () => {
    it('are presented with any case of the scheme and with two spaces', async () => {
      const token = await clientToken()
      for (const authorization of [`bearer ${token}`, `BEARER ${token}`, `Bearer  ${token}`]) {
        expect((await server.send('GET', '/v1/customer', { headers: { authorization } })).statusCode).toBe(200)
      }
    })

    it('are refused without, with another scheme, with a broken or foreign signature', async () => {
      const token = await clientToken()
      const [header, payload] = token.split('.')
      const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`
      const bad = [
        undefined,
        token,
        `v3_user_token ${token}`,
        `Bearer ${token}x`,
        `Bearer ${header}.${payload}.${'A'.repeat(86)}`,
        `Bearer ${unsigned}`,
        'Bearer x',
        `Bearer ${'x'.repeat(10_000)}`,
        basic(client.id, client.secret),
      ]
      for (const authorization of bad) {
        const answer = await server.send('GET', '/v1/customer', authorization ? { headers: { authorization } } : {})
        expect(answer.statusCode).toBe(401)
        expect(answer.json()).toMatchObject({ error: 'UNAUTHORIZED', message: expect.any(String) })
        expect(answer.headers).not.toHaveProperty('www-authenticate')
      }
    })

    it('live as long as they say and no longer', async () => {
      const [ofClient, ofUser] = [await clientToken(), await server.adminToken()]
      server.pass(899)
      expect(await customerStatus(ofClient)).toBe(200)
      server.pass(1)
      expect(await customerStatus(ofClient)).toBe(401)
      expect(await customerStatus(ofUser)).toBe(200)
      server.pass(900)
      expect(await customerStatus(ofUser)).toBe(401)
    })

    it('end when their holder gives them back', async () => {
      const [token, other] = [await clientToken(), await clientToken()]
      expect(await customerStatus(token)).toBe(200)
      expect((await server.post('/v1/spillway/tokens/revoke', token)).statusCode).toBe(204)
      expect(await customerStatus(token)).toBe(401)
      expect(await customerStatus(other)).toBe(200)
      expect(
        (await server.post('/v1/spillway/tokens/revoke', await server.adminToken(), { token: other })).statusCode,
      ).toBe(204)
      expect(await customerStatus(other)).toBe(401)
    })

    it('end at once with a rotated secret and with a disabled client', async () => {
      const admin = await server.adminToken()
      const path = `/v1/spillway/api-clients/${client.id}`
      const before = await clientToken()
      expect(await customerStatus(before)).toBe(200)
      const { secret } = (await server.post(`${path}/rotate-secret`, admin)).json()
      expect(await customerStatus(before)).toBe(401)
      expect((await server.redeem(client.id, client.secret)).statusCode).toBe(401)
      const after = (await server.redeem(client.id, secret)).json().access_token
      expect(await customerStatus(after)).toBe(200)
      expect((await server.post(`${path}/disable`, admin)).json()).toMatchObject({ disabled: true })
      expect(await customerStatus(after)).toBe(401)
      expect((await server.redeem(client.id, secret)).statusCode).toBe(401)
      await server.post(`${path}/enable`, admin)
      expect(await customerStatus(after)).toBe(401)
      expect((await server.redeem(client.id, secret)).statusCode).toBe(200)
    })

    it('end at once with a blocked user, who cannot sign in either', async () => {
      const user = await server.identity.users.create({
        username: 'ada@example.com',
        password: 'a long password',
        roles: ['Insider Risk Analyst'],
      })
      const token = (await server.signIn('ada@example.com', 'a long password')).json().bearerToken
      expect(await customerStatus(token)).toBe(200)
      await server.identity.users.setBlocked(user.uid, true)
      expect(await customerStatus(token)).toBe(401)
      expect((await server.signIn('ada@example.com', 'a long password')).statusCode).toBe(401)
      await server.identity.users.setBlocked(user.uid, false)
      expect((await server.signIn('ada@example.com', 'a long password')).statusCode).toBe(200)
    })

    it('end within a second when another node revokes them', async () => {
      const token = await clientToken()
      expect(await customerStatus(token)).toBe(200)
      await store.db.updateTable('api_client').set({ disabled: 1 }).where('id', '=', client.id).execute()
      server.pass(1)
      expect(await customerStatus(token)).toBe(401)
    })

    it('keep their worth when the signing key changes', async () => {
      server.pass(30 * 24 * 3600 - 10)
      const old = await clientToken()
      server.pass(20)
      const fresh = await clientToken()
      expect(decodeProtectedHeader(fresh).kid).not.toBe(decodeProtectedHeader(old).kid)
      expect(await customerStatus(old)).toBe(200)
      expect(await customerStatus(fresh)).toBe(200)
    })

    it('hold what the client may do now, not what it could when it bought them', async () => {
      const token = await clientToken()
      const path = `/v1/spillway/api-clients/${client.id}`
      expect((await server.get('/v1/spillway/api-clients', token)).statusCode).toBe(403)
      const payload = { permissions: ['api-clients.read'] }
      const headers = { authorization: `Bearer ${await server.adminToken()}` }
      expect((await server.send('PATCH', path, { headers, payload })).statusCode).toBe(200)
      expect((await server.get('/v1/spillway/api-clients', token)).statusCode).toBe(200)
    })
  })

  it('tells the audit log who signed in, who failed and who left', async () => {
    await server.signIn(administrator.username, 'wrong')
    await server.post('/v1/spillway/tokens/revoke', await server.adminToken())
    await server.audit.flush()
    const records = await store.db.selectFrom('audit_record').select(['type', 'actor_name']).orderBy('seq').execute()
    expect(records.slice(2)).toEqual([
      { type: 'audit_log::login_failed/1', actor_name: administrator.username },
      { type: 'audit_log::logged_in/1', actor_name: administrator.username },
      { type: 'audit_log::logged_out/1', actor_name: administrator.username },
    ])
    expect(await server.audit.verify()).toMatchObject({ ok: true })
  })
})
