import { execFileSync } from 'node:child_process'
import { appendFile, link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseFileEvent } from '@spillway/event-model'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Agent, AgentNotRegistered, type AgentOptions, runAgent, SpoolInUse } from './index.ts'
import { temporaryFolder, until } from './testing/helpers.ts'
import { type RecordingServer, startRecordingServer } from './testing/recording-server.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let server: RecordingServer
let watched: string
let running: Agent[]

beforeEach(async () => {
  folder = await temporaryFolder()
  watched = join(folder.path, 'watched')
  await mkdir(watched)
  server = await startRecordingServer()
  running = []
})
afterEach(async () => {
  for (const agent of running) await agent.stop()
  await server.close()
  await folder.remove()
})

const start = async (options: Partial<AgentOptions> = {}): Promise<Agent> => {
  let id = 0
  const agent = await runAgent(
    {
      server: server.url,
      watch: [watched],
      spoolDirectory: join(folder.path, 'agent'),
      credentials: { clientId: 'key-1', clientSecret: 'secret' },
      userEmail: 'ann@example.com',
      hostname: 'ann-laptop',
      quiet: 40,
      renameWindow: 120,
      backoff: { base: 10, cap: 50 },
      watchRemovableMedia: false,
      ...options,
    },
    { clock: () => new Date('2026-02-01T10:00:00Z'), newId: () => `stream-${++id}` },
  )
  running.push(agent)
  return agent
}
const stop = async (agent: Agent) => {
  running = running.filter((other) => other !== agent)
  await agent.stop()
}
const file = (name: string) => join(watched, name)
const events = () => server.rows().map(({ event }) => event)
const summary = () => events().map(({ event, file: { name, originalName } }) => [event.action, name, originalName])
const arrived = (count: number) => until(`${count} events arrived`, () => server.rows().length >= count)
const numbers = () => server.rows().map(({ sequence }) => sequence)
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

