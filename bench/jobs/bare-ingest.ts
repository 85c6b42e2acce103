import { readFile } from 'node:fs/promises'
import { eventTable } from '@spillway/event-store'
import { batchesOf } from '../data/batches.ts'
import { insertFromFiles, openBareStore } from '../engines/bare-store.ts'
import { report, taskOf } from '../support/child.ts'
import { stopwatch } from '../support/measure.ts'

export interface BareIngestTask {
  readonly path: string
  readonly files: readonly string[]
  readonly batch: number
  /** `file`: one statement a file, read by the engine. `batches`: bytes handed over, durable after each. */
  readonly mode: 'file' | 'batches'
}

const { path, files, batch, mode } = taskOf<BareIngestTask>()
const store = await openBareStore(path)

const insertBatches = async () => {
  for (const file of files) {
    for (const body of batchesOf(await readFile(file), batch)) await store.driver.insert(eventTable, body)
  }
}

const { seconds } = await stopwatch(() => (mode === 'file' ? insertFromFiles(store, files) : insertBatches()))
await store.close()
report({ seconds })
