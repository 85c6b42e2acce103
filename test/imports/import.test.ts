import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { run } from '../support/command.ts'

const main = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url))
let server: TestServer
let folder: string
let environment: Record<string, string>
beforeAll(async () => {
  server = await startTestServer({ config: { limits: 'off' } })
  folder = mkdtempSync(join(tmpdir(), 'spillway-import-'))
  const { id, secret } = await server.apiClient()
  environment = { SPILLWAY_URL: server.url, SPILLWAY_CLIENT_ID: id, SPILLWAY_CLIENT_SECRET: secret }
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

const importing = (kind: 'users' | 'agents', file: string, ...more: string[]) =>
  run(process.execPath, [main, kind, 'import', file, ...more], { environment })
const totalOf = async (path: string) => (await server.get(path)).json<{ totalCount: number }>().totalCount

const people = 2_000
const userFile = (): string => {
  const file = join(folder, 'users.csv')
  // Everybody is managed by somebody who stands further down.
  const rows = Array.from({ length: people }, (_, row) =>
    row === 700
      ? 'no address,Nobody,Ghosts,,'
      : `p${row}@crowd.example,"Person, ${row}",Team ${row % 20},p${people - 1}@crowd.example,All;Team ${row % 20}`,
  )
  writeFileSync(file, `User Name,First Name,department,manager,groups\n${rows.join('\n')}\n`)
  return file
}

it('goes on after a kill midway: no row is lost or doubled, and what failed is told once', {
  timeout: 120_000,
}, async () => {
  const file = userFile()
  const journal = `${file}.import-journal.json`
  const before = await totalOf('/v1/users?pageSize=1')
  // Early, because a busy machine sees late how far it came.
  for (const least of [300, 700]) {
    const child = spawn(process.execPath, [main, 'users', 'import', file], { env: { ...process.env, ...environment } })
    const ended = once(child, 'exit')
    while (child.exitCode === null && settledRows(journal) < least) await pause(2)
    child.kill('SIGKILL')
    await ended
    expect(settledRows(journal)).toBeGreaterThanOrEqual(least)
    const stored = (await totalOf('/v1/users?pageSize=1')) - before
    expect([stored > 0, stored < people - 1]).toEqual([true, true])
  }
  const last = await importing('users', file)
  expect([last.code, last.stderr]).toEqual([6, expect.stringContaining('Going on where the import stopped')])
  expect(await totalOf('/v1/users?pageSize=1')).toBe(before + people - 1)
  expect(existsSync(journal)).toBe(false)
  expect(readFileSync(`${file}.import-report.csv`, 'utf8')).toBe(
    'line,key,field,reason\n702,no address,username,must be an e-mail address in this organization\n',
  )
  expect(await totalOf('/v1/directory-groups')).toBe(21)
  expect(await totalOf('/v1/departments')).toBe(20)

  const again = await importing('users', file, '--json')
  expect([again.code, JSON.parse(again.stdout)]).toEqual([
    6,
    { created: 0, updated: 0, unchanged: people - 1, failed: 1, report: `${file}.import-report.csv` },
  ])
})

const settledRows = (journal: string): number => {
  try {
    return (JSON.parse(readFileSync(journal, 'utf8')) as { rows: number }).rows
  } catch {
    return 0
  }
}

it('imports machines, and says by the exit code whether all of them', { timeout: 60_000 }, async () => {
  const file = join(folder, 'agents.csv')
  const rows = Array.from({ length: 1_000 }, (_, row) => `6${String(row).padStart(17, '0')},m${row},Windows 11,2.1.0`)
  writeFileSync(file, `\uFEFFguid,name,osName,agentVersion\r\n${rows.join('\r\n')}\r\n`)
  const first = await importing('agents', file)
  expect([first.code, first.stdout]).toEqual([0, 'agents: 1,000 created, 0 updated, 0 unchanged, 0 failed\n'])
  expect(await totalOf('/v1/agents?pageSize=1')).toBe(1_000)
})

it('refuses a file it cannot understand before a row of it is sent', async () => {
  const write = (text: string) => {
    const file = join(folder, 'bad.csv')
    writeFileSync(file, text)
    return file
  }
  const unknown = await importing('users', write('userName,shoeSize\na@b.example,9\n'))
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('Unknown columns: shoeSize')])
  expect((await importing('users', write('title\nBoss\n'))).stderr).toContain('The column userName is missing')
  expect((await importing('users', write('userName\n"open\n'))).code).toBe(2)
  expect((await importing('agents', join(folder, 'absent.csv'))).code).toBe(4)
})
