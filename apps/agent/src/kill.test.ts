import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { temporaryFolder, until } from './testing/helpers.ts'
import { type RecordingServer, startRecordingServer } from './testing/recording-server.ts'

const kills = 22

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let server: RecordingServer
let agent: { child: ChildProcess; output: () => string } | null

beforeEach(async () => {
  folder = await temporaryFolder()
  server = await startRecordingServer()
  agent = null
})
afterEach(async () => {
  await killAgent()
  await server.close()
  await folder.remove()
})

const startAgent = (): void => {
  const main = fileURLToPath(new URL('main.ts', import.meta.url))
  const options = { quiet: 30, renameWindow: 60, segmentBytes: 4096, backoff: { base: 10, cap: 50 }, batchEvents: 100 }
  const child = spawn(
    process.execPath,
    [
      main,
      '--server',
      server.url,
      '--watch',
      join(folder.path, 'watched'),
      '--spool',
      join(folder.path, 'agent'),
    ].concat(['--options', JSON.stringify({ ...options, watchRemovableMedia: false })]),
    { env: { SPILLWAY_CLIENT_ID: 'key-1', SPILLWAY_CLIENT_SECRET: 'secret' }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text))
  agent = { child, output: () => output }
}

const killAgent = async (): Promise<void> => {
  const child = agent?.child
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

/** Mulberry32: the same moments in every run, as far as the machine allows. */
const seeded = (seed: number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32
  }
}

it(`reports every file once over ${kills} SIGKILLs, a failing server and a busy folder`, {
  timeout: 90_000,
}, async () => {
  const random = seeded(20_260_201)
  const watched = join(folder.path, 'watched')
  await mkdir(watched)
  let hung: (() => void) | null = null
  server.fault = () => {
    if (hung) {
      hung()
      hung = null
      return 'store-then-hang'
    }
    const luck = random()
    if (luck < 0.1) return 'drop'
    return luck < 0.25 ? 'store-then-drop' : null
  }
  startAgent()
  await until('the agent watches', () => agent?.output().includes('Agent is watching') ?? false, 20_000)

  const written: string[] = []
  const deleted = new Set<string>()
  let writing = true
  const writer = (async () => {
    while (writing) {
      const name = `file-${written.length}`
      await writeFile(join(watched, name), name)
      written.push(name)
      const old = written.at(-40)
      if (old !== undefined && random() < 0.3) {
        await rm(join(watched, old), { force: true })
        deleted.add(old)
      }
      await wait(15)
    }
  })()
  for (let round = 0; round < kills; round += 1) {
    // Every other time the agent dies with a batch on the server that it has no answer for.
    if (round % 2 === 0) await wait(50 + random() * 450)
    else
      await Promise.race([
        new Promise<void>((resolve) => {
          hung = resolve
        }),
        wait(3_000),
      ])
    await killAgent()
    hung = null
    startAgent()
  }
  writing = false
  await writer
  const kept = written.filter((name) => !deleted.has(name))
  const reported = (name: string, action: string) =>
    server.rows().filter(({ event }) => event.file.name === name && event.event.action === action).length
  await until(
    'all files are reported',
    () => {
      const names = new Set(server.rows().map(({ event }) => event.file.name))
      return kept.every((name) => names.has(name))
    },
    20_000,
  )
  const state = async () => JSON.parse(await readFile(join(folder.path, 'agent/spool/state.json'), 'utf8'))
  let settled = -1
  while (settled !== server.rows().length || (await state()).inFlight !== null) {
    settled = server.rows().length
    await wait(400)
  }

  expect(kept.filter((name) => reported(name, 'file-created') !== 1)).toEqual([])
  const uneven = [...deleted].filter((name) => reported(name, 'file-created') !== reported(name, 'file-deleted'))
  expect(uneven).toEqual([])
  expect([...deleted].filter((name) => reported(name, 'file-created') > 1)).toEqual([])
  const numbers = server.rows().map(({ sequence }) => sequence)
  expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1))
  expect(server.registrations()).toBe(1)
  expect(kept.length).toBeGreaterThan(200)
})
