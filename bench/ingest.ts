import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { generated } from './data/generate.ts'
import type { BareIngestTask } from './jobs/bare-ingest.ts'
import type { SendTask } from './jobs/send.ts'
import { runJob } from './support/child.ts'
import { diskBytes } from './support/disk.ts'
import type { BenchOptions } from './support/options.ts'
import { count, type ResultTable, ratio } from './support/report.ts'
import { startBenchServer } from './support/server.ts'

/** Durable HTTP ingest by several clients against the engine's own JSON insert of the same events. */
export const benchIngest = async (options: BenchOptions): Promise<ResultTable[]> => {
  const { directory, events, clients, batch } = options
  const files = (await generated(directory, 'events', events)).map((path) => resolve(path))
  const rows = (await generated(directory, 'rows', events)).map((path) => resolve(path))
  const http = await overHttp(options, files)
  const bare = await bareIngest(directory, rows, batch)
  return [
    {
      title: `Ingest of ${count(events)} events`,
      header: ['Way', 'events/s', 'against the engine', 'disk B/event', 'p50 ms a batch', 'p95 ms a batch'],
      rows: [
        rowOf(`HTTP, ${clients} clients, ${count(batch)} events a batch`, http, bare.seconds, events),
        rowOf('engine, its own JSON insert from files', bare, bare.seconds, events),
        rowOf(`engine, ${count(batch)} rows an insert, each durable`, bare.batched, bare.seconds, events),
      ],
      notes: ['Every way is durable (fsync) before it counts.'],
    },
  ]
}

interface Way {
  readonly seconds: number
  readonly bytes?: number
  readonly p50?: number
  readonly p95?: number
}

const rowOf = (name: string, { seconds, bytes, p50, p95 }: Way, bareSeconds: number, events: number) => [
  name,
  count(events / seconds),
  ratio(bareSeconds / seconds),
  bytes ? count(bytes / events) : '',
  p50 ? count(p50) : '',
  p95 ? count(p95) : '',
]

const overHttp = async ({ directory, clients, batch }: BenchOptions, files: readonly string[]): Promise<Way> => {
  const folder = resolve(directory, 'ingest-server')
  rmSync(folder, { recursive: true, force: true })
  const server = await startBenchServer(folder)
  const { url, credentials } = server
  const task: SendTask = { url, credentials, files, clients, batch }
  const sent = await runJob<{ seconds: number; p50: number; p95: number }>('send', task).finally(server.stop)
  const bytes = diskBytes(join(folder, 'events'))
  rmSync(folder, { recursive: true, force: true })
  return { ...sent, bytes }
}

const bareIngest = async (directory: string, files: readonly string[], batch: number) => {
  const measure = async (mode: BareIngestTask['mode']): Promise<Way> => {
    const path = resolve(directory, `ingest-bare-${mode}`)
    rmSync(path, { recursive: true, force: true })
    const task: BareIngestTask = { path, files, batch, mode }
    const { seconds } = await runJob<{ seconds: number }>('bare-ingest', task)
    const bytes = diskBytes(path)
    rmSync(path, { recursive: true, force: true })
    return { seconds, bytes }
  }
  return { ...(await measure('file')), batched: await measure('batches') }
}
