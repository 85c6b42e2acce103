import { execFile } from 'node:child_process'
import { appendFile, chown, cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type FileEventInput, parseFileEvent } from '@spillway/event-model'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { identityOf } from '../collector/identity-of.ts'
import { gatherFacts } from '../facts/facts.ts'
import { createLimit } from '../facts/limit.ts'
import type { FileIdentity } from '../inventory/observation.ts'
import { silentLog } from '../log.ts'
import { temporaryFolder } from '../testing/helpers.ts'
import { createPushes } from './pushes.ts'
import { pushesIn, remoteLogAt } from './remote-log.ts'
import { readRemote } from './remote-url.ts'

it.each([
  ['https://ann:ghp_token@github.com/acme/app.git?x=1#y', 'https://github.com/acme/app.git', 'GitHub'],
  ['https://token@dev.azure.com/acme/_git/app', 'https://dev.azure.com/acme/_git/app', 'dev.azure.com'],
  ['git@GitHub.com:acme/app.git', 'git@GitHub.com:acme/app.git', 'GitHub'],
  ['ann:pw@host.example:app', 'ann@host.example:app', 'host.example'],
  ['ssh://git:secret@gitlab.com:22/acme/app', 'ssh://git@gitlab.com:22/acme/app', 'GitLab'],
  ['bitbucket.org:acme/app', 'bitbucket.org:acme/app', 'Bitbucket'],
  ['https://drive.google.com/x', 'https://drive.google.com/x', 'drive.google.com'],
])('the remote %s', (address, uri, service) => {
  expect(readRemote(address)).toMatchObject({ uri, service })
})

it.each(['/srv/app.git', '../app', 'file:///srv/app.git', '', 'app'])('%j is a folder of this machine', (address) => {
  expect(readRemote(address)).toBeNull()
})

it('tells pushes in a log from fetches and clones', () => {
  const [a, b] = ['a'.repeat(40), 'b'.repeat(40)]
  const log = [
    `${'0'.repeat(40)} ${a} Ann Lee <ann@example.com> 1767225600 +0100\tclone: from github.com:acme/app`,
    `${a} ${b} Ann Lee <ann@example.com> 1767225601 +0100\tupdate by push`,
    `${b} ${a}  <> 1767225602 -0800\tupdate by push (forced update)`,
    `${a} ${b} Ann <ann@example.com> 1767225603 +0000\tfetch origin: fast-forward`,
    'damaged',
  ]
  expect(pushesIn(log.join('\n'))).toEqual([
    { from: a, to: b, userName: 'Ann Lee', userEmail: 'ann@example.com', time: 1_767_225_601_000 },
    { from: b, to: a, userName: '', userEmail: '', time: 1_767_225_602_000 },
  ])
})

it('knows the logs of remote branches by their paths', () => {
  expect(remoteLogAt('/w/app/.git/logs/refs/remotes/origin/feature/x')).toEqual({
    gitDirectory: '/w/app/.git',
    branch: 'origin/feature/x',
  })
  for (const path of ['/w/app/.git/logs/refs/heads/main', '/w/.git/logs/refs/remotes/origin/HEAD', '/w/remotes/a'])
    expect(remoteLogAt(path)).toBeNull()
})

