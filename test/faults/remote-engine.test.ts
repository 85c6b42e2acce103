import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ClickHouseEndpoint, clickHouseEndpoint } from '@spillway/testkit/clickhouse-endpoint'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fixtureEvents } from '../support/fixture-events.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { waitFor } from '../support/wait.ts'

const everything = { groups: [{ filters: [{ term: 'event.id', operator: 'EXISTS' }] }], pgSize: 10 }

describe('the remote engine going away and coming back', () => {
  let directory: string
  let engine: ClickHouseEndpoint
  let server: ServerProcess

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'spillway-engine-'))
    engine = await clickHouseEndpoint(directory)
    const { host } = new URL(engine.url)
    const address = `http://${engine.username}:${engine.password}@${host}/${engine.database}`
    server = await startServerProcess({ arguments: ['--event-store', address] })
  }, 90_000)
  afterAll(async () => {
    await server?.end()
    await engine?.close()
    await rm(directory, { recursive: true, force: true })
  })

  const total = async () => {
    const response = await server.api.post('/v2/file-events', everything)
    const body = (await response.json()) as { totalCount?: number }
    return { status: response.status, total: body.totalCount }
  }
  const events = fixtureEvents(300, new Date())

  it('answers 503 while it is away, and works again by itself', async () => {
    await server.api.ingest(events.slice(0, 100))
    expect(await total()).toEqual({ status: 200, total: 100 })

    await engine.kill()
    const search = await server.api.post('/v2/file-events', everything)
    expect(search.status).toBe(503)
    expect(search.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(await search.json()).toBeTypeOf('object')
    const batch = events.slice(100, 200)
    const headers = { 'idempotency-key': 'sent-while-the-engine-is-away' }
    const refused = await server.api.post('/v1/ingest/file-events', batch, headers)
    expect(refused.status).toBe(503)
    expect((await server.api.get('/readyz')).status).toBe(503)
    expect((await server.api.get('/healthz')).status).toBe(200)
    // What needs no engine goes on.
    expect((await server.api.get('/v1/customer')).status).toBe(200)

    await engine.restart()
    await waitFor('readiness', 30_000, async () => (await server.api.get('/readyz')).ok || undefined)
    const repeated = await server.api.post('/v1/ingest/file-events', batch, headers)
    expect(await repeated.json()).toMatchObject({ received: 100, stored: 100 })
    await server.api.ingest(events.slice(200))
    expect(await total()).toEqual({ status: 200, total: 300 })
  }, 120_000)

  it('an answer lost on the way stores nothing twice', async () => {
    const batch = fixtureEvents(400, new Date()).slice(300)
    const headers = { 'idempotency-key': 'whose-answer-got-lost' }
    await engine.fault({ kind: 'lose-answer' })
    const unsure = await server.api.post('/v1/ingest/file-events', batch, headers)
    await engine.heal()
    expect([200, 503]).toContain(unsure.status)
    const stored = await waitFor('the batch to be stored', 30_000, async () => {
      const response = await server.api.post('/v1/ingest/file-events', batch, headers)
      return response.ok ? ((await response.json()) as { stored: number }) : undefined
    })
    expect(stored.stored).toBe(100)
    expect(await total()).toEqual({ status: 200, total: 400 })
  }, 120_000)
})
