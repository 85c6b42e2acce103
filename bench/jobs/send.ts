import { readFile } from 'node:fs/promises'
import type { ClientCredentials } from '@spillway/sdk'
import { batchesOf } from '../data/batches.ts'
import { report, taskOf } from '../support/child.ts'
import { createPoster } from '../support/http.ts'
import { percentiles, stopwatch } from '../support/measure.ts'

export interface SendTask {
  readonly url: string
  readonly credentials: ClientCredentials
  readonly files: readonly string[]
  readonly clients: number
  readonly batch: number
}

const { url, credentials, files, clients, batch } = taskOf<SendTask>()
const poster = await createPoster({ url, credentials })
const taken: number[] = []
let stored = 0

async function* allBatches() {
  for (const file of files) yield* batchesOf(await readFile(file), batch)
}

/** Sends batch after batch, each only when the one before is acknowledged. */
const client = async (batches: AsyncGenerator<Buffer>) => {
  for (let next = await batches.next(); !next.done; next = await batches.next()) {
    const begun = performance.now()
    const { head } = await poster.send('/v1/ingest/file-events', next.value)
    taken.push(performance.now() - begun)
    stored += Number(/"stored":(\d+)/.exec(head)?.[1] ?? 0)
  }
}

const batches = allBatches()
const { seconds } = await stopwatch(() => Promise.all(Array.from({ length: clients }, () => client(batches))))
poster.close()
report({ seconds, stored, ...percentiles(taken) })
