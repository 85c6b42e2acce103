import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run, succeed } from '../support/command.ts'
import type { FixtureEvent } from '../support/fixture-events.ts'
import { parts, python, root } from '../support/parts.ts'
import { waitFor } from '../support/wait.ts'
import { type Listener, listenTcp, listenTls, listenUdp } from './listener.ts'
import { matching, onSavedSearch, openScene, type Scene, savedSearchName } from './scene.ts'

interface V1Event {
  readonly eventId: string
  readonly fileName: string
}

const lines = (text: string) => text.split('\n').filter((line) => line.trim() !== '')
const isRust = ({ file }: FixtureEvent) => file.name.endsWith('.rs')

describe.skipIf(!parts.code42cli.present)('code42cli', () => {
  let scene: Scene
  const commands = new Set<string>()
  const count = (test: (event: FixtureEvent) => boolean) => matching(scene.events, test)
  const environment = () => ({
    HOME: scene.home,
    PYTHON_KEYRING_BACKEND: 'keyrings.alt.file.PlaintextKeyring',
    PYTHONWARNINGS: 'ignore',
    COLUMNS: '400',
  })
  const program = join(python.code42cli, 'code42')
  const code42 = (...args: string[]) => {
    const words = args.filter((word) => word.startsWith('-') || /^[a-z]+(-[a-z]+)*$/.test(word))
    commands.add(words.join(' '))
    return succeed(program, args, { environment: environment() })
  }
  const search = (profile: string, ...args: string[]) =>
    code42('security-data', 'search', '--include-non-exposure', '--profile', profile, ...args)
  const begin = ['-b', '30d']

  beforeAll(async () => {
    scene = await openScene()
    const { url, username, password, clientId, clientSecret } = scene.told
    const server = ['-s', url, '-y']
    const person = ['-u', username, '--password', password]
    const client = ['--api-client-id', clientId, '--secret', clientSecret]
    await code42('profile', 'create', '-n', 'person-v1', ...server, ...person, '--use-v2-file-events', 'False')
    await code42('profile', 'create', '-n', 'person', ...server, ...person, '--use-v2-file-events', 'True')
    await code42('profile', 'create-api-client', '-n', 'client', ...server, ...client, '--use-v2-file-events', 'True')
  }, 240_000)
  afterAll(async () => {
    console.log(`code42cli: ${commands.size} commands exercised:\n  ${[...commands].sort().join('\n  ')}`)
    await scene?.close()
  })

  it('makes profiles with a password and with an API client', async () => {
    expect(await code42('profile', 'show', 'person')).toContain('A password is set.')
    expect(await code42('profile', 'show', 'client')).toContain('The API client secret is set.')
  })

  it('refuses to keep a profile whose password is wrong', async () => {
    const args = [
      'profile',
      'create',
      '-n',
      'wrong',
      '-s',
      scene.told.url,
      '-u',
      scene.told.username,
      '--password',
      'no',
      '--totp',
      '123456',
      '-y',
    ]
    const { code, stdout, stderr } = await run(program, args, { environment: environment() })
    expect(code).not.toBe(0)
    expect(stdout + stderr).toMatch(/credential/i)
  })

  for (const profile of ['person', 'client']) {
    it(`searches version 2 with profile ${profile}, in raw JSON`, async () => {
      const printed = lines(await search(profile, ...begin, '--c42-username', scene.told.person, '-f', 'RAW-JSON'))
      expect(printed).toHaveLength(count(({ user }) => user.email === scene.told.person))
      expect(JSON.parse(printed[0] ?? '')).toMatchObject({ user: { email: scene.told.person } })
    })
  }

  it('searches past the largest page', async () => {
    const ids = lines(await search('person', ...begin, '-f', 'RAW-JSON')).map(
      (line) => (JSON.parse(line) as FixtureEvent).event.id,
    )
    expect(ids).toHaveLength(scene.events.length)
    expect(new Set(ids).size).toBe(scene.events.length)
  }, 120_000)

  it('prints CSV, JSON and its table', async () => {
    const few = [...begin, '--file-name', '77*.rs']
    const found = scene.events.filter(({ file }) => /^77.*\.rs$/.test(file.name))
    const csv = lines(await search('person', ...few, '-f', 'CSV', '--columns', 'file.name', '--columns', 'user.email'))
    expect(csv).toHaveLength(found.length + 1)
    const table = await search('person', ...few, '-f', 'TABLE')
    for (const { file } of found) expect(table).toContain(file.name)
    const one = scene.events[7] as FixtureEvent
    const json = await search('person', ...begin, '--md5', one.file.hash.md5, '-f', 'JSON')
    expect(JSON.parse(json)).toMatchObject({ event: { id: one.event.id } })
  })

  it('searches version 1, in raw JSON, CSV and CEF', async () => {
    const few = [...begin, '--file-name', '77*.rs']
    const found = count(({ file }) => /^77.*\.rs$/.test(file.name))
    const raw = lines(await search('person-v1', ...few, '-f', 'RAW-JSON')).map((line) => JSON.parse(line) as V1Event)
    expect(raw.map(({ fileName }) => fileName.endsWith('.rs'))).toEqual(raw.map(() => true))
    expect(raw).toHaveLength(found)
    expect(lines(await search('person-v1', ...few, '-f', 'CSV'))).toHaveLength(found + 1)
    const cef = lines(await search('person-v1', ...few, '-f', 'CEF'))
    expect(cef).toHaveLength(found)
    expect(cef[0]).toMatch(/^CEF:0\|Code42\|/)
    expect(await search('person-v1', ...few, '-f', 'TABLE')).toContain('.rs')
  })

  it('joins filters by OR', async () => {
    const filters = ['--file-name', '*.rs', '--source', 'nowhere', '--file-category', 'Document']
    const printed = lines(await search('person', ...begin, '--or-query', ...filters, '-f', 'RAW-JSON'))
    expect(printed).toHaveLength(count((event) => isRust(event) || event.file.category === 'Document'))
  }, 120_000)

  it('goes on from its checkpoint', async () => {
    const { event, ...rest } = scene.events[0] as FixtureEvent
    const late = (number: number) => ({
      ...rest,
      '@timestamp': new Date(Date.now() - 60_000 + number).toISOString(),
      event: { ...event, id: `0_late_${number}` },
      file: { ...rest.file, name: `checked-${number}.txt` },
    })
    const ask = (...args: string[]) =>
      search('person', '--file-name', 'checked-*', '-c', 'hourly', '-f', 'RAW-JSON', ...args)
    await scene.server.api.ingest([late(1), late(2)])
    expect(lines(await ask(...begin))).toHaveLength(2)
    expect(await ask()).toContain('No results found.')
    await scene.server.api.ingest([late(3)])
    const fresh = lines(await ask())
    expect(fresh.map((line) => (JSON.parse(line) as FixtureEvent).event.id)).toEqual(['0_late_3'])
    await code42('security-data', 'clear-checkpoint', 'hourly', '--profile', 'person')
  })

  it('takes a query of its own', async () => {
    const groups = [{ filterClause: 'AND', filters: [{ term: 'file.name', operator: 'IS', value: '77*.rs' }] }]
    const query = JSON.stringify({ groupClause: 'AND', groups })
    const args = ['security-data', 'search', '--profile', 'person', '--advanced-query', query, '-f', 'RAW-JSON']
    expect(lines(await code42(...args))).toHaveLength(count(({ file }) => /^77.*\.rs$/.test(file.name)))
  })

  it('lists, shows and runs saved searches', async () => {
    const saved = (...args: string[]) => code42('security-data', 'saved-search', ...args, '--profile', 'person')
    expect(await saved('list')).toContain(savedSearchName)
    expect(JSON.parse(await saved('list', '-f', 'RAW-JSON'))).toMatchObject({ name: savedSearchName })
    expect(await saved('show', scene.told.savedSearch)).toContain(savedSearchName)
    const args = ['--profile', 'person', '--saved-search', scene.told.savedSearch, '-f', 'RAW-JSON']
    expect(lines(await code42('security-data', 'search', ...args))).toHaveLength(count(onSavedSearch))
  })

  describe('send-to', () => {
    let listener: Listener | undefined
    afterAll(() => listener?.close())
    const few = [...begin, '--include-non-exposure', '--file-name', '77*.rs']
    const expected = () => scene.events.filter(({ file }) => /^77.*\.rs$/.test(file.name))

    const send = async (to: Listener, profile: string, ...args: string[]) => {
      await listener?.close()
      listener = to
      await code42('security-data', 'send-to', `127.0.0.1:${to.port}`, '--profile', profile, ...few, ...args)
      return waitFor('every line to arrive', 5000, () =>
        to.lines().length >= expected().length ? to.lines() : undefined,
      )
    }

    it('delivers raw JSON over TCP', async () => {
      const received = await send(await listenTcp(), 'person', '-p', 'TCP')
      const ids = received.map((line) => (JSON.parse(line) as FixtureEvent).event.id)
      expect(new Set(ids)).toEqual(new Set(expected().map(({ event }) => event.id)))
      expect(ids).toHaveLength(expected().length)
    })

    it('delivers raw JSON over UDP, its default', async () => {
      expect(await send(await listenUdp(), 'client')).toHaveLength(expected().length)
    })

    it('delivers CEF of version 1 over TCP', async () => {
      const received = await send(await listenTcp(), 'person-v1', '-p', 'TCP', '-f', 'CEF')
      expect(received.every((line) => line.startsWith('CEF:0|'))).toBe(true)
    })

    it('delivers over TLS', async () => {
      await succeed(join(python.code42cli, 'python'), [join(root, 'test/clients/tls_certificate.py'), scene.home])
      const certificate = join(scene.home, 'certificate.pem')
      const to = await listenTls(await readFile(certificate), await readFile(join(scene.home, 'key.pem')))
      expect(await send(to, 'person', '-p', 'TLS-TCP', '--certs', certificate)).toHaveLength(expected().length)
    })
  })
})
