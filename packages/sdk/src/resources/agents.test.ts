import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSpillwayClient } from '../index.ts'
import { json, type StubServer, startStubServer } from '../testing/stub-server.ts'

let server: StubServer
beforeEach(async () => {
  server = await startStubServer()
})
afterEach(() => server.close())

it('exchanges the agent key for a token and reports a heartbeat', async () => {
  server.answer('/v1/spillway/agents/token', json({ access_token: 'agent-token', expires_in: 900 }))
  server.answer('/v1/spillway/agents/42/heartbeat', json({ upgrade: null, settings: null }))
  const credentials = { agentUid: '42', agentKey: 'key' }
  await createSpillwayClient({ baseUrl: server.url, credentials }).agents.heartbeat('42', { agentVersion: '0.1.0' })
  expect(JSON.parse(String(server.received[0]?.body))).toEqual(credentials)
  expect(server.received[1]?.headers.authorization).toBe('Bearer agent-token')
})

it('reads the loss ledger over all its pages', async () => {
  const page = (id: string, next: string | null) => json({ entries: [{ id }], next })
  server.answer('/v1/spillway/loss-ledger', page('1', 'p2'), page('2', null))
  const { agents } = createSpillwayClient({ baseUrl: server.url, credentials: { token: 't' } })
  const ids: string[] = []
  for await (const { id } of agents.lossLedger({ agentUid: '42', open: true })) ids.push(id)
  expect(ids).toEqual(['1', '2'])
  expect(server.received.map(({ query }) => query.toString())).toEqual([
    'after=&agentUid=42&open=true',
    'after=p2&agentUid=42&open=true',
  ])
})
