import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '../support/parts.ts'
import { createSeeded } from '../support/seeded.ts'
import { admin, type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { waitFor } from '../support/wait.ts'
import { readWholeFeed } from './load.ts'

const kills = Math.max(3, Math.ceil(Number(process.env.SPILLWAY_KILLS ?? 5) / 5))

interface Found {
  readonly event: { readonly id: string; readonly action: string }
  readonly file: { readonly name: string }
}

describe('the agent killed at any instant', () => {
  let directory: string
  let server: ServerProcess
  let agent: ChildProcess | undefined
  const random = createSeeded(7)

  const startAgent = () => {
    const folders = ['--watch', join(directory, 'watched'), '--spool', join(directory, 'spool')]
    const child = spawn(
      process.execPath,
      [join(root, 'apps/agent/src/main.ts'), '--server', server.url, '--user', 'ada@example.com', ...folders],
      {
        cwd: directory,
        env: { ...process.env, SPILLWAY_USERNAME: admin.username, SPILLWAY_PASSWORD: admin.password },
        stdio: 'ignore',
      },
    )
    agent = child
  }
  const killAgent = async () => {
    const child = agent
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
  }
  const found = async (pattern = 'kept-*'): Promise<readonly Found[]> => {
    const groups = [{ filters: [{ term: 'file.name', operator: 'IS', value: pattern }] }]
    const response = await server.api.post('/v2/file-events', { groups, pgSize: 10_000 })
    return ((await response.json()) as { fileEvents: readonly Found[] }).fileEvents
  }

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'spillway-agent-kill-'))
    await mkdir(join(directory, 'watched'))
    server = await startServerProcess()
  }, 90_000)
  afterAll(async () => {
    await killAgent()
    await server?.end()
    await rm(directory, { recursive: true, force: true })
  })

  it(
    `loses no file over ${kills} kills, numbers without a gap, and delivers nothing twice`,
    async () => {
      startAgent()
      // What lay in the folder before the agent first looked is not news; so it must have looked before the test begins.
      await waitFor('the agent to watch', 30_000, async () => {
        await writeFile(join(directory, 'watched', `first-${Math.round(performance.now())}.txt`), 'look')
        await sleep(300)
        return (await found('first-*')).length > 0 || undefined
      })
      const names: string[] = []
      for (let kill = 0; kill < kills; kill += 1) {
        const end = performance.now() + 300 + random.below(2_500)
        while (performance.now() < end) {
          const name = `kept-${names.length}.txt`
          await writeFile(join(directory, 'watched', name), `the contents of ${name}`)
          names.push(name)
          await sleep(10)
        }
        await killAgent()
        startAgent()
      }
      await waitFor('every file to be known', 60_000, async () => {
        const known = new Set((await found()).map(({ file }) => file.name))
        return names.every((name) => known.has(name)) || undefined
      })
      // Late doubles would arrive within the agent's own delays.
      await sleep(3_000)

      const events = await found()
      const created = events.filter(({ event }) => event.action === 'file-created').map(({ file }) => file.name)
      console.log(`${kills} kills of the agent: ${names.length} files, ${events.length} events`)
      expect(created.toSorted()).toEqual(names.toSorted())
      const feed = await readWholeFeed(server)
      expect(new Set(feed).size).toBe(feed.length)
      const ledger = await server.api.get('/v1/spillway/loss-ledger')
      expect(await ledger.json()).toMatchObject({ entries: [] })
    },
    120_000 + kills * 10_000,
  )

  it('delivers after the server was away, exactly once', async () => {
    const { port } = server
    const data = await mkdtemp(join(tmpdir(), 'spillway-away-'))
    await killAgent()
    await server.end()
    await rm(join(directory, 'spool'), { recursive: true, force: true })
    server = await startServerProcess({ data, port })
    startAgent()
    const name = (number: number) => `kept-away-${number}.txt`
    await waitFor('the agent to be registered', 30_000, async () => {
      const response = await server.api.get('/v1/spillway/agents')
      return ((await response.json()) as { agents: unknown[] }).agents.length > 0 || undefined
    })
    await server.end('SIGKILL')
    for (let number = 0; number < 50; number += 1) {
      await writeFile(join(directory, 'watched', name(number)), String(number))
      await sleep(20)
    }
    await sleep(1_000)
    server = await startServerProcess({ data, port })
    await waitFor('what happened meanwhile', 90_000, async () => {
      const known = (await found()).filter(({ file }) => file.name.startsWith('kept-away-'))
      return known.length >= 50 || undefined
    })
    await sleep(2_000)
    const known = (await found()).filter(({ file }) => file.name.startsWith('kept-away-'))
    expect(known.map(({ file }) => file.name).toSorted()).toEqual(
      Array.from({ length: 50 }, (_, number) => name(number)).toSorted(),
    )
    await killAgent()
    await server.end()
    await rm(data, { recursive: true, force: true })
  }, 180_000)
})
