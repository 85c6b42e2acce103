import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openControlStore } from '@spillway/control-store'
import { generated } from './data/generate.ts'
import { people, period } from './data/period.ts'
import { manyRules, type NamedRule, readWatched, type Watched } from './data/rules.ts'
import type { LatencyTask } from './jobs/alert-latency.ts'
import type { DetectTask } from './jobs/detect.ts'
import type { LoadDirectoryTask } from './jobs/load-directory.ts'
import type { SendTask } from './jobs/send.ts'
import { runJob } from './support/child.ts'
import type { Judging, Latency } from './support/detection.ts'
import { percentileOf, percentiles } from './support/measure.ts'
import type { BenchOptions } from './support/options.ts'
import { count, type ResultTable, ratio } from './support/report.ts'
import { type BenchServer, startBenchServer } from './support/server.ts'

const watchlists = 100
const namedOnList = 50

/** What judging costs, by the number of rules, and how soon after the acknowledgement an alert can be read. */
export const benchDetect = async (options: BenchOptions): Promise<ResultTable[]> => {
  const path = resolve(options.directory, 'detect-server')
  rmSync(path, { recursive: true, force: true })
  await runJob('load-directory', { path, controlStore: 'sqlite', people, machines: people } satisfies LoadDirectoryTask)
  await addWatchlists(join(path, 'control.sqlite'))
  const ingest = await ingested(path, options)
  const task: DetectTask = { path, rules: [0, 10, 100, 1_000] }
  const judgings = await runJob<Judging[]>('detect', task)
  return [costs(ingest, judgings), await latencyTable(path, options)]
}

interface Ingested {
  readonly events: number
  readonly seconds: number
  /** Processor time of the server, the engine in it, in seconds. */
  readonly cpu: number
}

/** Sends events to a server whose rules are off; the events stay for what is judged later. */
const ingested = async (path: string, { directory, events, clients, batch }: BenchOptions): Promise<Ingested> => {
  const files = (await generated(directory, 'events', events)).map((file) => resolve(file))
  const server = await startBenchServer(path)
  try {
    await switchOff(server)
    const before = server.cpuSeconds()
    const { url, credentials } = server
    const task: SendTask = { url, credentials, files, clients, batch }
    const { seconds } = await runJob<{ seconds: number }>('send', task)
    await settled(server)
    return { events, seconds, cpu: server.cpuSeconds() - before }
  } finally {
    await server.stop()
  }
}

const switchOff = async ({ client }: BenchServer): Promise<void> => {
  const { requester } = client
  const rules = await requester.json<{ id: string }[]>({ method: 'GET', path: '/v2/alert-rules', repeatable: true })
  for (const { id } of rules)
    await requester.text({ method: 'POST', path: `/v2/alert-rules/${id}/disable`, repeatable: true })
}

/** Until detection has read everything and sleeps: the server takes no more time. */
const settled = async (server: BenchServer): Promise<void> => {
  for (let [before, now] = [-1, server.cpuSeconds()]; now - before > 0.1; before = now, now = server.cpuSeconds())
    await sleep(1_000)
}

const addWatchlists = async (path: string): Promise<void> => {
  const store = await openControlStore({ kind: 'sqlite', path })
  const { id: tenant } = await store.db.selectFrom('tenant').select('id').executeTakeFirstOrThrow()
  const users = await store.db.selectFrom('user').select('uid').orderBy('uid').execute()
  const from_at = period.from.toISOString()
  const times = { created_at: from_at, modified_at: from_at }
  for (let list = 0; list < watchlists; list++) {
    const id = `bench-${list}`
    const row = { id, tenant_id: tenant, list_type: 'CUSTOM', title: id, ...times }
    await store.db.insertInto('watchlist').values(row).execute()
    const named = Array.from(
      { length: namedOnList },
      (_, at) => users[(list * 7_919 + at * 31) % users.length]?.uid ?? '',
    )
    const rules = [...new Set(named)].map((uid) => ({ kind: 'included' as const, subject: uid, label: uid, from_at }))
    await store.db
      .insertInto('watchlist_rule')
      .values(rules.map((rule) => ({ ...rule, watchlist_id: id })))
      .execute()
  }
  await store.close()
}

