import { startDirectoryServer } from './data/directory.ts'
import { oneOf } from './directory-one.ts'
import { type DirectoryQuestion, questionsFor } from './directory-questions.ts'
import { createGetter } from './support/getter.ts'
import { stopwatch, type Timing, timedByTurns, type Work } from './support/measure.ts'
import type { BenchOptions } from './support/options.ts'
import { count, milliseconds, type ResultTable, ratio } from './support/report.ts'
import { memoryGrowth } from './support/server.ts'

const sizes = [1_000, 100_000] as const
const devices = 20_000
/** Highest p95 at 100,000 rows against that at 1,000 that still counts as flat. */
const limit = 1.5
/** A p95 needs more than a handful of repetitions, of code that has been compiled. */
const [fewestRuns, warmUps] = [300, 30]
const mebibyte = 1024 * 1024

type Works = Readonly<Record<string, Work>>

/** Lists of users and machines, and one of them, among 1,000 and 100,000; 20,000 machines in one answer. */
export const benchDirectory = async (options: BenchOptions): Promise<ResultTable[]> => {
  const [small, large] = [await asked(options, sizes[0]), await asked(options, sizes[1])]
  const both = `of ${count(sizes[0])} and of ${count(sizes[1])}`
  const lists = await compared(`Listings ${both} rows`, options, small.lists, large.lists)
  const ones = await compared(`One person or machine ${both}`, options, small.ones, large.ones)
  await Promise.all([small.stop(), large.stop()])
  return [lists, ones, await streaming(options)]
}

const compared = async (title: string, { runs }: BenchOptions, small: Works, large: Works): Promise<ResultTable> => {
  const rows: string[][] = []
  for (const [name, work] of Object.entries(small)) {
    const [few, many] = await timedByTurns(Math.max(runs, fewestRuns), [work, large[name] as Work])
    rows.push(rowOf(name, few as Timing, many as Timing))
  }
  const over = rows.filter((row) => Number.parseFloat(row[5] ?? '') > limit).length
  const header = ['Question', 'p50 ms, 1,000', 'p50 ms, 100,000', 'p95 ms, 1,000', 'p95 ms, 100,000', 'p95 ratio']
  return { title, header, rows, notes: [`${over} of ${rows.length} questions are above ${ratio(limit)}.`] }
}

const rowOf = (name: string, small: Timing, large: Timing): string[] => [
  name,
  ...[small.p50, large.p50, small.p95, large.p95].map(milliseconds),
  ratio(large.p95 / small.p95),
]

/** A warm server with the questions to ask it. */
const asked = async (options: BenchOptions, rows: number) => {
  const server = await startDirectoryServer(options, rows, rows)
  const getter = await createGetter(server)
  const questions = await questionsFor(server, rows)
  for (let warm = 0; warm < warmUps; warm++)
    for (const question of Object.values(questions)) await getter.get(question.path(warm))
  const work = ({ path, before }: DirectoryQuestion): Work => ({ run: (run) => getter.get(path(run)), before })
  const ones = await oneOf(server, getter, rows)
  for (let warm = 0; warm < warmUps; warm++) for (const one of Object.values(ones)) await one.run(warm)
  return {
    lists: Object.fromEntries(Object.entries(questions).map(([name, question]) => [name, work(question)])),
    ones,
    stop: async () => {
      getter.close()
      await server.stop()
    },
  }
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
