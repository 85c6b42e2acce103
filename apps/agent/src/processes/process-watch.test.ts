import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { symlink, utimes, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type FileEventInput, parseFileEvent } from '@spillway/event-model'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RemoteService } from '../destinations/sync/rclone.ts'
import { gatherFacts } from '../facts/facts.ts'
import { createLimit } from '../facts/limit.ts'
import { silentLog } from '../log.ts'
import { temporaryFolder, until } from '../testing/helpers.ts'
import { createProcFiles, type ProcFiles } from './proc-files.ts'
import { createProcessList } from './process-list.ts'
import { createProcessWatch } from './process-watch.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let events: FileEventInput[]
let ended: (() => Promise<unknown> | unknown)[]
beforeEach(async () => {
  folder = await temporaryFolder()
  events = []
  ended = []
})
afterEach(async () => {
  for (const end of ended.reverse()) await end()
  await folder.remove()
})

const hasProc = createProcFiles().processes().length > 0
const limit = createLimit(2)
const watchProcesses = (proc = createProcFiles(), remote: RemoteService | null = null) => {
  const watch = createProcessWatch({
    proc,
    ownPid: process.pid,
    interval: 50,
    now: () => performance.now(),
    isWatched: (path) => path.startsWith(`${folder.path}/`),
    ownerName: async (uid) => `user-${uid}`,
    remoteOf: () => remote,
    context: () => ({
      at: new Date(),
      machine: { hostname: 'ws', operatingSystem: 'Linux', privateIp: () => [] },
      userEmail: 'ann@example.com',
    }),
    gather: (path) => gatherFacts(path, { ownerName: async () => 'ann', files: limit, largeFiles: limit }),
    report: async (event) => events.push(event),
    log: silentLog,
  })
  watch.start()
  ended.push(() => watch.stop())
}
const put = async (name: string, content = 'secret plan\n', age = 60) => {
  const path = join(folder.path, name)
  await writeFile(path, content)
  const then = Date.now() / 1000 - age
  await utimes(path, then, then)
  return path
}
const start = (program: string, args: readonly string[]): ChildProcess => {
  const child = spawn(program, args, { cwd: folder.path, stdio: 'ignore' })
  ended.push(() => {
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    return child.exitCode === null && child.signalCode === null ? gone : undefined
  })
  return child
}
const stubborn = 'setInterval(() => {}, 1000)'

