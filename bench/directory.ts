import { startDirectoryServer } from './data/directory.ts'
import { questionsFor } from './directory-questions.ts'
import { createGetter } from './support/getter.ts'
import { stopwatch, type Timing, timed } from './support/measure.ts'
import type { BenchOptions } from './support/options.ts'
import { count, milliseconds, type ResultTable, ratio } from './support/report.ts'
import { memoryGrowth } from './support/server.ts'

const sizes = [1_000, 100_000] as const
const devices = 20_000
/** Highest p95 at 100,000 rows against that at 1,000 that still counts as flat. */
const limit = 1.5
/** A p95 needs more than a handful of repetitions, of code that has been compiled. */
const [fewestRuns, warmUps] = [100, 20]
const mebibyte = 1024 * 1024

/** Listings of users and machines at 1,000 and at 100,000 rows, and one of 20,000 machines in one answer. */
export const benchDirectory = async (options: BenchOptions): Promise<ResultTable[]> => {
  const [small, large] = [await measure(options, sizes[0]), await measure(options, sizes[1])]
  const rows = [...large].map(([name, timing]) => rowOf(name, small.get(name) as Timing, timing))
  const worst = Math.max(...rows.map((row) => Number.parseFloat(row[5] ?? '')))
  const flat = {
    title: `Listings of ${count(sizes[0])} and of ${count(sizes[1])} rows`,
    header: ['Question', 'p50 ms, 1,000', 'p50 ms, 100,000', 'p95 ms, 1,000', 'p95 ms, 100,000', 'p95 ratio'],
    rows,
    notes: [`Worst ratio ${ratio(worst)}, limit ${ratio(limit)}: ${worst <= limit ? 'flat' : 'NOT flat'}.`],
  }
  return [flat, await streaming(options)]
}

const rowOf = (name: string, small: Timing, large: Timing): string[] => [
  name,
  ...[small.p50, large.p50, small.p95, large.p95].map(milliseconds),
  ratio(large.p95 / small.p95),
]

const measure = async (options: BenchOptions, rows: number): Promise<Map<string, Timing>> => {
  const server = await startDirectoryServer(options, rows, rows)
  const getter = await createGetter(server)
  const timings = new Map<string, Timing>()
  const questions = Object.entries(await questionsFor(server, rows))
  for (let warm = 0; warm < warmUps; warm++) for (const [, question] of questions) await getter.get(question.path(warm))
  for (const [name, { path, before }] of questions) {
    let run = 0
    const work = () => getter.get(path(run))
    timings.set(name, await timed(Math.max(options.runs, fewestRuns), work, () => before?.(++run) ?? void ++run))
  }
  getter.close()
  await server.stop()
  return timings
}

/** 20,000 machines with their backup usage in one answer: memory of the server while it streams, and when it begins. */
const streaming = async (options: BenchOptions): Promise<ResultTable> => {
  const server = await startDirectoryServer(options, devices, devices)
  const getter = await createGetter(server)
  for (let warm = 0; warm < 20; warm++) await getter.get('/api/v1/Computer?incBackupUsage=true&pgSize=500')
  const rows: string[][] = []
  for (const [name, path] of [
    ['JSON', `/api/v1/Computer?incBackupUsage=true&pgSize=${devices}`],
    ['CSV', '/api/v1/Computer?incBackupUsage=true&export=csv'],
  ] as const)
    for (const run of ['first', 'second']) {
      const { growth, value } = await memoryGrowth(server, () => stopwatch(() => getter.get(path)))
      const { bytes, firstByte } = value.value
      const figures = [value.seconds.toFixed(2), milliseconds(firstByte), (bytes / mebibyte).toFixed(1)]
      rows.push([`${name}, ${run}`, ...figures, (growth / mebibyte).toFixed(1)])
    }
  getter.close()
  await server.stop()
  return {
    title: `${count(devices)} machines with backup usage in one answer`,
    header: ['Way', 'seconds', 'first byte ms', 'MiB', 'RSS growth MiB'],
    rows,
  }
}
