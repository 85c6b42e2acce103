import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { type StubServer, startStubServer } from '../testing/stub-server.ts'
import { spillway } from '../testing/world.ts'

let directory: string
let server: StubServer
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'spillway-cli-'))
})
afterEach(() => server?.close())
afterAll(() => rmSync(directory, { recursive: true }))

const answers = { '/v1/customer': () => ({ json: { data: {} } }), '/v2/file-events': () => ({ json: page }) }
const page = { totalCount: 5, fileEvents: [], nextPgToken: null }

it('keeps a checked login in a file of its owner alone and uses it afterwards', async () => {
  server = await startStubServer(answers)
  const SPILLWAY_PROFILE = join(directory, 'kept', 'profile.json')
  const login = await spillway(['login'], { environment: { ...server.environment, SPILLWAY_PROFILE } })
  expect(login.code).toBe(0)
  expect(statSync(SPILLWAY_PROFILE).mode & 0o777).toBe(0o600)
  expect(JSON.parse(readFileSync(SPILLWAY_PROFILE, 'utf8'))).toMatchObject({ url: server.url, clientId: 'key-1' })
  expect(await spillway(['search', '--count'], { environment: { SPILLWAY_PROFILE } })).toMatchObject({ output: '5\n' })
})

it('refuses a profile that others can read', async () => {
  const SPILLWAY_PROFILE = join(directory, 'open.json')
  writeFileSync(SPILLWAY_PROFILE, '{}')
  chmodSync(SPILLWAY_PROFILE, 0o644)
  const { code, errors } = await spillway(['search'], { environment: { SPILLWAY_PROFILE } })
  expect(code).toBe(2)
  expect(errors).toContain('chmod 600')
})

it('never sends the credentials of one server to another', async () => {
  server = await startStubServer(answers)
  const SPILLWAY_PROFILE = join(directory, 'other.json')
  const profile = { url: 'https://spillway.example.com', clientId: 'key-1', clientSecret: 's' }
  writeFileSync(SPILLWAY_PROFILE, JSON.stringify(profile), { mode: 0o600 })
  const { code } = await spillway(['search', '--server', server.url], { environment: { SPILLWAY_PROFILE } })
  expect(code).toBe(3)
})

it.each([
  [{}, 2, 'No server named'],
  [{ SPILLWAY_URL: 'http://127.0.0.1:1' }, 3, 'No credentials'],
  [{ SPILLWAY_URL: 'http://127.0.0.1:1', SPILLWAY_CLIENT_ID: 'key-1' }, 2, 'No secret for the API client'],
  [{ SPILLWAY_URL: 'http://h.example.com', SPILLWAY_CLIENT_ID: 'k', SPILLWAY_CLIENT_SECRET: 's' }, 2, 'Plain http'],
])('explains what is missing: %j', async (environment, code, message) => {
  const outcome = await spillway(['search'], { environment })
  expect(outcome.code).toBe(code)
  expect(outcome.errors).toContain(message)
})