describe('a push of the real git', () => {
  const run = promisify(execFile)
  const secretUrl = 'https://ann:secret@github.com/acme/app.git'
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let clone: string
  let known: Map<string, FileIdentity>
  let ids: number

  /** Sends what goes to the secret URL to a folder, without a word of it in the settings of the clone. */
  const git = async (...args: string[]) => {
    const elsewhere = ['-c', `url.${folder.path}/bare.insteadOf=${secretUrl}`, '-c', 'init.defaultBranch=main']
    const environment = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' }
    return (await run('git', [...elsewhere, '-C', clone, ...args], { env: environment })).stdout.trim()
  }
  const commit = async (files: Readonly<Record<string, string>>) => {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(join(clone, name, '..'), { recursive: true })
      await writeFile(join(clone, name), content)
    }
    await git('add', '-A')
    await git('commit', '-q', '-m', 'x')
    return git('rev-parse', 'HEAD')
  }
  /** What the agent would report when it looks at a path of the clone. */
  const look = async (path = '.git/logs/refs/remotes/origin/main'): Promise<readonly FileEventInput[]> => {
    const full = join(clone, path)
    const identity = identityOf(await stat(full))
    if (!identity) throw new Error('no file')
    const kind = known.has(full) ? 'modified' : 'created'
    const limit = createLimit(2)
    const pushes = createPushes({
      inventory: known,
      gather: async (file) => gatherFacts(file, { ownerName: async () => 'ann', files: limit, largeFiles: limit }),
      ownerName: async (uid) => `user-${uid}`,
      newId: () => `push-${++ids}`,
      context: () => ({
        at: new Date('2026-02-01T10:00:00Z'),
        machine: { hostname: 'ws', operatingSystem: 'Linux', privateIp: () => ['10.0.0.7'] },
        userEmail: 'ann@example.com',
      }),
      log: silentLog,
    })
    const events = await pushes({ kind, path: full, identity })
    known.set(full, identity)
    return events
  }
  const names = (events: readonly FileEventInput[]) => events.map(({ file }) => file?.name).sort()

  beforeEach(async () => {
    folder = await temporaryFolder()
    clone = join(folder.path, 'app')
    known = new Map()
    ids = 0
    await mkdir(clone)
    await git('init', '-q', '--bare', join(folder.path, 'bare'))
    await git('init', '-q')
    await git('config', 'user.name', 'Ann Lee')
    await git('config', 'user.email', 'ann@private.example')
    await git('remote', 'add', 'origin', secretUrl)
  })
  afterEach(() => folder.remove())

  it('is reported for each file it carried, with the remote but without its secrets', async () => {
    const head = await commit({ 'src/main.py': 'print(1)\n', 'README.md': 'hello' })
    await git('push', '-q', 'origin', 'main')
    const events = await look()
    expect(names(events)).toEqual(['README.md', 'main.py'])
    for (const event of events) {
      expect(parseFileEvent(event)).toMatchObject({ ok: true })
      expect(event).toMatchObject({
        event: { action: 'application-read', observer: 'Endpoint', vector: 'GIT_PUSH' },
        user: { email: 'ann@example.com' },
        file: { changeType: 'NONE', hash: { sha256: expect.any(String) }, mimeTypeByBytes: 'text/plain' },
        source: { category: 'Device', name: 'ws' },
        destination: { category: 'Source Code Repository', name: 'GitHub', domains: ['github.com'] },
        process: { executable: 'git', owner: `user-${process.getuid?.()}` },
        git: {
          eventId: 'push-1',
          lastCommitHash: head,
          repositoryUri: 'https://github.com/acme/app.git',
          repositoryUser: 'Ann Lee',
          repositoryEmail: 'ann@private.example',
          repositoryEndpointPath: clone,
        },
      })
    }
    expect(JSON.stringify(events)).not.toContain('secret')
    expect(events[0]?.file?.directory).toMatch(/\/app\/(src\/)?$/)
  })

  it('is reported once, and the next with its own files alone, over several commits and without deleted ones', async () => {
    await commit({ a: '1', b: '1' })
    await git('push', '-q', 'origin', 'main')
    expect(names(await look())).toEqual(['a', 'b'])
    expect(await look()).toEqual([])
    await commit({ c: '2' })
    await rm(join(clone, 'a'))
    await commit({ 'd e\n': '3' })
    await git('push', '-q', 'origin', 'main')
    expect(names(await look())).toEqual(['c', 'd e\n'])
  })

  it('of a new branch is reported with what the remote did not have', async () => {
    await commit({ a: '1' })
    await git('push', '-q', 'origin', 'main')
    await git('checkout', '-q', '-b', 'team/x')
    await commit({ b: '1' })
    await git('push', '-q', 'origin', 'team/x')
    expect(names(await look('.git/logs/refs/remotes/origin/team/x'))).toEqual(['b'])
    await git('push', '-q', 'origin', 'team/x:again')
    const [event, ...more] = await look('.git/logs/refs/remotes/origin/again')
    expect(more).toEqual([])
    expect(event).toMatchObject({ event: { vector: 'GIT_PUSH' }, file: { changeType: 'NONE' } })
    expect(event?.file?.name).toBeUndefined()
    expect(parseFileEvent(event)).toMatchObject({ ok: true })
  })

  it('is not reported of a clone that was copied here, nor again when its log is cut', async () => {
    await commit({ a: '1' })
    await git('push', '-q', 'origin', 'main')
    const log = join(clone, '.git/logs/refs/remotes/origin/main')
    const old = (await readFile(log, 'utf8')).replace(/> \d+ /, '> 1500000000 ')
    await writeFile(log, old)
    await cp(clone, join(folder.path, 'copy'), { recursive: true })
    clone = join(folder.path, 'copy')
    expect(await look()).toEqual([])
    await appendFile(join(clone, '.git/logs/refs/remotes/origin/main'), old)
    expect(await look()).toHaveLength(1)
    await writeFile(join(clone, '.git/logs/refs/remotes/origin/main'), old)
    expect(await look()).toEqual([])
  })

  it('to a folder of this machine is not one', async () => {
    await git('remote', 'set-url', 'origin', join(folder.path, 'bare'))
    await commit({ a: '1' })
    await git('push', '-q', 'origin', 'main')
    expect(await look()).toEqual([])
  })

  it('through a short name for the remote is reported under its long one', async () => {
    await commit({ a: '1' })
    await git('push', '-q', 'origin', 'main')
    await git('remote', 'set-url', 'origin', 'gl:acme/app')
    await git('config', 'url.https://gitlab.com/.insteadOf', 'gl:')
    expect(await look()).toMatchObject([{ git: { repositoryUri: 'https://gitlab.com/acme/app' } }])
  })

  it("lends its rights to nothing that a stranger's clone names in its settings", async (context) => {
    if (process.getuid?.() !== 0) {
      console.warn('NOT RUN: a clone of somebody else. That takes an agent that runs as root')
      return context.skip('not root')
    }
    await commit({ a: '1' })
    await git('push', '-q', 'origin', 'main')
    await git('config', 'core.fsmonitor', `id -u > ${folder.path}/ran; false`)
    await git('config', 'core.alternateRefsCommand', `id -u > ${folder.path}/ran; false`)
    const stranger = 65_534
    for (const path of ['.', 'app', 'app/.git']) await chown(join(folder.path, path), stranger, stranger)
    expect(names(await look())).toEqual(['a'])
    const ranAs = await readFile(join(folder.path, 'ran'), 'utf8').catch(() => 'nothing ran')
    expect(['nothing ran', `${stranger}\n`]).toContain(ranAs)
  })
})
