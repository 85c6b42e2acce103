import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { succeed } from '../support/command.ts'
import { fixtureEvent } from '../support/fixture-events.ts'
import { parts } from '../support/parts.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { waitFor } from '../support/wait.ts'
import { readWholeFeed } from './load.ts'

const mebibytes = 96
const ballast = 64
const batchSize = 1_000

describe.skipIf(!parts.smallDisk.present)('a full disk (where possible)', () => {
  let directory: string
  let server: ServerProcess

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'spillway-disk-'))
    await succeed('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', directory])
    await writeFile(join(directory, 'ballast'), Buffer.alloc(ballast * 1024 * 1024))
    server = await startServerProcess({ data: join(directory, 'data') })
  }, 90_000)
  afterAll(async () => {
    await server?.end('SIGKILL')
    await succeed('umount', ['-l', directory])
    await rm(directory, { recursive: true, force: true })
  })

  /** Hard to compress, so that the disk fills. */
  const batchOf = (number: number) =>
    Array.from({ length: batchSize }, (_, row) => {
      const event = fixtureEvent(number * batchSize + row, new Date())
      const noise = Array.from({ length: 40 }, () => Math.random().toString(36).slice(2)).join('')
      return { ...event, file: { ...event.file, name: `${noise}.txt` } }
    })

  it('refuses honestly, loses nothing acknowledged, and goes on once there is room', async () => {
    const acknowledged = new Set<string>()
    const send = async (number: number, batch = batchOf(number)) => {
      const response = await server.api.post('/v1/ingest/file-events', batch, { 'idempotency-key': `batch-${number}` })
      const text = await response.text()
      if (response.ok) for (const { event } of batch) acknowledged.add(event.id)
      return { status: response.status, text }
    }
    let refused: { status: number; text: string } | undefined
    for (let number = 0; number < 200 && refused === undefined; number += 1) {
      const answer = await send(number)
      if (answer.status !== 200) refused = answer
    }
    console.log(`disk full after ${acknowledged.size} events: ${refused?.status} ${refused?.text.slice(0, 200)}`)
    expect([503, 507]).toContain(refused?.status)
    expect((await server.api.get('/healthz')).status).toBe(200)

    await rm(join(directory, 'ballast'))
    const later = batchOf(900)
    await waitFor('a batch to be stored again', 60_000, async () =>
      (await send(900, later)).status === 200 ? true : undefined,
    )
    const feed = await readWholeFeed(server)
    expect(feed.length - new Set(feed).size).toBe(0)
    const present = new Set(feed)
    const lost = [...acknowledged].filter((id) => !present.has(id)).length
    expect(lost).toBe(0)
  }, 240_000)
})
