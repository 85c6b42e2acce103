import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { admin, type ServerProcess, startServerProcess } from '../support/server-process.ts'

const hour = 3_600_000
const day = 24 * hour
/** Midnight, UTC, of a day that is over. */
const yesterday = Math.floor(Date.now() / day) * day - day

const event = (id: string, at: number, name: string | null) => ({
  '@timestamp': new Date(at).toISOString(),
  event: { id, action: name === null ? 'file-modified' : 'application-read', observer: 'Endpoint' },
  destination: { category: name && 'Cloud Storage', name },
  user: { email: admin.username },
})
/** Every day from 9 to 17, for three weeks. */
const history = Array.from({ length: 21 * 9 }, (_, index) =>
  event(`history-${index}`, yesterday - (1 + Math.floor(index / 9)) * day + (9 + (index % 9)) * hour, null),
)

let data: string
let server: ServerProcess
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'spillway-behavior-kill-'))
  server = await startServerProcess({ data })
}, 60_000)
afterAll(async () => {
  await server?.end('SIGKILL')
  await rm(data, { recursive: true, force: true })
})

const unusual = async (id: string, at: number, name: string) => {
  await server.api.ingest([event(id, at, name)])
  const groups = [{ filters: [{ term: 'event.id', operator: 'IS', value: id }] }]
  const { fileEvents } = (await (await server.api.post('/v2/file-events', { groups })).json()) as {
    fileEvents: { risk: { indicators: { id: string }[] } }[]
  }
  const ids = fileEvents[0]?.risk.indicators.map((indicator) => indicator.id) ?? []
  return ids.filter((indicator) => /^(Off|First|Rare)/.test(indicator))
}

it('knows after a kill at once what everything acknowledged before it tells', async () => {
  await server.api.ingest(history)
  expect(await unusual('first', yesterday + 10 * hour, 'Dropbox')).toEqual(['First use of destination'])
  await server.end('SIGKILL')
  server = await startServerProcess({ data })
  expect(await unusual('again', yesterday + 11 * hour, 'Dropbox')).toEqual([])
  expect(await unusual('night', yesterday + 3 * hour, 'Slack')).toEqual(['Off hours', 'First use of destination'])
}, 120_000)
