import { startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const path = '/v1/spillway/agents'
const registration = {
  hostname: 'ws-17',
  operatingSystem: 'Linux',
  agentVersion: '1.0.0',
  userEmail: 'Admin@example.com',
}
const register = async (more: object = {}) => {
  const answer = await server.post(path, { ...registration, ...more })
  expect(answer.status).toBe(201)
  return answer.json<{ agentUid: string; agentKey: string }>()
}
const tokenOf = (agent: { agentUid: string; agentKey: string }) => server.post(`${path}/token`, agent, { token: null })
const bearerOf = async (agent: { agentUid: string; agentKey: string }) =>
  (await tokenOf(agent)).json<{ access_token: string }>().access_token

describe('an agent', () => {
  it('registers, exchanges its key for a token and sends events as itself', async () => {
    const agent = await register()
    expect(agent.agentUid).toMatch(/^\d{18}$/)
    const answer = await tokenOf(agent)
    expect(answer.json()).toMatchObject({ token_type: 'Bearer', expires_in: 3600 })
    const body = [{ event: { action: 'file-created' }, file: { name: 'from-agent.txt' }, user: { deviceUid: '1' } }]
    const stored = await server.post('/v1/ingest/file-events', body, { token: await bearerOf(agent) })
    expect(stored.json()).toMatchObject({ stored: 1 })
    const filters = [{ term: 'file.name', operator: 'IS', value: 'from-agent.txt' }]
    const found = await server.post('/v2/file-events', { groups: [{ filters }] })
    expect(found.json()).toMatchObject({
      fileEvents: [
        {
          event: { observer: 'Endpoint' },
          user: { email: 'Admin@example.com', id: expect.stringMatching(/^\d+$/), deviceUid: agent.agentUid },
          source: { name: 'ws-17', operatingSystem: 'Linux' },
        },
      ],
    })
  })

  it('may send, report for itself, and nothing else', async () => {
    const [agent, other] = [await register(), await register()]
    const token = await bearerOf(agent)
    const beat = { agentVersion: '1.0.1', health: 'OK', spooledEvents: 3, droppedEvents: 2 }
    expect((await server.post(`${path}/${agent.agentUid}/heartbeat`, beat, { token })).status).toBe(200)
    expect((await server.post(`${path}/${other.agentUid}/heartbeat`, beat, { token })).status).toBe(403)
    expect((await server.get(path, { token })).status).toBe(403)
    expect((await server.post('/v2/file-events', { groups: [] }, { token })).status).toBe(403)
    const { agents } = (await server.get(path)).json<{ agents: { agentUid: string }[] }>()
    expect(agents.find(({ agentUid }) => agentUid === agent.agentUid)).toMatchObject({
      ...beat,
      hostname: 'ws-17',
      active: true,
      lastConnectedAt: server.clock().toISOString(),
    })
  })

  it.each([
    ['an unknown agent', { agentUid: '123', agentKey: 'k' }, 401],
    ['no number', { agentUid: 'abc', agentKey: 'k' }, 400],
    ['another key', { agentUid: '', agentKey: 'wrong' }, 401],
  ])('with %s gets no token', async (_, credentials, status) => {
    const agentUid = credentials.agentUid || (await register()).agentUid
    expect((await tokenOf({ ...credentials, agentUid })).status).toBe(status)
  })

  it('is listed page by page', async () => {
    const seen: string[] = []
    for (let after = ''; ; ) {
      const page = (await server.get(`${path}?limit=2&after=${after}`)).json<{
        agents: { agentUid: string }[]
        next: string | null
      }>()
      seen.push(...page.agents.map(({ agentUid }) => agentUid))
      if (page.next === null) break
      after = page.next
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBeGreaterThan(3)
  })
})

describe('the loss ledger over HTTP', () => {
  it('shows gaps, drops and refusals, and what was filled', async () => {
    const agent = await register()
    const token = await bearerOf(agent)
    const send = (first: number, last: number, headers: Record<string, string> = {}, good = last - first + 1) => {
      const rows = Array.from({ length: last - first + 1 }, (_, index) => (index < good ? {} : []))
      const sequence = {
        'spillway-stream': 's',
        'spillway-sequence': `${first}-${last}`,
        'idempotency-key': `${first}`,
      }
      return server.post('/v1/ingest/file-events', rows, { token, headers: { ...sequence, ...headers } })
    }
    await send(1, 2)
    await send(6, 8, { 'spillway-dropped': '4' }, 2)
    await send(3, 4)
    const ledger = async (query: string) => {
      const answer = await server.get(`/v1/spillway/loss-ledger?agentUid=${agent.agentUid}&${query}`)
      const { entries, next } = answer.json<{ entries: Record<string, unknown>[]; next: string | null }>()
      return {
        next,
        entries: entries.map((entry) => [
          entry.reason,
          entry.firstMissing,
          entry.lastMissing,
          entry.count,
          entry.resolvedAt !== null,
        ]),
      }
    }
    const all = [
      ['dropped', 6, 6, 4, false],
      ['gap', 3, 4, 2, true],
      ['gap', 5, 5, 1, false],
      ['rejected', 6, 8, 1, false],
    ]
    expect((await ledger('')).entries.toSorted()).toEqual(all)
    expect((await ledger('open=true')).entries.toSorted()).toEqual(all.filter(([, , , , resolved]) => !resolved))
    const first = await ledger('limit=3')
    const second = await ledger(`limit=3&after=${first.next}`)
    expect([...first.entries, ...second.entries].toSorted()).toEqual(all)
    expect(second.next).toBeNull()
  })

  it('refuses a position it never gave', async () => {
    expect((await server.get('/v1/spillway/loss-ledger?after=x')).status).toBe(400)
  })
})
