import { resolve } from 'node:path'
import { createOrganization, createSimulation } from '@spillway/simulator'
import type { BenchOptions } from './support/options.ts'
import { count, type ResultTable, ratio } from './support/report.ts'
import { type SoakServer, startSoakServer, type TableSize } from './support/soak.ts'

const seed = 'soak'
const people = 100
const begins = Date.parse('2026-03-02T00:00:00Z')
const days = 105
/** Times short enough to be reached: an event may be two days late, and alerts stay two weeks, or while they can grow. */
const settings = { eventLatenessHours: 48, alertRetentionDays: 14 }
/**
 * By then all is over that bounds anything: two weeks that count in an alert of the next two, the time in which that can
 * grow, and the thirty days for which a rule's window might last.
 */
const bounded = 70
const partsOfDay = 2
const [dayMilliseconds, partMilliseconds] = [86_400_000, 86_400_000 / partsOfDay]

/** Whether what a server keeps stops growing: months of a simulated company, told by a clock that is moved on. */
export const benchSoak = async ({ directory }: BenchOptions): Promise<ResultTable[]> => {
  const simulation = createSimulation(createOrganization({ seed, people }), { seed, begins: new Date(begins) })
  const server = await startSoakServer(resolve(directory, 'soak-server'), { people, seed, begins, settings })
  const told: Told[] = [{ day: 0, events: 0, tables: server.tables(), resident: server.residentBytes() }]
  try {
    for (let day = 0, events = 0; day < days; day++) {
      events += await live(server, simulation, begins + day * dayMilliseconds)
      if ((day + 1) % 7 === 0)
        told.push({ day: day + 1, events, tables: server.tables(), resident: server.residentBytes() })
    }
  } finally {
    await server.stop()
  }
  return [weeks(told), growth(told)]
}

interface Told {
  readonly day: number
  readonly events: number
  readonly tables: ReadonlyMap<string, TableSize>
  readonly resident: number
}

/** A day of the company; events come a minute after the part of the day in which they happen. */
const live = async (
  server: SoakServer,
  simulation: ReturnType<typeof createSimulation>,
  start: number,
): Promise<number> => {
  let sent = 0
  for (let part = 0; part < partsOfDay; part++) {
    const from = start + part * partMilliseconds
    const events = [...simulation.events({ from: new Date(from), to: new Date(from + partMilliseconds) })]
    await server.moveTo(from + partMilliseconds + 60_000)
    if (events.length > 0) await server.send(events)
    sent += events.length
  }
  await server.tidied()
  return sent
}

const sum = ({ tables }: Told): TableSize => {
  const sizes = [...tables.values()]
  return {
    rows: sizes.reduce((rows, each) => rows + each.rows, 0),
    bytes: sizes.reduce((bytes, each) => bytes + each.bytes, 0),
  }
}

const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1)

const weeks = (told: readonly Told[]): ResultTable => ({
  title: `A company of ${count(people)} people: events up to 2 days late, alerts for 2 weeks or while they can grow`,
  header: ['Day', 'events', 'rows', 'MiB', 'activity rows', 'sessions', 'alerts', 'resident MiB'],
  rows: told.map((each) => {
    const { rows, bytes } = sum(each)
    const of = (table: string): string => count(each.tables.get(table)?.rows ?? 0)
    return [
      ...[String(each.day), count(each.events), count(rows), mebibytes(bytes)],
      ...[of('alert_activity'), of('session'), of('alert'), mebibytes(each.resident)],
    ]
  }),
})

/** What the tables hold at the end against what they held when everything had been reached that bounds them. */
const growth = (told: readonly Told[]): ResultTable => {
  const [then, end] = [told.find(({ day }) => day === bounded), told.at(-1)]
  const tables = [...(end?.tables ?? [])].filter(([, { rows }]) => rows > 100).sort()
  const line = (name: string, before: TableSize, after: TableSize): string[] => [
    ...[name, count(before.rows), count(after.rows), ratio(after.rows / before.rows)],
    ratio(after.bytes / before.bytes),
  ]
  const nothing = { rows: 0, bytes: 0 }
  return {
    title: `Day ${days} against day ${bounded}`,
    header: ['Table', `rows on day ${bounded}`, `on day ${days}`, 'rows', 'bytes'],
    rows: [
      ...tables.map(([name, size]) => line(name, then?.tables.get(name) ?? nothing, size)),
      line('all', then ? sum(then) : nothing, end ? sum(end) : nothing),
    ],
    notes: [`Resident memory: ${ratio((end?.resident ?? 0) / (then?.resident ?? 1))}`],
  }
}