describe.skipIf(!hasProc)('over the processes of this machine', () => {
  it('sees which files a process has open for reading', async () => {
    const [read, written] = [await put('read'), await put('written')]
    const descriptors = [openSync(read, 'r'), openSync(written, 'a'), openSync(read, 'r')]
    const files = createProcFiles().filesBeingRead(process.pid, (path) => path.startsWith(folder.path))
    for (const descriptor of descriptors) closeSync(descriptor)
    expect(files).toEqual([read])
    expect(createProcFiles().filesBeingRead(2 ** 22 + 1, () => true)).toEqual([])
  })

  it('reports a file once that a browser has open, but not where it goes', async () => {
    const path = await put('plan.txt')
    const firefox = join(folder.path, 'firefox')
    await symlink(process.execPath, firefox)
    start(firefox, ['-e', `require('fs').openSync(${JSON.stringify(path)}); ${stubborn}`])
    watchProcesses()
    await until('the file was reported', () => events.length > 0)
    await wait(200)
    expect(events).toMatchObject([
      {
        event: { action: 'application-read', observer: 'Endpoint', vector: 'UNKNOWN' },
        file: { name: 'plan.txt', changeType: 'NONE', sizeInBytes: 12, hash: { md5: expect.any(String) } },
        destination: { category: 'Unknown', name: 'Unknown', tabs: [{ url: null, urlError: 'Unavailable' }] },
        process: { executable: expect.stringContaining('node'), owner: `user-${process.getuid?.()}` },
      },
    ])
    expect(parseFileEvent(events[0])).toMatchObject({ ok: true })
  })

  it('does not take a download for an upload, nor what a browser keeps for itself', async () => {
    const fresh = await put('download.bin', 'x', 0)
    const known = await put('seen.txt')
    const firefox = join(folder.path, 'firefox')
    await symlink(process.execPath, firefox)
    const files = JSON.stringify([fresh, known])
    start(firefox, ['-e', `for (const f of ${files}) require('fs').openSync(f); ${stubborn}`])
    watchProcesses()
    await until('the other file was reported', () => events.length > 0)
    expect(events.map(({ file }) => file?.name)).toEqual(['seen.txt'])
  })

  it('reports what curl sends, and to which host', async (context) => {
    if (spawnSync('curl', ['--version']).status !== 0) {
      console.warn('NOT RUN: an upload with the real curl, which is not here')
      return context.skip('no curl')
    }
    await put('a.csv', 'a,b\n')
    const server = await slowServer()
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/up`
    watchProcesses()
    start('curl', ['-s', '-T', 'a.csv', address])
    await until('the upload was reported', () => events.length > 0)
    await wait(150)
    expect(events).toMatchObject([
      {
        event: { action: 'application-read', vector: 'UPLOADED' },
        file: { name: 'a.csv', directory: `${folder.path}/` },
        destination: { category: 'Uncategorized', name: '127.0.0.1', remoteHostname: '127.0.0.1' },
        process: { executable: expect.stringMatching(/curl$/) },
      },
    ])
    expect(parseFileEvent(events[0])).toMatchObject({ ok: true })
  })
})

const slowServer = async (): Promise<Server> => {
  const server = createServer(() => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ended.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return server
}

/** Processes as a test wants them. */
const made = (processes: Readonly<Record<number, { line: string; open?: readonly string[] }>>): ProcFiles => ({
  processes: () => Object.keys(processes).map(Number),
  name: (pid) => processes[pid]?.line.split(' ')[0] ?? null,
  commandLine: (pid) => processes[pid]?.line.split(' ') ?? [],
  executable: (pid) => `/usr/bin/${processes[pid]?.line.split(' ')[0]}`,
  workingFolder: () => folder.path,
  owner: () => 1_000,
  filesBeingRead: (pid, isWanted) => (processes[pid]?.open ?? []).filter(isWanted),
})

describe('where a file goes', () => {
  const destinationOf = async (line: string, remote: RemoteService | null = null) => {
    const path = await put('plan.txt')
    watchProcesses(made({ 7: { line, open: [path] } }), remote)
    await until('the file was reported', () => events.length > 0)
    expect(events).toHaveLength(1)
    return events[0]?.destination
  }
  it.each([
    [
      'scp plan.txt ann@host.example:',
      { category: 'Uncategorized', name: 'host.example', remoteHostname: 'host.example' },
    ],
    ['curl -T plan.txt https://content.dropbox.com/2/files', { category: 'Cloud Storage', name: 'Dropbox' }],
    [
      'aws s3 cp plan.txt s3://drop/',
      { category: 'Cloud Storage', name: 'Amazon S3', remoteHostname: 'drop.s3.amazonaws.com' },
    ],
    ['sftp host.example', { name: 'host.example' }],
    ['slack', { category: 'Messaging', name: 'Slack' }],
    ['wormhole send plan.txt', { name: 'Magic Wormhole', remoteHostname: null }],
    ['rclone copy plan.txt odd:', { category: 'Unknown', name: 'Unknown' }],
  ])('%s', async (line, expected) => {
    expect(await destinationOf(line)).toMatchObject(expected)
  })

  it('rclone with the account of the remote', async () => {
    const remote: RemoteService = { service: 'Google Drive', accountType: 'BUSINESS' }
    expect(await destinationOf('rclone copy plan.txt team:', remote)).toMatchObject({
      category: 'Cloud Storage',
      name: 'Google Drive',
      accountType: 'BUSINESS',
    })
  })

  it('is not asked of files outside the watched folders, of those that programs keep, or of downloads', async () => {
    await put('plan.txt')
    const open = ['/etc/passwd', join(folder.path, '.config/chromium/History')]
    watchProcesses(
      made({
        7: { line: 'firefox', open },
        8: { line: 'scp host:plan.txt plan.txt', open: [join(folder.path, 'plan.txt')] },
      }),
    )
    await wait(200)
    expect(events).toEqual([])
  })
})

describe('the list of processes', () => {
  it('follows a process that becomes another program, and forgets it when it ends', () => {
    const processes: Record<number, { line: string }> = { 1: { line: 'bash' }, 2: { line: 'firefox' } }
    const list = createProcessList(made(processes), 3)
    const pids = () => list.now().map(({ pid }) => pid)
    expect(pids()).toEqual([2])
    processes[1] = { line: 'curl -T a host.example' }
    expect(pids()).toEqual([1, 2])
    delete processes[2]
    expect(pids()).toEqual([1])
  })

  it('asks for a bounded number of names at a look, and for all of them in the end', () => {
    const processes = Object.fromEntries(Array.from({ length: 1_000 }, (_, pid) => [pid + 1, { line: 'firefox' }]))
    let names = 0
    const proc = made(processes)
    const counted = (pid: number) => {
      names += 1
      return proc.name(pid)
    }
    const list = createProcessList({ ...proc, name: counted }, 0)
    list.now()
    expect(names).toBeLessThanOrEqual(300)
    for (let look = 0; look < 30; look += 1) list.now()
    expect(list.now()).toHaveLength(1_000)
    names = 0
    for (let look = 0; look < 20; look += 1) list.now()
    expect(names).toBeLessThanOrEqual(1_000)
  })
})
