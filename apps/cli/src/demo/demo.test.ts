import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '../run.ts'
import { createWorld, spillway } from '../testing/world.ts'

const directory = mkdtempSync(join(tmpdir(), 'spillway-demo-'))
const data = join(directory, 'demo')
const environment = { SPILLWAY_PROFILE: join(data, 'profile.json') }
const flags = ['demo', '--port', '0', '--data', data, '--people', '40', '--days', '7', '--live', '20']

/** Runs the demo in this process until stopped. */
const startDemo = async (more: readonly string[] = []) => {
  const stop = new AbortController()
  const world = createWorld({ stop: stop.signal, clock: () => new Date() })
  const ended = run([...flags, ...more], world.context)
  const begun = Date.now()
  while (!world.output().includes('Ctrl-C ends the demo')) {
    if (Date.now() - begun > 50_000) throw new Error(`The demo did not start:\n${world.errors()}`)
    await Promise.race([pause(50), ended])
    if (world.errors().includes('error:')) throw new Error(world.errors())
  }
  const end = () => {
    stop.abort()
    return ended
  }
  return { output: world.output, end }
}

const count = async (...words: string[]) =>
  Number((await spillway(['search', '--count', ...words], { environment })).output)

const untilFound = async (limit: number, ...words: string[]): Promise<void> => {
  const begun = performance.now()
  while ((await count(...words)) === 0) {
    if (performance.now() - begun > limit) throw new Error(`Not found within ${limit} ms: ${words.join(' ')}`)
    await pause(50)
  }
}

describe('the demo', () => {
  let demo: Awaited<ReturnType<typeof startDemo>>
  beforeAll(async () => {
    demo = await startDemo()
  }, 60_000)
  afterAll(async () => {
    await demo.end()
    rmSync(directory, { recursive: true, force: true })
  })

  it('fills the store with the history of the organization', async () => {
    expect(await count()).toBeGreaterThanOrEqual(40 * 4 * 4)
    const groups = await spillway(['search', '--group-by', 'user.email', '--limit', '1000'], { environment })
    expect(groups.output.trim().split('\n').length).toBeGreaterThanOrEqual(25)
  })

  it('finds a file copied into the watched folder', async () => {
    copyFileSync(new URL(import.meta.url), join(data, 'watched', 'quarterly plan.docx'))
    await untilFound(20_000, '--file-name', 'quarterly plan.docx', '--action', 'file-created')
  })

  it('keeps the organization busy', async () => {
    const before = await count()
    await pause(1_500)
    expect(await count()).toBeGreaterThan(before)
  })

  it('keeps its credentials to the user and prints them with what to try', async () => {
    const { clientId, clientSecret, url } = JSON.parse(readFileSync(environment.SPILLWAY_PROFILE, 'utf8'))
    for (const word of [clientId, clientSecret, url, 'curl', 'py42', 'incydr', 'code42']) {
      expect(demo.output()).toContain(word)
    }
    expect(statSync(environment.SPILLWAY_PROFILE).mode & 0o077).toBe(0)
    expect(statSync(join(data, 'demo.json')).mode & 0o077).toBe(0)
  })

  it('serves every client command', async () => {
    expect((await spillway(['status', '--json'], { environment })).output).toContain('"ready":true')
    const events = join(directory, 'events.ndjson')
    writeFileSync(
      events,
      '{"@timestamp":"2026-01-02T03:04:05Z","file":{"name":"ingested.txt"}}\n{"file":{"sizeInBytes":"x"}}\n',
    )
    const ingested = await spillway(['ingest', events], { environment })
    expect(ingested).toMatchObject({ code: 6, errors: expect.stringContaining('line 2: file.sizeInBytes') })
    const created = await spillway(['api-clients', 'create', 'reader', '--permission', 'file-events.read', '--json'], {
      environment,
    })
    const { id, secret } = JSON.parse(created.output)
    const reader = { ...environment, SPILLWAY_CLIENT_ID: id, SPILLWAY_CLIENT_SECRET: secret }
    expect((await spillway(['search', '--limit', '1', '--json'], { environment: reader })).code).toBe(0)
    expect((await spillway(['ingest', events], { environment: reader })).code).toBe(3)
    expect((await spillway(['api-clients', 'list'], { environment })).output).toContain(`${id}\treader\tactive`)
    expect((await spillway(['api-clients', 'disable', id], { environment })).code).toBe(0)
    expect((await spillway(['search'], { environment: reader })).code).toBe(3)
    expect((await spillway(['api-clients', 'rotate', 'key-none'], { environment })).code).toBe(4)
  })

  it('makes, lists, rotates and revokes tokens of identity providers', async () => {
    const tokens = (...args: string[]) => spillway(['provisioning-tokens', ...args], { environment })
    const { id, token } = JSON.parse((await tokens('create', 'entra', '--json')).output)
    const { url } = JSON.parse(readFileSync(environment.SPILLWAY_PROFILE, 'utf8'))
    const ask = async (bearer: string) =>
      (await fetch(`${url}/scim/v2/Users?count=0`, { headers: { authorization: `Bearer ${bearer}` } })).status
    expect([token, await ask(token)]).toEqual([expect.stringMatching(/^spt_/), 200])
    expect((await tokens('list')).output).toContain(`${id}\tentra\tall\tnever`)
    const rotated = await tokens('rotate', id, '--expires', '2099-01-31T00:00:00Z')
    const [, fresh = ''] = /^token\t(\S+)$/m.exec(rotated.output) ?? []
    expect([await ask(token), await ask(fresh), rotated.errors]).toEqual([401, 200, 'The token is not shown again.\n'])
    expect((await tokens('revoke', id)).output).toBe(`${id} is revoked\n`)
    expect([await ask(fresh), (await tokens('revoke', id)).code]).toEqual([401, 4])
  })

  it('is sent a simulated company, once', async () => {
    const [from, to] = [9, 2].map((ago) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10))
    const words = ['simulate', '--send', '--people', '12', '--seed', 'sent', '--domain', 'sent.example', '--json']
    const send = () => spillway([...words, '--from', from as string, '--to', to as string], { environment })
    const stored = () => count('--term', 'user.email IS *@sent.example')
    const sent = await send()
    expect(sent).toMatchObject({ code: 0, errors: '' })
    const { events, people } = JSON.parse(sent.output)
    expect([events > 100, people]).toEqual([true, 12])
    expect(await stored()).toBe(events)
    expect((await send()).output).toBe(sent.output)
    expect(await stored()).toBe(events)
  })

  it('starts again on what it kept, with the same credentials', async () => {
    const before = await count()
    const profile = JSON.parse(readFileSync(environment.SPILLWAY_PROFILE, 'utf8'))
    expect(await demo.end()).toBe(0)
    demo = await startDemo(['--live', '0'])
    expect(JSON.parse(readFileSync(environment.SPILLWAY_PROFILE, 'utf8'))).toMatchObject({ clientId: profile.clientId })
    expect(await count()).toBeGreaterThanOrEqual(before)
  }, 60_000)
})

it('does not remove a folder that is no demo', async () => {
  const precious = mkdtempSync(join(tmpdir(), 'spillway-precious-'))
  writeFileSync(join(precious, 'thesis.txt'), '')
  const { code, errors } = await spillway(['demo', '--fresh', '--data', precious])
  expect(code).toBe(2)
  expect(errors).toContain('holds no demo')
  expect(existsSync(join(precious, 'thesis.txt'))).toBe(true)
  rmSync(precious, { recursive: true })
})
