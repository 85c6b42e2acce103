import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSpillwayClient, fileEventQuery, is, type SpillwayClient } from '@spillway/sdk'
import { startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Agent, runAgent } from './index.ts'
import { temporaryFolder, until } from './testing/helpers.ts'

let server: TestServer
let folder: Awaited<ReturnType<typeof temporaryFolder>>
let agent: Agent
let client: SpillwayClient
let watched: string

beforeAll(async () => {
  server = await startTestServer()
  folder = await temporaryFolder()
  watched = join(folder.path, 'watched')
  await mkdir(watched)
  const { id, secret } = await server.apiClient()
  const credentials = { clientId: id, clientSecret: secret }
  client = createSpillwayClient({ baseUrl: server.url, credentials })
  agent = await runAgent(
    {
      server: server.url,
      watch: [watched],
      spoolDirectory: join(folder.path, 'agent'),
      credentials,
      hostname: 'ann-laptop',
      userEmail: 'ann@example.com',
      watchRemovableMedia: false,
    },
    { clock: server.clock, newId: () => 'stream-1' },
  )
})
afterAll(async () => {
  await agent?.stop()
  await server?.close()
  await folder?.remove()
})

it('a file that was written is found by search, export and feed', async () => {
  await writeFile(join(watched, 'plan.txt'), 'hello\n')
  await until('the agent knows it was stored', () => agent.status().pending === 0 && agent.status().backlog === 0)
  const query = fileEventQuery(is('file.name', 'plan.txt'))
  const found = []
  const end = performance.now() + 10_000
  while (found.length === 0 && performance.now() < end) {
    for await (const event of client.fileEvents.searchAll(query)) found.push(event)
  }
  expect(found).toMatchObject([
    {
      event: { action: 'file-created', observer: 'Endpoint' },
      user: { email: 'ann@example.com', deviceUid: expect.stringMatching(/^\d+$/) },
      file: { category: 'Document', sizeInBytes: 6, directory: `${watched}/` },
      source: { category: 'Device', name: 'ann-laptop' },
      risk: { severity: 'NO_RISK_INDICATED' },
    },
  ])
  const csv: Uint8Array[] = []
  for await (const chunk of await client.fileEvents.exportCsv(query)) csv.push(chunk)
  expect(String(Buffer.concat(csv))).toContain('plan.txt')
  const page = await client.eventFeed.page()
  expect(page.events.map(({ event }) => event.id)).toEqual(found.map(({ event }) => event.id))
})

it('the server knows the agent and has nothing to say of losses', async () => {
  const agents = []
  for await (const known of client.agents.list()) agents.push(known)
  expect(agents).toMatchObject([{ hostname: 'ann-laptop', userEmail: 'ann@example.com', health: 'OK' }])
  for await (const loss of client.agents.lossLedger()) expect(loss).toBeUndefined()
})
