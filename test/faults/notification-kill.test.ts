import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { storesUnderTest } from '@spillway/control-store/testing'
import { startTestServer } from '@spillway/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { root } from '../support/parts.ts'
import { freePort } from '../support/ports.ts'
import { createSeeded } from '../support/seeded.ts'
import { startServerProcess } from '../support/server-process.ts'
import { waitFor } from '../support/wait.ts'

/** How often the receiver is killed; the server, where it is, less often. */
const kills = Math.min(Math.max(Number(process.env.SPILLWAY_KILLS ?? 3), 4), 20)
const people = 60

/** What the scenario asks of a server, in this process or another. */
interface Asked {
  post(path: string, body: unknown): Promise<unknown>
  get(path: string): Promise<unknown>
  ingest(events: readonly object[]): Promise<unknown>
  /** Does to the server what the scenario wants at this kill of the receiver. */
  disturb(kill: number): Promise<void>
}

const eventOf = (person: number) => ({
  '@timestamp': `${new Date().toISOString().slice(0, 10)}T00:30:00.000Z`,
  user: { email: `person${person}@example.com` },
  event: { id: `0_tell_${person}`, action: 'removable-media-created', observer: 'Endpoint' },
  file: { name: 'plan.txt', sizeInBytes: 1 },
  destination: { category: 'Device', name: 'Removable Media' },
})

describe('a webhook receiver killed and restarted at random', () => {
  let directory: string
  let receiver: ChildProcess | undefined
  const random = createSeeded(20_260_103)
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'spillway-tell-'))
  })
  afterEach(async () => {
    await killReceiver()
    await rm(directory, { recursive: true, force: true })
  })

  const file = () => join(directory, 'ids')
  const startReceiver = (port: number, secret: string): void => {
    const program = join(root, 'test/support/webhook-receiver.ts')
    const seed = random.below(1_000_000)
    receiver = spawn(process.execPath, [program, String(port), file(), secret, String(seed)], { stdio: 'ignore' })
  }
  const killReceiver = async (): Promise<void> => {
    const child = receiver
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
  }
  const received = (): readonly string[] =>
    existsSync(file()) ? readFileSync(file(), 'utf8').split('\n').filter(Boolean) : []

  const scenario = async (server: Asked): Promise<void> => {
    const rule = { name: 'Any stick', vectors: { removableMedia: { isEnabled: true } } }
    const { id: ruleId } = (await server.post('/v1/spillway/rules', rule)) as { id: string }
    const port = await freePort()
    const target = { kind: 'webhook', url: `http://127.0.0.1:${port}/` }
    const draft = { name: 'receiver', target, filter: { ruleIds: [ruleId] } }
    const { secret } = (await server.post('/v1/spillway/notification-channels', draft)) as { secret: string }
    startReceiver(port, secret)
    for (let kill = 0, person = 0; kill < kills; kill += 1) {
      const end = Math.ceil((people * (kill + 1)) / kills)
      await server.ingest(Array.from({ length: end - person }, (_, index) => eventOf(person + index)))
      person = end
      await sleep(50 + random.below(200))
      await killReceiver()
      await server.disturb(kill)
      startReceiver(port, secret)
    }
    // On a slow machine all of this took long, and pauses have grown: whoever mended the receiver asks for what waits.
    const { notifications: late } = (await server.get('/v1/spillway/notifications?state=waiting&limit=500')) as Listed
    for (const { id } of late) await server.post(`/v1/spillway/notifications/${id}/replay`, {})
    await waitFor('every notification to be delivered', 60_000, async () => {
      const { notifications } = (await server.get('/v1/spillway/notifications?state=delivered&limit=500')) as Listed
      return notifications.length >= people ? true : undefined
    })
    const { notifications } = (await server.get('/v1/spillway/notifications?limit=500')) as Listed
    const attempts = notifications.reduce((sum, each) => sum + each.attempts, 0)
    console.log(
      `${kills} kills of the receiver: ${received().length} ids of ${people} alerts, ${attempts} tries settled`,
    )
    expect(notifications.map(({ state }) => state)).toEqual(Array(people).fill('delivered'))
    expect(new Set(notifications.map(({ alertId }) => alertId)).size).toBe(people)
    expect(received().toSorted()).toEqual(notifications.map(({ id }) => id).toSorted())
  }

  interface Listed {
    readonly notifications: readonly { id: string; state: string; alertId: string; attempts: number }[]
  }

  it.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))(
    'ends with every notification, each id once, on $dialect',
    async ({ open }) => {
      const clock = Object.assign(() => new Date(), { set: () => undefined, advance: () => undefined })
      const config = { limits: 'off', notificationReach: 'local', notificationFirstRetry: 10 }
      const server = await startTestServer({ openControl: open, clock, config })
      try {
        await scenario({
          post: async (path, body) => (await server.post(path, body)).json(),
          get: async (path) => (await server.get(path)).json(),
          ingest: server.ingest,
          disturb: () => Promise.resolve(),
        })
      } finally {
        await server.close()
      }
    },
    120_000,
  )

  it('ends so though the server is killed as well', async () => {
    const start = async () =>
      startServerProcess({
        ...{ data: join(directory, 'data'), arguments: ['--limits', 'off'] },
        environment: { SPILLWAY_NOTIFICATION_REACH: 'local', SPILLWAY_NOTIFICATION_FIRST_RETRY: '10' },
      })
    let server = await start()
    try {
      await scenario({
        post: async (path, body) => (await server.api.post(path, body)).json(),
        get: async (path) => (await server.api.get(path)).json(),
        ingest: (events) => server.api.ingest(events),
        disturb: async (kill) => {
          if (kill % 3 !== 1) return
          await server.end('SIGKILL')
          server = await start()
        },
      })
    } finally {
      await server.end('SIGKILL')
    }
  }, 120_000)
})
