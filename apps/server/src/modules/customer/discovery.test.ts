import { serviceKeys } from '@spillway/contract'
import type { ControlStore } from '@spillway/control-store'
import { sqliteUnderTest } from '@spillway/control-store/testing'
import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  administrator,
  basic,
  type IdentityServer,
  startIdentityServer,
} from '../identity/test-support/identity-server.ts'

let store: ControlStore
let server: IdentityServer
beforeEach(async () => {
  store = await sqliteUnderTest.open()
  server = await startIdentityServer({ store })
})
afterEach(async () => {
  await server.close()
  await store.close()
})

const from = (host: string, more: Record<string, string> = {}) => ({ headers: { host, ...more } })
const text = async (url: string, host: string) => (await server.send('GET', url, from(host))).body

/** What py42 does with the address it reads from ServerEnv. */
const keyValueBase = (stsBaseUrl: string) => stsBaseUrl.replace('sts', 'simple-key-value-store')

it('leads py42 from a user name and password to its services, as it asks step by step', async () => {
  const host = '127.0.0.1:4200'
  const jwt = await server.send('GET', '/api/v3/auth/jwt?useBody=True', {
    headers: { host, authorization: basic(administrator.username, administrator.password) },
  })
  const authorization = `Bearer ${jwt.json().data.v3_user_token}`
  expect((await server.send('GET', '/api/v1/User/my', from(host, { authorization }))).statusCode).toBe(200)
  const environment = await server.send('GET', '/api/v1/ServerEnv', from(host, { authorization }))
  const base = keyValueBase(environment.json().stsBaseUrl)
  expect(base).toBe(`http://${host}`)
  expect(await text('/v1/FORENSIC_SEARCH-API_URL', host)).toBe(`http://${host}`)
})

it('leads py42 from an API client: token, then tenant', async () => {
  const admin = await server.adminToken()
  const client = (await server.post('/v1/spillway/api-clients', admin, { name: 'x', permissions: [] })).json()
  const token = await server.send('POST', '/api/v3/oauth/token?grant_type=client_credentials', {
    headers: { authorization: basic(client.id, client.secret) },
  })
  const mine = await server.get('/api/v3/customer/my', token.json().access_token)
  expect(mine.json()).toMatchObject({
    data: { tenantUid: server.identity.home().tenantId },
    error: null,
    warnings: null,
  })
})

it('leads py42 from a token of the caller: it reads the tenant alone', async () => {
  const token = await server.adminToken()
  for (const path of ['/api/v3/customer/my', '/c42api/v3/customer/my']) {
    expect((await server.get(path, token)).json().data).toEqual({
      name: 'Spillway',
      registrationKey: expect.stringMatching(/^[0-9a-z]{16}$/),
      deploymentModel: 'PRIVATE',
      maintenanceMode: false,
      tenantUid: server.identity.home().tenantId,
      masterServicesAgreement: { accepted: true, acceptanceRequired: false },
    })
  }
})

it('answers /v1/customer in the published shape, and 401 without a token', async () => {
  const { name, registrationKey, tenantId } = server.identity.home()
  const answer = await server.get('/v1/customer', await server.adminToken())
  expect(answer.json()).toEqual({ name, registrationKey, tenantId })
  expect((await server.send('GET', '/v1/customer')).json()).toMatchObject({ error: 'UNAUTHORIZED' })
})

it('answers the eleven keys without authentication as bare text, and no other', async () => {
  expect(serviceKeys).toHaveLength(11)
  for (const key of serviceKeys) {
    const answer = await server.send('GET', `/v1/${key}`, from('files.example:8080'))
    expect(answer.headers['content-type']).toMatch(/^text\/plain/)
    const path = key === 'employeecasemanagementV2-API_URL' ? '/svc/api/' : ''
    expect(answer.body).toBe(`http://files.example:8080${path}`)
  }
  for (const key of ['FORENSIC_SEARCH-API-URL', 'forensic_search-api_url', 'nothing', 'constructor']) {
    expect((await server.send('GET', `/v1/${key}`)).statusCode).toBe(404)
  }
})

it('survives a host name with the letters that py42 replaces', async () => {
  for (const host of ['hosts.example', 'tests.local:4200', 'sts.sts.example']) {
    const { stsBaseUrl } = (await server.send('GET', '/api/v1/ServerEnv', from(host))).json()
    expect(new URL(keyValueBase(stsBaseUrl)).host).toBe(host)
  }
})

it('names the scheme that a TLS proxy reports, or the configured address', async () => {
  const behindProxy = await server.send(
    'GET',
    '/api/v1/ServerEnv',
    from('incydr.example', { 'x-forwarded-proto': 'https' }),
  )
  expect(behindProxy.json()).toMatchObject({ ssl: true, httpsPort: 443, stsBaseUrl: 'https://incydr.example' })
  const configured = await startIdentityServer({ store, publicUrl: 'https://spillway.example:8443/' })
  const answer = await configured.send('GET', '/v1/CASES_API-URL', from('10.0.0.1'))
  expect(answer.body).toBe('https://spillway.example:8443')
  await configured.close()
})

it('refuses a Host header that is no host name', async () => {
  const shaped = ['a b', 'evil.example/path', 'x@evil.example', '"><script>']
  for (const host of [...shaped, 'x:99999', '1.2.3.4.5', '999.1.1.1', '[:::]']) {
    expect([host, (await server.send('GET', '/v1/CASES_API-URL', from(host))).statusCode]).toEqual([host, 400])
    expect([host, (await server.send('GET', '/api/v1/ServerEnv', from(host))).statusCode]).toEqual([host, 400])
  }
})

it('tells how a user signs in; unknown names look like the second factor', async () => {
  const loginType = async (username: string) =>
    (await server.send('GET', `/api/v3/LoginConfiguration?username=${encodeURIComponent(username)}`)).json().data
      .loginType
  expect(await loginType(administrator.username)).toBe('LOCAL_2FA')
  expect(await loginType('nobody@example.com')).toBe('LOCAL_2FA')
  expect((await server.send('GET', '/c42api/v3/LoginConfiguration')).json()).toEqual({
    data: { loginType: 'LOCAL_2FA' },
    error: null,
    warnings: null,
  })
})