describe('reports', () => {
  it('a new file with all its facts within a second', async () => {
    await start()
    const begun = performance.now()
    await writeFile(file('plan.txt'), 'hello\n')
    await arrived(1)
    expect(performance.now() - begun).toBeLessThan(1_000)
    const [event] = events()
    expect(event).toMatchObject({
      '@timestamp': '2026-02-01T10:00:00.000Z',
      event: { action: 'file-created', observer: 'Endpoint', vector: null },
      user: { email: 'ann@example.com' },
      file: {
        name: 'plan.txt',
        directory: `${watched}/`,
        sizeInBytes: 6,
        mimeTypeByBytes: 'text/plain',
        mimeTypeByExtension: 'text/plain',
        changeType: 'CREATED',
        hash: {
          md5: 'b1946ac92492d2347c6235b4d2611184',
          sha256: '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03',
          md5Error: null,
          sha256Error: null,
        },
      },
      source: { category: 'Device', name: 'ann-laptop', operatingSystem: expect.any(String) },
    })
    expect(event).not.toHaveProperty('destination')
    expect(parseFileEvent(event)).toMatchObject({ ok: true })
  })

  it('change, rename, atomic replacement and deletion once each', async () => {
    await writeFile(file('old.txt'), 'here before')
    await start()
    await appendFile(file('old.txt'), ' and changed')
    await arrived(1)
    await rename(file('old.txt'), file('new.txt'))
    await arrived(2)
    const draft = join(folder.path, 'draft')
    await writeFile(draft, 'whole new content')
    await rename(draft, file('new.txt'))
    await arrived(3)
    await rm(file('new.txt'))
    await arrived(4)
    await wait(200)
    expect(summary()).toEqual([
      ['file-modified', 'old.txt', null],
      ['file-modified', 'new.txt', 'old.txt'],
      ['file-modified', 'new.txt', null],
      ['file-deleted', 'new.txt', null],
    ])
    expect(events()[3]?.file).toMatchObject({ changeType: 'DELETED' })
  })

  it('a folder that moves as renames of what it holds', async () => {
    await mkdir(file('a/b'), { recursive: true })
    await writeFile(file('a/b/x'), '1')
    await writeFile(file('a/y'), '22')
    await start()
    await rename(file('a'), file('c'))
    await arrived(2)
    await wait(200)
    expect(
      events()
        .map(({ file: { directory, originalDirectory } }) => [originalDirectory, directory])
        .sort(),
    ).toEqual([
      [`${watched}/a/`, `${watched}/c/`],
      [`${watched}/a/b/`, `${watched}/c/b/`],
    ])
  })

  it('a second name of a file as a new file', async () => {
    await writeFile(file('one'), 'same')
    await start()
    await link(file('one'), file('two'))
    await arrived(1)
    expect(summary()).toEqual([['file-created', 'two', null]])
  })

  it('a file that is written slowly once, when it is done', async () => {
    await start({ quiet: 400 })
    for (let part = 0; part < 8; part += 1) {
      await appendFile(file('slow.log'), 'x'.repeat(100))
      await wait(20)
    }
    await arrived(1)
    await wait(500)
    expect(events().map(({ file }) => file)).toMatchObject([{ name: 'slow.log', sizeInBytes: 800 }])
  })

  it('hidden files, but neither temporary ones nor its own', async () => {
    await start({ spoolDirectory: file('.agent') })
    for (const name of ['.env', '~$report.docx', 'movie.crdownload', 'notes~']) await writeFile(file(name), 'x')
    await arrived(1)
    await wait(200)
    expect(summary()).toEqual([['file-created', '.env', null]])
  })

  it('what goes into a sync folder or onto a removable medium as leaving', async () => {
    await mkdir(file('OneDrive - Acme'))
    await mkdir(file('stick'))
    await start({ removableFolders: [file('stick')] })
    await writeFile(file('OneDrive - Acme/plan'), 'x')
    await arrived(1)
    await writeFile(file('stick/plan'), 'x')
    await arrived(2)
    await writeFile(file('kept'), 'y')
    await arrived(3)
    await rename(file('kept'), file('stick/kept'))
    await arrived(4)
    expect(events()).toMatchObject([
      {
        event: { action: 'sync-app-created', vector: 'UPLOADED' },
        destination: { category: 'Cloud Storage', name: 'OneDrive', accountType: 'BUSINESS', accountName: 'Acme' },
      },
      {
        event: { action: 'removable-media-created', vector: 'REMOVABLE_MEDIA_OUT' },
        destination: { category: 'Device', name: 'Removable Media', removableMedia: { volumeName: ['stick'] } },
      },
      { event: { action: 'file-created' } },
      { event: { action: 'removable-media-created' }, file: { originalName: 'kept', changeType: 'CREATED' } },
    ])
    for (const event of events()) expect(parseFileEvent(event)).toMatchObject({ ok: true })
  })

  it('what an archive holds, when it leaves', async () => {
    await mkdir(file('Dropbox'))
    await writeFile(file('plan.txt'), 'secret')
    await start()
    execFileSync('tar', ['-czf', file('Dropbox/a.tgz'), '-C', watched, 'plan.txt'])
    await arrived(2)
    const [member, archive] = events()
    expect(archive).toMatchObject({ event: { action: 'sync-app-created' }, file: { name: 'a.tgz' } })
    expect(member).toMatchObject({
      event: { action: 'sync-app-created', vector: 'UPLOADED' },
      file: { name: 'plan.txt', originalDirectory: `${watched}/`, parentArchiveId: archive?.file.hash?.sha256 },
    })
  })

  it('what happened while it was not running', async () => {
    for (const name of ['changed', 'gone', 'moved', 'same']) await writeFile(file(name), name)
    await stop(await start())
    await writeFile(file('changed'), 'other content')
    await rm(file('gone'))
    await rename(file('moved'), file('moved here'))
    await writeFile(file('added'), 'new')
    await start()
    await arrived(4)
    await wait(200)
    expect(summary().sort()).toEqual([
      ['file-created', 'added', null],
      ['file-deleted', 'gone', null],
      ['file-modified', 'changed', null],
      ['file-modified', 'moved here', 'moved'],
    ])
  })

  it('nothing of a folder that is watched for the first time', async () => {
    await writeFile(file('here before'), 'x')
    const agent = await start()
    await wait(200)
    expect([server.rows(), agent.status().pending]).toEqual([[], 0])
  })
})

