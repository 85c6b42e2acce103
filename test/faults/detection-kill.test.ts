import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freePort } from '../support/ports.ts'
import { createSeeded } from '../support/seeded.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { waitFor } from '../support/wait.ts'
import { detectionKills, raised, startDetectionLoad, watchSticks } from './detection-load.ts'

let data: string
let server: ServerProcess
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'spillway-detection-'))
})
afterAll(async () => {
  await server?.end('SIGKILL')
  await rm(data, { recursive: true, force: true })
})

it(
  `raises every alert once, with every event once, over ${detectionKills} kills`,
  async () => {
    const port = await freePort()
    const start = () => startServerProcess({ data, port, arguments: ['--limits', 'off'] })
    server = await start()
    await watchSticks(server.api)
    const load = startDetectionLoad(() => server.api, 4)
    const random = createSeeded(20_260_102)
    for (let kill = 0; kill < detectionKills; kill += 1) {
      await sleep(200 + random.below(700))
      await server.end('SIGKILL')
      server = await start()
    }
    const expected = await load.finish()
    await waitFor('every event to be judged', 20_000, async () => {
      const { files } = await raised(server.api)
      return files >= expected.events ? true : undefined
    })
    await sleep(300)
    const { alerts, files } = await raised(server.api)
    console.log(`${detectionKills} kills: ${expected.events} events acknowledged, ${files} in ${alerts.length} alerts`)
    expect({ events: files, alerts: alerts.length }).toEqual(expected)
    expect(new Set(alerts).size).toBe(alerts.length)
  },
  60_000 + detectionKills * 20_000,
)
