import { startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

describe('a server on an engine of its own', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ config: { apiDateHeader: true } })
  })
  afterAll(() => server.close())

  it('is healthy and ready', async () => {
    const health = await server.get('/healthz', { token: null })
    expect([health.status, health.json()]).toEqual([
      200,
      { status: 'ok', version: expect.stringMatching(/^\d+\.\d+\.\d+/) },
    ])
    const ready = await server.get('/readyz', { token: null })
    expect([ready.status, ready.json()]).toEqual([200, { status: 'ready', controlStore: 'up', eventStore: 'up' }])
  })

  it('shows metrics in the Prometheus text format', async () => {
    const { status, headers, text } = await server.get('/metrics', { token: null })
    expect([status, headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/plain; version=0\.0\.4/)])
    expect(text).toMatch(/^# TYPE spillway_http_requests_total counter$/m)
    expect(text).toMatch(/^process_resident_memory_bytes \d+/m)
  })

  it('describes itself, today and on another date', async () => {
    const document = (await server.get('/openapi.json', { token: null })).json<{ paths: object }>()
    expect(document).toMatchObject({
      openapi: '3.1.0',
      paths: { '/v1/oauth': { post: {} }, '/v1/customer': { get: {} } },
    })
    const past = await server.get('/openapi.json', { token: null, headers: { 'spillway-api-date': '2018-01-01' } })
    expect(Object.keys(past.json<{ paths: object }>().paths)).not.toContain('/v1/oauth')
    expect(past.json<{ paths: object }>().paths).toHaveProperty(['/api/v3/auth/jwt'])
  })

  it('lists what is deprecated and who still calls it', async () => {
    const headers = { authorization: `Bearer ${await server.token(await server.apiClient())}` }
    await server.get('/c42api/v3/customer/my', { token: null, headers })
    await server.get('/c42api/v3/customer/my', { token: null, headers })
    const { deprecations } = (await server.get('/v1/spillway/deprecations')).json<{
      deprecations: { path: string }[]
    }>()
    expect(deprecations.find(({ path }) => path === '/c42api/v3/customer/my')).toEqual({
      operation: 'customer.my.v3',
      method: 'GET',
      path: '/c42api/v3/customer/my',
      deprecated: '2022-01-26',
      sunset: '2023-01-26',
      successor: 'GET /api/v3/customer/my',
      uses: [
        { client: expect.stringMatching(/^api-client:key-/), requests: 2, lastUsedAt: '2026-02-01T00:00:00.000Z' },
      ],
    })
    const metrics = (await server.get('/metrics', { token: null })).text
    expect(metrics).toContain('spillway_deprecated_requests_total{operation="customer.my.v3",kind="api-client"} 2')
    expect(metrics).not.toContain('key-')
  })

  it('answers what the console asks of the server itself', async () => {
    for (const path of ['/api/v1/Ping', '/api/ping/', '/console/api/Ping'])
      expect((await server.get(path, { token: null })).json()).toMatchObject({ data: { success: true } })
    expect((await server.get('/api/v1/Diagnostic?incVolumes=true')).json()).toMatchObject({
      metadata: { params: { incVolumes: 'true' } },
      data: { dbOk: true, volumes: [], systemAlerts: [] },
    })
    expect((await server.get('/api/v1/Diagnostic', { token: null })).status).toBe(401)
  })
})

describe('a server on a remote engine', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ store: 'remote' })
  })
  afterAll(() => server.close())

  it('says that it is degraded while the engine is away, serves the rest, and recovers by itself', async () => {
    expect((await server.get('/readyz', { token: null })).status).toBe(200)
    await server.engine?.kill()
    const degraded = await server.get('/readyz', { token: null })
    expect([degraded.status, degraded.json()]).toEqual([
      503,
      { status: 'degraded', controlStore: 'up', eventStore: 'away' },
    ])
    expect((await server.get('/healthz', { token: null })).status).toBe(200)
    expect((await server.get('/v1/customer')).status).toBe(200)
    await server.engine?.restart()
    await expect.poll(async () => (await server.get('/readyz', { token: null })).status).toBe(200)
  })
})
