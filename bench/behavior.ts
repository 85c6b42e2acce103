import { setImmediate as nextTurn } from 'node:timers/promises'
import { openControlStore } from '@spillway/control-store'
import { createBehaviorModule } from '../apps/server/src/modules/behavior/index.ts'
import { usedBytes } from './support/memory.ts'
import type { ResultTable } from './support/report.ts'

const hour = 3_600_000
const day = 24 * hour
const now = Date.UTC(2026, 1, 1)
const workingDays = 40
const batchEvents = 1_000
const destinations = [
  'Dropbox',
  'Gmail',
  'Slack',
  'Box',
  'OneDrive',
  'GitHub',
  'Google Drive',
  'Notion',
  'Figma',
  'LinkedIn',
]

/** Eight weeks of work: 40 days, some hours of each, one of ten places every fourth time. */
const activityOf = (actor: number, step: number) => {
  const workday = Math.floor(step / 4) % workingDays
  const date = now - 57 * day + (Math.floor(workday / 5) * 7 + (workday % 5)) * day
  const name = destinations[(actor + step) % destinations.length] ?? null
  return {
    actorId: String(1_000_000_000_000_000_000n + BigInt(actor)),
    at: date + (8 + ((actor + step * 3) % 9)) * hour,
    destination: step % 4 === 0 ? name : null,
  }
}

/** What judging and learning takes of an event on the server's main thread, and of memory and disk for each actor. */
export const benchBehavior = async (): Promise<ResultTable> => {
  const rows: string[][] = []
  for (const actors of [1_000, 100_000]) rows.push(await measure(actors))
  return {
    title: 'Behaviour profiles, on the main thread',
    header: [
      'Actors',
      'learning anew, µs an event',
      'judging, µs an event',
      'memory, bytes an actor',
      'to store, µs an actor',
      'from the store, µs',
    ],
    rows,
    notes: ['Each actor: 40 working days, 10 destinations. Batches of 1,000 events of as many actors.'],
  }
}

const measure = async (actors: number): Promise<string[]> => {
  const store = await openControlStore({ kind: 'sqlite', path: ':memory:' })
  await store.migrate()
  const before = usedBytes()
  const behavior = createNode(store)
  behavior.start(() => 1)
  await behavior.keepUp()
  const learning = await run(behavior, actors, workingDays * 4)
  const memory = (usedBytes() - before) / actors
  const judging = await run(behavior, actors, Math.ceil(200_000 / actors))
  const storing = await cpuOf(behavior.stop)
  const cold = createNode(store)
  cold.start(() => 1)
  await cold.keepUp()
  const loading = await run(cold, actors, 1)
  await store.close()
  return [
    actors.toLocaleString('en'),
    ...[learning, judging].map((micros) => micros.toFixed(2)),
    memory.toFixed(0),
    (storing / actors).toFixed(1),
    loading.toFixed(1),
  ]
}

const createNode = (store: Parameters<typeof createBehaviorModule>[0]['store']) =>
  createBehaviorModule({
    ...{ store, node: 1, clock: () => new Date(now), roundMilliseconds: 2 ** 30 },
    log: { activity: async ({ after }) => ({ activities: [], last: after, isEnd: true }) },
    actors: { find: async (people) => people.map(() => null) },
    onFailure: (error) => {
      throw error
    },
  })

/** Microseconds of CPU time an event. */
const run = async (
  { desk }: Pick<ReturnType<typeof createNode>, 'desk'>,
  actors: number,
  steps: number,
): Promise<number> => {
  let spent = 0
  for (let step = 0; step < steps; step++) {
    for (let first = 0; first < actors; first += batchEvents) {
      const activities = Array.from({ length: batchEvents }, (_, index) => activityOf(first + index, step))
      spent += await cpuOf(async () => {
        const batch = desk.open()
        await batch.judge(activities)
        batch.settle(true)
      })
    }
    await nextTurn()
  }
  return spent / (steps * actors)
}

const cpuOf = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(begun)
  return user + system
}
