import { join } from 'node:path'
import { loadedDataDirectory } from './data/load-store.ts'
import type { BareExportTask } from './jobs/bare-export.ts'
import { runJob } from './support/child.ts'
import { createPoster } from './support/http.ts'
import { stopwatch } from './support/measure.ts'
import type { BenchOptions } from './support/options.ts'
import { count, type ResultTable, ratio } from './support/report.ts'
import { memoryGrowth, startBenchServer } from './support/server.ts'

const mostRows = 200_000
const mebibyte = 1024 * 1024

/** The CSV export of 200,000 rows: seconds, memory of the server while it runs, against the engine's own CSV. */
export const benchExport = async ({ directory, events }: BenchOptions): Promise<ResultTable[]> => {
  const rows = Math.min(events, mostRows)
  const folder = await loadedDataDirectory(directory, rows)
  const server = await startBenchServer(folder)
  const poster = await createPoster(server)
  const body = {
    groups: [{ filters: [{ term: 'event.id', operator: 'EXISTS' }] }],
    srtKey: '@timestamp',
    srtDir: 'desc',
  }
  const exported = async () => (await poster.post('/v2/file-events/export', body)).bytes
  // What engine and server load and keep on their first query belongs to no export.
  await poster.post('/v2/file-events', { ...body, pgNum: 1, pgSize: 10_000 })
  const first = await memoryGrowth(server, () => stopwatch(exported))
  const second = await memoryGrowth(server, () => stopwatch(exported))
  poster.close()
  await server.stop()
  const bare = await runJob<{ seconds: number; bytes: number }>('bare-export', {
    path: join(folder, 'events'),
  } satisfies BareExportTask)
  return [
    {
      title: `Export of ${count(rows)} rows`,
      header: ['Way', 'seconds', 'MiB', 'RSS growth MiB', 'against the engine'],
      rows: [
        ...Object.entries({ 'HTTP, first export': first, 'HTTP, second export': second }).map(
          ([name, { growth, value }]) => [
            name,
            value.seconds.toFixed(2),
            count(value.value / mebibyte),
            count(growth / mebibyte),
            ratio(value.seconds / bare.seconds),
          ],
        ),
        ["engine's own CSV", bare.seconds.toFixed(2), count(bare.bytes / mebibyte), '', ratio(1)],
      ],
    },
  ]
}
