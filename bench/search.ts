import { join } from 'node:path'
import { loadedDataDirectory } from './data/load-store.ts'
import type { BareSearchTask } from './jobs/bare-search.ts'
import { type KnownEvent, type Question, questionsFor } from './questions.ts'
import { runJob } from './support/child.ts'
import { createPoster } from './support/http.ts'
import { type Timing, timed } from './support/measure.ts'
import type { BenchOptions } from './support/options.ts'
import { count, milliseconds, type ResultTable, ratio } from './support/report.ts'
import { type BenchServer, startBenchServer } from './support/server.ts'

/** Sample searches over HTTP against hand-written SQL on the same store, one after the other in one run. */
export const benchSearch = async ({ directory, events, runs }: BenchOptions): Promise<ResultTable[]> => {
  const folder = await loadedDataDirectory(directory, events)
  const server = await startBenchServer(folder)
  const questions = questionsFor(await knownEvent(server))
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

/** An event in the middle of the data, of a person with many. */
export const knownEvent = async ({ client }: BenchServer): Promise<KnownEvent> => {
  const filters = [
    { term: '@timestamp', operator: 'ON_OR_AFTER', value: '2026-06-15T00:00:00.000Z' },
    { term: 'file.hash.md5', operator: 'EXISTS' },
    { term: 'event.observer', operator: 'IS', value: 'Endpoint' },
  ]
  const query = { groups: [{ filters, filterClause: 'AND' as const }], pgSize: 1, srtKey: '@timestamp' }
  const [found] = (await client.fileEvents.search({ ...query, srtDir: 'asc' })).fileEvents
  return { id: textAt(found, 'event.id'), md5: textAt(found, 'file.hash.md5'), user: textAt(found, 'user.email') }
}

const textAt = (event: unknown, path: string): string =>
  String(path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], event))

const askAll = async (server: BenchServer, questions: readonly Question[], runs: number) => {
  const poster = await createPoster(server)
  const asked = new Map<string, Asked>()
  for (const { name, kind, body } of questions) {
    const path = kind === 'grouping' ? '/v2/file-events/grouping' : '/v2/file-events'
    const { head } = await poster.post(path, body)
    const timing = await timed(runs, () => poster.post(path, body))
    asked.set(name, { ...timing, matches: count(Number(/"totalCount":(\d+)/.exec(head)?.[1] ?? Number.NaN)) })
  }
  poster.close()
  return asked
}
