import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { openEmbeddedDriver } from '../drivers/embedded.ts'
import { createEventStore } from './event-store.ts'
import { rowsOf, sampleEvent, searchOf } from './test/store.ts'

const writerPath = fileURLToPath(new URL('./test/writer.ts', import.meta.url))

/** Runs a process that inserts batch after batch, and kills it at a moment nobody chose. */
async function insertUntilKilled(path: string, round: number): Promise<number[]> {
  const acknowledged: number[] = []
  const child = fork(writerPath, [path, String(round)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  child.on('message', (batch) => acknowledged.push(batch as number))
  while (acknowledged.length < 3) await once(child, 'message')
  await new Promise((resolve) => setTimeout(resolve, round * 13))
  child.kill('SIGKILL')
  await once(child, 'exit')
  return acknowledged
}

it('keeps every acknowledged insert through SIGKILL, each batch whole or not at all', async () => {
  const path = await mkdtemp(join(tmpdir(), 'spillway-kill-'))
  const acknowledged: string[] = []
  for (const round of [1, 2, 3]) {
    const batches = await insertUntilKilled(path, round)
    acknowledged.push(...batches.map((batch) => `${round}-${batch}`))
  }
  const store = createEventStore({ driver: openEmbeddedDriver({ path }) })
  await store.migrate()
  expect(acknowledged.length).toBeGreaterThanOrEqual(9)
  for (const batch of acknowledged) expect((await store.storedRows(batch)).size).toBe(20)
  const { totalCount } = await store.search(searchOf({ pgSize: 1 }))
  expect(totalCount % 20).toBe(0)

  const [last = ''] = acknowledged.slice(-1)
  const again = rowsOf([sampleEvent({ 'event.id': 'again' })], { batch: last })
  await store.insert(again, 1, last)
  expect((await store.search(searchOf({ pgSize: 1 }))).totalCount).toBe(totalCount)
  await store.close()
  await rm(path, { recursive: true, force: true })
}, 60_000)