describe('delivers once', () => {
  it('when the server was away from the start', async () => {
    await server.goAway()
    const agent = await start()
    for (const number of upTo(20)) await writeFile(file(`f${number}`), String(number))
    await until('all are on disk', () => agent.status().pending === 20)
    await server.comeBack()
    await arrived(20)
    expect(numbers()).toEqual(upTo(20))
    expect(server.registrations()).toBe(1)
    await until('the agent knows', () => agent.status().pending === 0 && agent.status().failure === null)
  })

  it('when the server dies after storing, before answering, and the agent is restarted', async () => {
    let deaths = 0
    server.fault = () => (++deaths <= 3 ? 'store-then-drop' : null)
    const agent = await start({ backoff: { base: 5_000, cap: 5_000 } })
    await writeFile(file('a'), 'a')
    await until('the first answer was lost', () => deaths === 1)
    await writeFile(file('b'), 'b')
    await until('both are on disk', () => agent.status().pending === 2)
    await stop(agent)
    await start()
    await arrived(2)
    await wait(150)
    expect(numbers()).toEqual([1, 2])
    expect(server.batches().map(({ key }) => key)).toEqual(['stream-1-1-1', 'stream-1-2-2'])
  })

  it('through refusals and drops', async () => {
    const faults = ['drop', { status: 503 }, { status: 429 }, { status: 500 }, { status: 401 }, 'drop'] as const
    let request = 0
    server.fault = () => faults[request++] ?? null
    await start()
    await writeFile(file('a'), 'a')
    await arrived(1)
    expect(numbers()).toEqual([1])
  })

  it('around an event the server cannot take', async () => {
    const isPoison = (name: string) => name === 'f7'
    server.fault = ({ rows }) =>
      rows.some(({ event }) => isPoison(event.file.name)) ? { status: 400, body: { code: 'MALFORMED_REQUEST' } } : null
    await server.goAway()
    const agent = await start()
    for (const number of upTo(20)) await writeFile(file(`f${number}`), String(number))
    await until('all are on disk', () => agent.status().pending === 20)
    await server.comeBack()
    await arrived(19)
    await until('nothing waits', () => agent.status().pending === 0)
    expect(new Set(summary().map(([, name]) => name)).size).toBe(19)
    expect(String(await readFile(join(folder.path, 'agent/quarantine.ndjson')))).toContain('"f7"')
  })

  it('past a batch of which the server refuses every row', async () => {
    server.fault = ({ rows }) => (rows[0]?.sequence === 1 ? { status: 400, body: { code: 'INVALID_EVENTS' } } : null)
    await start()
    await writeFile(file('a'), 'a')
    await until('the refusal came', () => server.requests().filter((url) => url.includes('ingest')).length === 1)
    await writeFile(file('b'), 'b')
    await arrived(1)
    expect(numbers()).toEqual([2])
  })
})

it('drops the newest when the spool is full and tells how many', async () => {
  await server.goAway()
  const agent = await start({ capacityBytes: 64 * 1024, segmentBytes: 16 * 1024 })
  const deep = join(watched, 'd'.repeat(200), 'e'.repeat(200), 'f'.repeat(200))
  await mkdir(deep, { recursive: true })
  await Promise.all(upTo(150).map((number) => writeFile(join(deep, `${number}`), 'x')))
  await until('some were dropped', () => agent.status().droppedTotal > 0 && agent.status().backlog === 0)
  const { pending, droppedTotal } = agent.status()
  expect(pending + droppedTotal).toBe(150)
  await server.comeBack()
  await arrived(pending)
  await until('the agent knows', () => agent.status().pending === 0)
  // A batch tells of the losses before it first set out; the next one tells of the rest.
  await writeFile(file('later'), 'x')
  await arrived(pending + 1)
  expect(numbers()).toEqual(upTo(pending + 1))
  expect(server.batches().reduce((sum, { dropped }) => sum + dropped, 0)).toBe(droppedTotal)
})

