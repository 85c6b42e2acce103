import { execFileSync, spawn } from 'node:child_process'
import { mkdir, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { allOf, createSpillwayClient, fileEventQuery, is, type SpillwayClient } from '@spillway/sdk'
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
      heartbeatInterval: 100,
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
  expect(agents).toMatchObject([
    {
      architecture: process.arch,
      remoteAddress: '127.0.0.1',
      healthIssues: [],
      lastError: null,
      upgrade: null,
      settings: { revision: 0, acknowledged: 0 },
    },
  ])
  for await (const loss of client.agents.lossLedger()) expect(loss).toBeUndefined()
})

const onlyAgent = async () => {
  for await (const known of client.agents.list()) return known
  throw new Error('The agent is not registered')
}

const eventually = async (what: string, holds: (agent: Awaited<ReturnType<typeof onlyAgent>>) => boolean) => {
  const end = performance.now() + 10_000
  while (!holds(await onlyAgent())) {
    if (performance.now() > end) throw new Error(`Not in time: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

it('the server learns how many files and bytes are watched, and shows the machine on both generations of its API', async () => {
  await eventually('the folder was counted', ({ watchedFolders }) => watchedFolders[0]?.files === 1)
  const { agentUid, watchedFolders, timeZone } = await onlyAgent()
  expect(watchedFolders).toEqual([{ path: watched, files: 1, bytes: 6 }])
  const { data } = (await server.get(`/api/v1/Computer/${agentUid}?idType=guid&incBackupUsage=true`)).json<{
    data: object
  }>()
  expect(data).toMatchObject({
    osHostname: 'ann-laptop',
    osArch: process.arch,
    remoteAddress: '127.0.0.1',
    timeZone,
    productVersion: expect.any(String),
    lastConnected: server.clock().toISOString(),
    backupUsage: [],
  })
  expect((await server.get(`/v1/agents/${agentUid}`)).json()).toMatchObject({ agentHealthIssueTypes: [] })
})

it('an upgrade is delivered and answered truthfully, and settings are taken up', async () => {
  const { agentUid } = await onlyAgent()
  const upgrade = await server.post('/api/v4/device-upgrade/upgrade-device', { deviceGuid: agentUid })
  expect(upgrade.status).toBe(200)
  await eventually('the upgrade was answered', (agent) => agent.upgrade?.acknowledgedAt != null)
  expect((await onlyAgent()).upgrade).toMatchObject({ outcome: 'unsupported', deliveredAt: expect.any(String) })
  const path = `/api/v1/Computer/${agentUid}?idType=guid`
  const settings = { spillwayAgent: { heartbeatSeconds: '5' } }
  expect((await server.request('PUT', path, { body: { settings } })).status).toBe(200)
  await eventually('the settings were taken up', (agent) => agent.settings.acknowledged === 1)
})

const indicators = (...names: readonly string[]) =>
  expect.arrayContaining(names.map((name) => expect.objectContaining({ name })))

/** Files read by programs in this way, once there are any. */
const readings = async (vector: string): Promise<object[]> => {
  const found: object[] = []
  const end = performance.now() + 10_000
  while (found.length === 0 && performance.now() < end) {
    const query = fileEventQuery(allOf(is('event.action', 'application-read'), is('event.vector', vector)))
    for await (const event of client.fileEvents.searchAll(query)) found.push(event)
  }
  return found
}

it('a push is scored by its remote and the files it carried', async () => {
  const clone = join(watched, 'app')
  const elsewhere = `url.${folder.path}/bare.insteadOf=git@github.com:acme/app.git`
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', elsewhere, '-c', 'user.name=Ann', '-c', 'user.email=ann@private.example', ...args])
  git('init', '-q', '--bare', join(folder.path, 'bare'))
  git('init', '-q', '-b', 'main', clone)
  await writeFile(join(clone, 'main.py'), 'print(1)')
  git('-C', clone, 'remote', 'add', 'origin', 'git@github.com:acme/app.git')
  git('-C', clone, 'add', '-A')
  git('-C', clone, 'commit', '-q', '-m', 'x')
  git('-C', clone, 'push', '-q', 'origin', 'main')
  const [push] = await readings('GIT_PUSH')
  expect(push).toMatchObject({
    file: { name: 'main.py', category: 'SourceCode' },
    destination: { category: 'Source Code Repository', name: 'GitHub' },
    git: { repositoryUri: 'git@github.com:acme/app.git', repositoryEmail: 'ann@private.example' },
    risk: { trusted: false, indicators: indicators('GitHub upload', 'Source code') },
  })
})

it('a file that a browser has open is scored as going to a place unknown', async () => {
  const plan = join(watched, 'plan.txt')
  const firefox = join(folder.path, 'firefox')
  await symlink(process.execPath, firefox)
  const script = `require('fs').openSync(${JSON.stringify(plan)}); setInterval(() => {}, 1000)`
  await utimes(plan, 1_700_000_000, 1_700_000_000)
  const browser = spawn(firefox, ['-e', script], { stdio: 'ignore' })
  try {
    const [reading] = await readings('UNKNOWN')
    expect(reading).toMatchObject({
      file: { name: 'plan.txt' },
      destination: { category: 'Unknown', name: 'Unknown', tabs: [{ url: null, urlError: 'Unavailable' }] },
      risk: {
        trusted: false,
        indicators: indicators('Unknown destination'),
      },
    })
  } finally {
    browser.kill('SIGKILL')
  }
})
