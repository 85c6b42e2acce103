import { join } from 'node:path'
import { generated } from './data/generate.ts'
import { knownRow } from './data/known-row.ts'
import { loadedDataDirectory } from './data/load-store.ts'
import { baseEvents } from './data/multiply.ts'
import type { BareSearchTask } from './jobs/bare-search.ts'
import { type Question, questionsFor } from './questions.ts'
import { runJob } from './support/child.ts'
import { createPoster } from './support/http.ts'
import { type Timing, timed } from './support/measure.ts'
import type { BenchOptions } from './support/options.ts'
import { count, milliseconds, type ResultTable, ratio } from './support/report.ts'
import { type BenchServer, startBenchServer } from './support/server.ts'

/** Sample searches over HTTP against hand-written SQL on the same store, one after the other in one run. */
export const benchSearch = async ({ directory, events, runs }: BenchOptions): Promise<ResultTable[]> => {
  const folder = await loadedDataDirectory(directory, events)
  const questions = questionsFor(await knownRow(await generated(directory, 'rows', Math.min(events, baseEvents))))
  const server = await startBenchServer(folder)
  const asked = await askAll(server, questions, runs).finally(server.stop)
  const task: BareSearchTask = { path: join(folder, 'events'), questions, runs }
  const bare = await runJob<Record<string, Timing>>('bare-search', task)
  return [
    {
      title: `Searches over ${count(events)} events`,
      header: ['Question', 'matches', 'HTTP p50 ms', 'HTTP p95 ms', 'SQL p50 ms', 'SQL p95 ms', 'p95 ratio'],
      rows: questions.map(({ name }) => rowOf(name, asked.get(name) as Asked, bare[name] as Timing)),
      notes: [`${runs} runs each after one to warm up; a page holds 100 whole events unless its name says otherwise.`],
    },
  ]
}

interface Asked extends Timing {
  readonly matches: string
}

const rowOf = (name: string, http: Asked, sql: Timing) => [
  name,
  http.matches,
  milliseconds(http.p50),
  milliseconds(http.p95),
  milliseconds(sql.p50),
  milliseconds(sql.p95),
  ratio(http.p95 / sql.p95),
]

const askAll = async (server: BenchServer, questions: readonly Question[], runs: number) => {
  const poster = await createPoster(server)
  const asked = new Map<string, Asked>()
  for (const { name, kind, body } of questions) {
    const path = kind === 'grouping' ? '/v2/file-events/grouping' : '/v2/file-events'
    const { head } = await poster.post(path, body)
    const timing = await timed(runs, () => poster.post(path, body))
    asked.set(name, { ...timing, matches: matchesIn(head) })
  }
  poster.close()
  return asked
}

/** Total of a search; a grouping tells none. */
const matchesIn = (head: string): string => {
  const [, total] = /"totalCount":(\d+)/.exec(head) ?? []
  return total ? count(Number(total)) : ''
}
