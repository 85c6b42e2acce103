import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { run } from '../run.ts'
import { createWorld, spillway } from '../testing/world.ts'

/** A port to come back to: a server that restarts keeps its address. */
const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0))
    })
  })

const directory = mkdtempSync(join(tmpdir(), 'spillway-cli-alerts-'))
let port: number
let server: TestServer
let environment: Record<string, string> = {}
const start = async () => {
  server = await startTestServer({ directory, config: { port, limits: 'off' } })
}
beforeAll(async () => {
  port = await freePort()
  await start()
  await server.post('/v1/spillway/rules', { name: 'To media', vectors: { removableMedia: { isEnabled: true } } })
  const { id, secret } = await server.apiClient()
  environment = { SPILLWAY_URL: server.url, SPILLWAY_CLIENT_ID: id, SPILLWAY_CLIENT_SECRET: secret }
})
afterAll(async () => {
  await server.close()
  rmSync(directory, { recursive: true, force: true })
})

interface Listed {
  readonly id: string
  readonly name: string
  readonly actor: string
  readonly state: string
}
const alerts = (...words: string[]) => spillway(['alerts', ...words], { environment })
const listed = async (...words: string[]): Promise<Listed[]> =>
  JSON.parse((await alerts('list', ...words, '--json')).output)
const copy = (person: string, name = 'plan.docx') =>
  server.ingest([
    {
      ...{ '@timestamp': '2026-01-20T10:00:00Z', user: { email: person }, file: { name, sizeInBytes: 100 } },
      event: { action: 'removable-media-created', observer: 'Endpoint' },
      destination: { category: 'Device', name: 'Removable Media' },
    },
  ])
const soon = { timeout: 20_000, interval: 20 }
const raised = async (person: string): Promise<Listed> => {
  await copy(person)
  await vi.waitFor(async () => expect(await listed('--actor', person)).toHaveLength(1), soon)
  return (await listed('--actor', person))[0] as Listed
}

it('lists alerts, by state and by person, and shows why one was raised', async () => {
  const { id } = await raised('ada@example.com')
  expect((await alerts('list')).output).toMatch(new RegExp(`^${id}\t\\S+\t\\w+\tOPEN\tTo media\tada@example.com$`, 'm'))
  expect(await listed('--state', 'resolved')).toEqual([])
  await server.post('/v1/alerts/update-state', { tenantId: 'any', alertIds: [id], state: 'RESOLVED' })
  expect(await listed('--state', 'resolved', '--limit', '1')).toMatchObject([{ id, state: 'RESOLVED' }])
  const { output } = await alerts('show', id)
  expect(output).toContain('ada@example.com, 2026-01-20T10:00:00')
  expect(output).toMatch(/Why\n {2}.*removable media/s)
  expect(output).toMatch(/Events\n.* plan\.docx {2}score \d+ = /s)
  expect(JSON.parse((await alerts('show', id, '--json')).output)).toMatchObject({ alertId: id })
  expect((await alerts('show', '00000000-0000-4000-8000-000000000000')).code).toBe(4)
  expect(await alerts('list', '--limit', '501')).toMatchObject({ code: 2 })
})

const watch = (...words: string[]) => {
  const stop = new AbortController()
  const world = createWorld({ environment, stop: stop.signal })
  const ended = run(['alerts', 'watch', ...words], world.context)
  const end = () => {
    stop.abort()
    return ended
  }
  return { ...world, end, ended }
}
const shown = ({ output }: ReturnType<typeof watch>): Listed[] =>
  output()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

it('watches alerts over restarts of the server: each once, none missed, none from before', async () => {
  const before = await raised('early@example.com')
  const [watching, reading] = [watch('--json'), watch()]
  const people: string[] = []
  const next = () => {
    const person = `person${String(people.length).padStart(3, '0')}@example.com`
    people.push(person)
    return person
  }
  // From when on it watches shows in the first that it tells.
  await vi.waitFor(async () => {
    await raised(next())
    expect(shown(watching).length).toBeGreaterThan(0)
  }, soon)
  const [first] = shown(watching)
  // What was there before grows, and what was told changes: neither is told.
  await copy('early@example.com', 'other.docx')
  await server.post('/v1/alerts/update-state', { tenantId: 'any', alertIds: [first?.id, before.id], state: 'PENDING' })
  for (const _ of [1, 2]) {
    await server.close()
    await start()
    await Promise.all([copy(next()), copy(next())])
  }
  const expected = people.slice(people.indexOf(first?.actor ?? ''))
  await vi.waitFor(
    () =>
      expect(
        shown(watching)
          .map(({ actor }) => actor)
          .toSorted(),
      ).toEqual(expected),
    soon,
  )
  expect(shown(watching)[0]).toMatchObject({ explanation: { alertId: first?.id } })
  expect([await watching.end(), await reading.end(), watching.errors()]).toEqual([0, 0, ''])
  expect(reading.output()).toMatch(/\w+ +To media · person\d+@example\.com · \S+\n +.*removable media.*\n +Had /)
}, 60_000)

it('does not wait for a server that was never there, and ends at once while one is away', async () => {
  const nowhere = { ...environment, SPILLWAY_URL: 'http://127.0.0.1:9' }
  const watching = watch()
  let count = 0
  await vi.waitFor(async () => {
    await copy(`last${count++}@example.com`)
    expect(watching.output()).not.toBe('')
  }, soon)
  await server.close()
  expect((await spillway(['alerts', 'watch'], { environment: nowhere })).code).toBe(5)
  expect([await watching.end(), watching.errors()]).toEqual([0, ''])
  await start()
}, 60_000)
