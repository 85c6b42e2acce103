import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { generated } from './data/generate.ts'
import { knownRow } from './data/known-row.ts'
import { baseEvents } from './data/multiply.ts'
import type { PeerResult, PeerTask } from './jobs/peer.ts'
import type { SpillwayPeerTask } from './jobs/peer-spillway.ts'
import { bytesByUser, type PeerName, peerQuestions } from './peers-questions.ts'
import { questionsFor } from './questions.ts'
import { runJob } from './support/child.ts'
import type { Timing } from './support/measure.ts'
import type { BenchOptions } from './support/options.ts'
import { count, milliseconds, type ResultTable, ratio } from './support/report.ts'

const labels: Readonly<Record<string, string>> = { spillway: 'Spillway', postgresql: 'PostgreSQL', duckdb: 'DuckDB' }

/** The same rows and questions in Spillway's store, PostgreSQL and DuckDB, one after the other in one run. */
export const benchPeers = async (options: BenchOptions): Promise<ResultTable[]> => {
  const files = await generated(options.directory, 'rows', Math.min(options.events, baseEvents))
  const results = new Map<string, PeerResult>()
  for (const engine of options.engines)
    results.set(
      engine,
      await runEngine(
        engine,
        options,
        files.map((file) => resolve(file)),
      ),
    )
  compareTotals(results)
  return [loadTable(options, results), questionTable(options, results)]
}

/** Engines that were asked the same question must have found the same. */
const compareTotals = (results: ReadonlyMap<string, PeerResult>): void => {
  const [first, ...others] = results
  for (const [engine, { totals }] of others) {
    for (const [name, total] of Object.entries(totals)) {
      const expected = first?.[1].totals[name]
      if (expected !== undefined && expected !== total) {
        throw new Error(`${engine} finds ${total} for "${name}", ${first?.[0]} finds ${expected}`)
      }
    }
  }
}

const runEngine = async (engine: string, { directory, events, runs }: BenchOptions, files: readonly string[]) => {
  console.error(`Loading ${events} events into ${labels[engine] ?? engine} and asking`)
  const folder = resolve(join(directory, 'peers'))
  mkdirSync(folder, { recursive: true })
  const known = await knownRow(files)
  if (engine === 'spillway') {
    const task: SpillwayPeerTask = { directory: folder, files, events, questions: questionsFor(known), runs }
    return runJob<PeerResult>('peer-spillway', task)
  }
  const peer = engine as PeerName
  const task: PeerTask = { peer, directory: folder, files, events, runs, questions: peerQuestions(peer, known) }
  return runJob<PeerResult>('peer', task)
}

const loadTable = ({ events }: BenchOptions, results: ReadonlyMap<string, PeerResult>): ResultTable => ({
  title: `Peers: loading ${count(events)} events`,
  header: ['Engine', 'rows/s', 'disk B/event'],
  rows: [...results].map(([engine, { loadSeconds, bytes }]) => [
    labels[engine] ?? engine,
    count(events / loadSeconds),
    count(bytes / events),
  ]),
  notes: ['Rows beyond the first million are copies made inside each engine, with other ids, hashes and times.'],
})

const questionTable = ({ events, runs }: BenchOptions, results: ReadonlyMap<string, PeerResult>): ResultTable => {
  const engines = [...results.keys()]
  const others = engines.filter((engine) => engine !== 'spillway')
  const names = Object.keys(results.get(engines[0] ?? '')?.whole ?? {})
  const median = (timing: Timing | undefined) => (timing ? milliseconds(timing.p50) : '')
  const against = (engine: string, name: string) => {
    const [own, other] = [results.get('spillway')?.whole[name], results.get(engine)?.whole[name]]
    return own && other ? ratio(other.p50 / own.p50) : ''
  }
  return {
    title: `Peers: p50 in ms over ${count(events)} events`,
    header: [
      'Question',
      ...engines.map(label),
      ...others.map((engine) => `${label(engine)}, page alone`),
      ...others.map((engine) => `${label(engine)} / Spillway`),
    ],
    rows: names.map((name) => [
      name,
      ...engines.map((engine) => median(results.get(engine)?.whole[name])),
      ...others.map((engine) => median(results.get(engine)?.page[name])),
      ...others.map((engine) => against(engine, name)),
    ]),
    notes: [
      `A search is answered with its total and a page of whole events, as the API does; ${runs} runs after one to warm up.`,
      `"${bytesByUser.name}" is SQL on each engine. Above 1 × Spillway is ahead.`,
    ],
  }
}

const label = (engine: string) => labels[engine] ?? engine
