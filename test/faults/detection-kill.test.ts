import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freePort } from '../support/ports.ts'
import { createSeeded } from '../support/seeded.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { waitFor } from '../support/wait.ts'

/** .ci/run asks for 50; a developer's run is content with fewer. */
const kills = Math.min(Number(process.env.SPILLWAY_KILLS ?? 3), 10)
const batchSize = 40
const people = 4

let data: string
let server: ServerProcess
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'spillway-detection-'))
})
afterAll(async () => {
  await server?.end('SIGKILL')
  await rm(data, { recursive: true, force: true })
})

const day = new Date().toISOString().slice(0, 10)
const eventOf = (batch: number, row: number) => ({
  '@timestamp': `${day}T0${batch % 8}:${String((row * 7) % 60).padStart(2, '0')}:00.000Z`,
  user: { email: `person${row % people}@example.com` },
  event: { id: `0_detect_${batch}_${row}`, action: 'removable-media-created', observer: 'Endpoint' },
  file: { name: `${batch}-${row}.txt`, sizeInBytes: 1 },
  destination: { category: 'Device', name: 'Removable Media' },
})

interface Alert {
  readonly id: string
  readonly name: string
  readonly actor: string
}

it(
  `raises every alert once, with every event once, over ${kills} kills`,
  async () => {
    const port = await freePort()
    const start = () => startServerProcess({ data, port, arguments: ['--limits', 'off'] })
    server = await start()
    const body = { name: 'Any stick', vectors: { removableMedia: { isEnabled: true } } }
    await server.api.post('/v1/spillway/rules', body)
    let batches = 0
    let isOver = false
    const send = async (): Promise<void> => {
      while (!isOver) {
        const events = Array.from({ length: batchSize }, (_, row) => eventOf(batches, row))
        const headers = { 'idempotency-key': randomUUID() }
        while (!(await acknowledged(events, headers))) await sleep(20)
        batches += 1
      }
    }
    const acknowledged = async (events: readonly object[], headers: Record<string, string>): Promise<boolean> => {
      const answer = await server.api.post('/v1/ingest/file-events', events, headers).catch(() => null)
      const receipt = await answer?.text().catch(() => undefined)
      return receipt !== undefined && answer?.ok === true
    }
    const sending = send()
    const random = createSeeded(20_260_102)
    for (let kill = 0; kill < kills; kill += 1) {
      await sleep(200 + random.below(700))
      await server.end('SIGKILL')
      server = await start()
    }
    isOver = true
    await sending

    const found = async (): Promise<{ alerts: Alert[]; files: number }> => {
      const filters = [{ term: 'Name', operator: 'IS', value: 'Any stick' }]
      const search = { groups: [{ filters, filterClause: 'AND' }], groupClause: 'AND', pgNum: 0, pgSize: 500 }
      const answered = await server.api.post('/v1/alerts/query-alerts', search)
      const { alerts } = (await answered.json()) as { alerts: Alert[] }
      let files = 0
      for (const { id } of alerts) {
        const answer = await server.api.post('/api/v2/query-details-aggregate', { alertId: id })
        files += ((await answer.json()) as { alert: { fileCount: number } }).alert.fileCount
      }
      return { alerts, files }
    }
    await waitFor('every event to be judged', 20_000, async () => {
      const { files } = await found()
      return files >= batches * batchSize ? true : undefined
    })
    await sleep(300)
    const { alerts, files } = await found()
    console.log(`${kills} kills: ${batches * batchSize} events acknowledged, ${files} in ${alerts.length} alerts`)
    expect(files).toBe(batches * batchSize)
    expect(new Set(alerts.map(({ id }) => id)).size).toBe(alerts.length)
    expect(alerts.length).toBe(people * Math.min(batches, 8))
  },
  60_000 + kills * 20_000,
)