it('keeps its key where only its owner reads it, and registers once', async () => {
  await stop(await start())
  await until('it is registered', () => server.registrations() === 1)
  await start({ credentials: undefined })
  await writeFile(file('a'), 'a')
  await arrived(1)
  const identity = join(folder.path, 'agent/identity.json')
  expect((await stat(identity)).mode & 0o777).toBe(0o600)
  expect(server.registrations()).toBe(1)
})

it('reports how it fares', async () => {
  await start()
  await until('a heartbeat came', () => server.heartbeats().length > 0)
  expect(server.heartbeats()[0]).toMatchObject({
    health: 'OK',
    healthIssues: [],
    lastError: null,
    spooledEvents: 0,
    droppedEvents: 0,
    settingsRevision: 0,
  })
})

it('tells what ails it in the published names, and why', async () => {
  server.fault = () => ({ status: 503, body: { code: 'STORE_UNAVAILABLE' } })
  await start({ heartbeatInterval: 100 })
  await writeFile(file('a'), 'a')
  const ill = () => server.heartbeats().at(-1)
  await until('it says so', () => ill()?.health === 'NOT_DELIVERING')
  expect(ill()).toMatchObject({
    healthIssues: ['NOT_SENDING_SECURITY_EVENTS'],
    lastError: expect.any(String),
    spooledEvents: 1,
    watchedFolders: [{ path: watched, files: 1, bytes: 1 }],
  })
  server.fault = () => ({ status: 400, body: { code: 'INVALID_EVENTS' } })
  await until('it says so', () => String(ill()?.healthIssues) === 'SECURITY_INGEST_REJECTED')
  server.fault = () => null
  await writeFile(file('b'), 'b')
  await until('it is well again', () => ill()?.health === 'OK' && String(ill()?.healthIssues) === '')
})

it('answers an upgrade until the server has heard it, and beats at the pace that settings ask for', async () => {
  const requestedAt = '2026-02-01T00:00:00.000Z'
  server.instructions = { upgrade: { requestedAt }, settings: { revision: 3, document: { other: 1 } } }
  await start({ heartbeatInterval: 100 })
  const last = () => server.heartbeats().at(-1)
  await until('it answers', () => last()?.acknowledgedUpgrade !== undefined)
  expect(last()).toMatchObject({ acknowledgedUpgrade: { requestedAt, outcome: 'unsupported' }, settingsRevision: 3 })
  const slow = { revision: 4, document: { spillwayAgent: { heartbeatSeconds: '3600' } } }
  server.instructions = { upgrade: null, settings: slow }
  const heard = server.heartbeats().length
  await until('it was told', () => server.heartbeats().length > heard)
  await wait(500)
  expect(server.heartbeats().length).toBe(heard + 1)
})

it('does not start when it cannot become an agent', async () => {
  await expect(start({ credentials: undefined })).rejects.toBeInstanceOf(AgentNotRegistered)
})

it('takes a folder that is not there for absent, not for emptied', async () => {
  await writeFile(file('kept'), 'x')
  await stop(await start())
  await rename(watched, `${watched} elsewhere`)
  const agent = await start()
  await wait(200)
  expect(agent.status().pending).toBe(0)
  await stop(agent)
  await rename(`${watched} elsewhere`, watched)
  await start()
  await wait(200)
  expect(server.rows()).toEqual([])
})

it('shares its folder with no other agent', async () => {
  await start()
  await expect(start()).rejects.toBeInstanceOf(SpoolInUse)
})
