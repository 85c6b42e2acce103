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
  const exported = async () => poster.post('/v2/file-events/export', body)
  // The first export warms caches and code of engine and server; what grows after it is what an export costs.
  const first = { growth: await memoryGrowth(server, exported) }
  const second = await stopwatch(async () => {
    let bytes = 0
    const growth = await memoryGrowth(server, async () => {
      bytes = (await exported()).bytes
    })
    return { growth, bytes }
  })
  poster.close()
  await server.stop()
  const bare = await runJob<{ seconds: number }>('bare-export', {
    path: join(folder, 'events'),
  } satisfies BareExportTask)
  return [
    {
      title: `Export of ${count(rows)} rows`,
      header: ['Seconds', 'MiB', 'RSS growth MiB (first, second)', 'engine seconds', 'ratio'],
      rows: [
        [
          second.seconds.toFixed(2),
          count(second.value.bytes / mebibyte),
          `${count(first.growth / mebibyte)}, ${count(second.value.growth / mebibyte)}`,
          bare.seconds.toFixed(2),
          ratio(second.seconds / bare.seconds),
        ],
      ],
    },
  ]
}
