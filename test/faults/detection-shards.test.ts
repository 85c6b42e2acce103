import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ClickHouseEndpoint, clickHouseEndpoint } from '@spillway/testkit/clickhouse-endpoint'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parts } from '../support/parts.ts'
import { createSeeded } from '../support/seeded.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { waitFor } from '../support/wait.ts'
import { detectionKills, everybodyRaises, raised, startDetectionLoad, watchSticks } from './detection-load.ts'

const given = process.env.SPILLWAY_TEST_POSTGRES ?? ''

describe.runIf(parts.postgres.present)('two servers that share detection', () => {
  const name = `spillway_shards_${randomBytes(6).toString('hex')}`
  let directory: string
  let engine: ClickHouseEndpoint
  let database: pg.Client
  let servers: ServerProcess[] = []

  const ask = async (url: string, statement: string): Promise<void> => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(statement).finally(() => client.end())
  }
  const start = (): Promise<ServerProcess> => {
    const { host } = new URL(engine.url)
    const events = `http://${engine.username}:${engine.password}@${host}/${engine.database}`
    const stores = ['--control-store', urlOf(name), '--event-store', events]
    const environment = { SPILLWAY_NODE_NAME: randomBytes(6).toString('hex') }
    return startServerProcess({ arguments: [...stores, '--limits', 'off'], environment })
  }
  const shares = async (): Promise<readonly number[]> => {
    const { rows } = await database.query<{ shards: string }>(
      `select count(*) as shards from detection_shard where owner is not null and lease_expires_at > $1
       group by owner order by 1`,
      [new Date().toISOString()],
    )
    return rows.map(({ shards }) => Number(shards))
  }
  const sharing = (...wanted: readonly number[]) =>
    waitFor(`shards as ${wanted}`, 15_000, async () =>
      (await shares()).join() === wanted.join() ? performance.now() : undefined,
    )

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'spillway-shards-'))
    engine = await clickHouseEndpoint(directory)
    await ask(given, `create database ${name}`)
    database = new pg.Client({ connectionString: urlOf(name) })
    servers = [await start()]
    await database.connect()
    await watchSticks(first().api)
  }, 120_000)
  afterAll(async () => {
    for (const server of servers) await server.end('SIGKILL')
    await database?.end()
    await engine?.close()
    await ask(given, `drop database if exists ${name} with (force)`)
    await rm(directory, { recursive: true, force: true })
  }, 60_000)

  const urlOf = (of: string): string => Object.assign(new URL(given), { pathname: `/${of}` }).href
  const at = (index: number): ServerProcess => {
    const server = servers[index]
    if (!server) throw new Error(`There is no server ${index}`)
    return server
  }
  const first = () => at(0)

  it('gives a new one its part at once, and takes back what one gives that stops', async () => {
    await sharing(16)
    servers.push(await start())
    await sharing(8, 8)
    expect(await everybodyRaises(first().api, 40)).toBeLessThan(10_000)
    const begun = performance.now()
    await servers.pop()?.end('SIGTERM')
    const taken = (await sharing(16)) - begun
    console.log(`shards of a server that stopped were taken over within ${taken.toFixed(0)} ms, its end included`)
    expect(await everybodyRaises(first().api, 40)).toBeLessThan(10_000)
  }, 90_000)

  it(
    `raises every alert once, with every event once, over ${detectionKills} kills of one or the other`,
    async () => {
      servers.push(await start())
      await sharing(8, 8)
      let alive = 0
      const load = startDetectionLoad(() => at(alive).api, 16)
      const random = createSeeded(20_260_103)
      const waits: number[] = []
      for (let kill = 0; kill < detectionKills; kill += 1) {
        await sleep(200 + random.below(700))
        const dies = random.below(2)
        alive = 1 - dies
        const killed = performance.now()
        await at(dies).end('SIGKILL')
        if (kill % 5 === 0) {
          await sharing(16)
          waits.push(performance.now() - killed)
        }
        servers[dies] = await start()
      }
      const expected = await load.finish()
      // In every shard somebody is judged, so that nothing is stuck.
      await everybodyRaises(first().api, 40)
      const mine = async () => {
        const { alerts, files } = await raised(first().api)
        return { alerts: alerts.length, events: files }
      }
      await waitFor('every event to be judged', 60_000, async () =>
        (await mine()).events >= expected.events ? true : undefined,
      )
      await sleep(500)
      const found = await mine()
      const slowest = Math.max(...waits)
      console.log(
        `${detectionKills} kills of two: ${expected.events} events acknowledged, ${found.events} found in ${found.alerts} alerts; taken over within ${slowest.toFixed(0)} ms`,
      )
      expect(found).toEqual(expected)
      expect(slowest).toBeLessThan(10_000)
    },
    120_000 + detectionKills * 20_000,
  )
})