const micros = (seconds: number, events: number): number => (seconds * 1e6) / events

const costs = (ingest: Ingested, judgings: readonly Judging[]): ResultTable => {
  const reading = judgings[0]?.cpu ?? 0
  const path = micros(ingest.cpu - reading, ingest.events)
  const hundred = judgings.find(({ rules }) => rules === 100)
  return {
    title: `Judging ${count(ingest.events)} stored events`,
    header: ['Rules', 'events/s', 'CPU µs an event', 'of ingest', 'against 100', 'matches in 1,000 events', 'alerts'],
    rows: judgings.map(({ rules, events, seconds, cpu, sightings, alerts }) => [
      count(rules),
      count(events / seconds),
      micros(cpu, events).toFixed(1),
      ratio(micros(cpu, events) / path),
      ratio(cpu / (hundred?.cpu ?? cpu)),
      count((sightings / events) * 1_000),
      count(alerts),
    ]),
    notes: [`Ingest over HTTP took ${path.toFixed(1)} µs of processor time an event, the engine in it.`],
  }
}

const eventsPerSecond = 2_000
const seconds = 30
const batch = 50
const rulesOn = 100

/** A server with many rules under a steady stream of small batches, as agents send them, and probes among them. */
const latencyTable = async (path: string, { directory, events }: BenchOptions): Promise<ResultTable> => {
  const server = await startBenchServer(path)
  try {
    const watched = await watchedIn(join(path, 'control.sqlite'))
    for (const rule of [probeRule, ...manyRules(rulesOn - 1, watched)]) await makeRule(server, rule)
    const [file = ''] = await generated(directory, 'events', events)
    const lines = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .slice(0, eventsPerSecond * seconds)
    const lined = join(path, 'latency.ndjson')
    writeFileSync(lined, lines.join('\n'))
    const { url, credentials } = server
    const task: LatencyTask = { url, credentials, lines: lined, seconds, eventsPerSecond, batch }
    return latencies(await runJob<Latency>('alert-latency', task))
  } finally {
    await server.stop()
  }
}

const probeRule: NamedRule = {
  name: 'Probe',
  definition: {
    vectors: { removableMedia: { isEnabled: true, criteriaOrder: 0 } },
    filters: { fileName: { patterns: ['*.probe'], criteriaOrder: 1 } },
    ...{ alertOnBlockedBrowserActivity: false, windowMinutes: 60 },
  },
}

const makeRule = ({ client }: BenchServer, { name, definition }: NamedRule): Promise<string> =>
  client.requester.text({
    ...({ method: 'POST', path: '/v1/spillway/rules', repeatable: false } as const),
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: `Bench ${name}`, ...definition }),
  })

const latencies = ({ stored, seconds: taken, probes, milliseconds }: Latency): ResultTable => {
  const { p50, p99 } = { ...percentiles(milliseconds), p99: percentileOf(milliseconds, 0.99) }
  return {
    title: `From acknowledgement to an alert that can be read, ${rulesOn} rules`,
    header: ['Events/s asked', 'stored', 'probes', 'found', 'p50 ms', 'p99 ms', 'longest ms'],
    rows: [
      [
        ...[count(eventsPerSecond), count(stored / taken), count(probes), count(milliseconds.length)],
        ...[p50, p99, Math.max(...milliseconds)].map((each) => each.toFixed(0)),
      ],
    ],
    notes: [
      `Batches of ${batch} events over HTTP. Alerts are looked for every 20 ms by a search, which takes its time too.`,
    ],
  }
}

const watchedIn = async (path: string): Promise<Watched> => {
  const store = await openControlStore({ kind: 'sqlite', path })
  const watched = await readWatched(store)
  await store.close()
  return watched
}
