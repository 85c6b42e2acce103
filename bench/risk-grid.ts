import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ControlStore } from '@spillway/control-store'
import { defaultRiskSettings, everyAction } from '@spillway/detection'
import { createEventStore, openEmbeddedDriver } from '@spillway/event-store'
import { createOrganization, simulateEvents } from '@spillway/simulator'
import { createActorsModule } from '../apps/server/src/modules/actors/index.ts'
import { createBehaviorModule } from '../apps/server/src/modules/behavior/index.ts'
import { type Ask, createEventContext, type EventContext } from '../apps/server/src/modules/ingest/context/index.ts'
import { prepareBatch } from '../apps/server/src/modules/ingest/prepare/prepare.ts'
import { createScoring, type ScoreEvents } from '../apps/server/src/modules/ingest/score.ts'
import { createWriter } from '../apps/server/src/modules/ingest/writer.ts'
import { createWatchlistsModule } from '../apps/server/src/modules/watchlists/index.ts'
import { addLists, companyTenant, nameOf, openCompany } from './data/company.ts'
import { people, period, retentionDays } from './data/period.ts'
import { percentiles } from './support/measure.ts'
import { usedBytes } from './support/memory.ts'
import type { BenchOptions } from './support/options.ts'
import { count, type ResultTable, ratio } from './support/report.ts'

const batchEvents = 1_000
const batches = 20
const mostRuns = 5
/** Part of the ingest path that scoring may take. */
const limit = 1 / 3

const actorCounts = [1_000, 100_000]
const listCounts = [10, 200]
const entryCounts = [10, 1_000]

/** Ways to treat the same bodies; the first is without scoring. */
interface Way {
  readonly score: ScoreEvents
  /** Null where nothing is asked. */
  readonly context: EventContext | null
}
interface Cost {
  /** Events a second, durable. */
  readonly rate: number
  /** Microseconds of processor time an event before the engine. */
  readonly preparing: number
}
interface Group {
  readonly actors: number
  readonly lists: number
  readonly costs: readonly Cost[]
}

const origin = {
  ...{ tenantId: companyTenant, node: 1, batch: '0123456789abcdef'.repeat(4) },
  ...{ receivedAt: '2026-07-30T10:00:00.000000Z', ip: '203.0.113.7', agent: null },
}

/**
 * Events a second through ingest (decode, parse, enrich, score, render, store durably) with scoring against without,
 * whoever acts: connectors' bodies, in which every event is of another of all the actors.
 */
export const benchRiskGrid = async ({ runs: wanted }: Pick<BenchOptions, 'runs'>): Promise<ResultTable> => {
  const runs = Math.min(wanted, mostRuns)
  const folder = await mkdtemp(join(tmpdir(), 'spillway-bench-risk-'))
  const driver = openEmbeddedDriver({ path: join(folder, 'events') })
  const store = createEventStore({ driver, retentionDays })
  try {
    await store.migrate()
    const groups: Group[] = []
    let memory = { megabytes: 0, firstSight: 0 }
    for (const actors of actorCounts) {
      const bodies = bodiesOf(actors)
      const before = usedBytes()
      const control = await openCompany(join(folder, `${actors}.db`), { actors, lists: listCounts[0] ?? 0 })
      const known = await knowledgeOf(control)
      let lists = 0
      for (const wanted of listCounts) {
        if (lists > 0) await addLists(control, actors, lists, wanted)
        lists = wanted
        memory = await meetEverybody(known.context, actors, before)
        groups.push({ actors, lists, costs: await measure(bodies, waysOf(known.context), { runs, store }) })
      }
      await known.stop()
      await control.close()
    }
    return tableOf(groups, memory)
  } finally {
    await store.close()
    await rm(folder, { recursive: true, force: true })
  }
}

const knowledgeOf = async (store: ControlStore) => {
  const parts = { store, audit: { record: () => undefined }, clock: () => period.to, newId: () => crypto.randomUUID() }
  const { lookup } = createActorsModule({ ...parts, tenantId: () => companyTenant })
  const { memberships } = createWatchlistsModule(parts)
  const behavior = createBehaviorModule({
    ...{ store, actors: lookup, node: 1, clock: () => period.to, roundMilliseconds: 2 ** 30 },
    log: { activity: async ({ after }) => ({ activities: [], last: after, isEnd: true }) },
    onFailure: (error) => {
      throw error
    },
  })
  behavior.start(() => 1)
  await behavior.keepUp()
  const context = createEventContext({ actors: lookup, memberships, behavior: behavior.desk })
  return { context, stop: behavior.stop }
}

interface Meeting {
  readonly megabytes: number
  /** Microseconds that an actor takes who is not in memory. */
  readonly firstSight: number
}

/** Asks for all actors, so that all are in memory as far as they may be. */
const meetEverybody = async (context: EventContext, actors: number, before: number): Promise<Meeting> => {
  const atOnce = 1_000
  const { ask, settle } = context.open()
  const begun = performance.now()
  for (let start = 0; start < actors; start += atOnce) {
    const met = Array.from({ length: atOnce }, (_, index) => nameOf(start + index))
    await ask({
      people: met.map((name) => ({ userId: null, name, isCloudAccount: false })),
      person: Uint32Array.from(met, (_, index) => index),
      at: Float64Array.from(met, () => period.from.getTime()),
      destinations: [],
      destination: new Int32Array(atOnce).fill(-1),
    })
  }
  settle(true)
  const firstSight = ((performance.now() - begun) * 1_000) / actors
  return { megabytes: (usedBytes() - before) / 1e6, firstSight }
}

const waysOf = (context: EventContext): readonly Way[] => [
  { score: (events) => events, context: null },
  ...entryCounts.map((entries) => ({
    score: createScoring()({ risk: defaultRiskSettings, trust: { entries: trusting(entries) } }),
    context,
  })),
]

const askNothing: Ask = async ({ people, person }) => ({
  ...{ actors: people.map(() => null), sets: [[]], set: new Uint32Array(person.length), behavior: null },
  ...{ places: [], place: new Uint32Array(person.length) },
})

const trusting = (entries: number) =>
  Array.from({ length: entries }, (_, index) => ({
    ...({ type: 'DOMAIN', value: `partner-${index}.example`, isHighValueSource: true } as const),
    actions: everyAction('DOMAIN'),
  }))

/** The ways take turns, so that what slows the machine for a while slows them alike. */
const measure = async (
  bodies: readonly Buffer[],
  ways: readonly Way[],
  { runs, store }: { readonly runs: number; readonly store: Store },
): Promise<Cost[]> => {
  const taken = ways.map(() => ({ rates: [] as number[], preparing: [] as number[] }))
  for (let run = 0; run < runs + 1; run++) {
    for (const [index, way] of ways.entries()) {
      const { rate, preparing } = await through(bodies, way, store)
      if (run < 1) continue
      taken[index]?.rates.push(rate)
      taken[index]?.preparing.push(preparing)
    }
  }
  return taken.map(({ rates, preparing }) => ({
    rate: percentiles(rates).p50,
    preparing: percentiles(preparing).p50,
  }))
}

interface Store {
  insert(rows: Uint8Array, count: number, token: string): Promise<void>
}

let stored = 0

const through = async (bodies: readonly Buffer[], { score, context }: Way, store: Store): Promise<Cost> => {
  const writer = createWriter({
    ...{ sink: store, node: 1, highestSequence: async () => BigInt(stored), clock: () => period.to },
    isUncertain: () => false,
    onCommit: () => undefined,
  })
  let preparing = 0
  const begun = performance.now()
  for (const body of bodies) {
    const cpu = process.threadCpuUsage()
    const input = { body, type: 'application/x-ndjson', encoding: 'identity', origin } as const
    const known = context?.open()
    const rows = await prepareBatch(input, { score, ask: known?.ask ?? askNothing })
    const { user, system } = process.threadCpuUsage(cpu)
    preparing += user + system
    await writer.write(rows)
    known?.settle(true)
  }
  await writer.close()
  stored += batches * batchEvents
  const seconds = (performance.now() - begun) / 1000
  return { rate: (batches * batchEvents) / seconds, preparing: preparing / (batches * batchEvents) }
}

/** The simulator's events, the actors taking turns in an order that no cache likes. */
const bodiesOf = (actors: number): Buffer[] => {
  const organization = createOrganization({ seed: 'bench', people })
  const lines: string[] = []
  for (const event of simulateEvents(organization, { ...period, count: batchEvents * batches, seed: 'risk' })) {
    const actor = (lines.length * 7_919) % actors
    lines.push(JSON.stringify({ ...event, user: { email: nameOf(actor) } }))
  }
  return Array.from({ length: batches }, (_, at) =>
    Buffer.from(lines.slice(at * batchEvents, (at + 1) * batchEvents).join('\n')),
  )
}

const tableOf = (groups: readonly Group[], { megabytes, firstSight }: Meeting): ResultTable => {
  const rows = groups.flatMap(({ actors, lists, costs: [bare, ...scored] }) =>
    scored.map((cost, index) => [
      `${count(actors)} actors, ${lists} watchlists, ${count(entryCounts[index] ?? 0)} trust entries`,
      ...[count(bare?.rate ?? 0), count(cost.rate), ratio((bare?.rate ?? 0) / cost.rate)],
      ...[(bare?.preparing ?? 0).toFixed(1), cost.preparing.toFixed(1)],
    ]),
  )
  const worst = Math.max(...groups.flatMap(({ costs: [bare, ...scored] }) => scored.map((cost) => slower(bare, cost))))
  return {
    title: 'Through ingest, every event of another actor',
    header: ['Company', 'events/s unscored', 'scored', 'slower by', 'CPU µs unscored', 'scored'],
    rows,
    notes: [
      `Scoring takes ${(worst * 100).toFixed(0)} % of the unscored path at most: ${worst <= limit ? 'within' : 'OVER'} a third.`,
      `In memory for ${count(Math.max(...actorCounts))} actors: ${megabytes.toFixed(0)} MB. An actor who is not there yet takes ${firstSight.toFixed(0)} µs.`,
    ],
  }
}

const slower = (bare: Cost | undefined, cost: Cost): number => (bare?.rate ?? 0) / cost.rate - 1
