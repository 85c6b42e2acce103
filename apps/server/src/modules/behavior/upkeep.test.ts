import { type ControlStore, isControlStoreUnavailable } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { type Activity, emptyProfile, observe } from '@spillway/detection'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BehaviorModule, createBehaviorModule } from './index.ts'
import type { ActivityLog } from './log.ts'
import { createBehaviorRepository } from './repository.ts'

const hour = 3_600_000
const now = Date.UTC(2026, 1, 1)
const start = now - 40 * 24 * hour
const clock = () => new Date(now)
const actors = ['1', '2', '3']

interface Event extends Activity {
  readonly node: number
  readonly seq: number
  readonly actorId: string
}
type Done = Omit<Event, 'node' | 'seq'>

/** Nodes that store events in one log, and die. */
const createWorld = async (store: ControlStore) => {
  const events: Event[] = []
  const nodes = new Map<number, { module: BehaviorModule; committed: number | null }>()
  const log: ActivityLog = {
    activity: async ({ node, after, limit }) => {
      const left = events.filter((event) => event.node === node && event.seq > Number(after))
      const page = left.slice(0, Math.min(limit, 7))
      const last = String(page.at(-1)?.seq ?? after)
      return { activities: page.map(loggedOf), last, isEnd: page.length === left.length }
    },
  }
  const lease = async (id: number, until: string | null) => {
    const row = { lease_owner: 'x', lease_expires_at: until }
    const values = { id, name: `node ${id}`, created_at: clock().toISOString(), ...row }
    await store.db
      .insertInto('node')
      .values(values)
      .onConflict((on) => on.column('id').doUpdateSet(row))
      .execute()
  }
  const begin = async (id: number) => {
    await lease(id, '2027-01-01T00:00:00.000Z')
    const known = { module: createNode(store, log, id), committed: null as number | null }
    nodes.set(id, known)
    known.module.start(() => known.committed)
    await known.module.keepUp()
  }
  const nodeOf = (id: number) => nodes.get(id) ?? raise()
  const commit = (id: number, batch: readonly Done[]) => {
    for (const done of batch) events.push({ ...done, node: id, seq: events.length + 1 })
    nodeOf(id).committed = events.length
  }
  for (const table of ['behavior_profile', 'behavior_position', 'node'] as const)
    await store.db.deleteFrom(table).execute()
  return { events, nodeOf, commit, begin, lease }
}

const raise = (): never => {
  throw new Error('no such node')
}

const createNode = (store: ControlStore, log: ActivityLog, node: number) =>
  createBehaviorModule({
    ...{ store, log, node, clock, capacity: 1_000, roundMilliseconds: 2 ** 30 },
    actors: { find: async (people) => people.map(({ userId }) => (userId === null ? null : { attributedTo: userId })) },
    onFailure: (error) => {
      if (!isControlStoreUnavailable(error)) throw error
    },
  })

const loggedOf = ({ actorId, at, destination }: Event) => ({
  ...{ userId: actorId, userEmail: '', vector: '', hour: Math.floor(at / hour) },
  ...{ action: destination === null ? 'file-modified' : 'application-read', destination: destination ?? '' },
})

/** What the profiles have to be, from the log alone. */
const fromLog = (events: readonly Event[]) =>
  new Map(actors.map((id) => [id, events.filter(({ actorId }) => actorId === id).reduce(observe, emptyProfile)]))

const inStore = async (store: ControlStore) => {
  const stored = await createBehaviorRepository({ store, node: 9, clock }).load(actors)
  return new Map(actors.map((id) => [id, stored.get(id) ?? emptyProfile]))
}

const activity = fc.record({
  actorId: fc.constantFrom(...actors),
  at: fc.integer({ min: 0, max: 39 * 24 }).map((hours) => start + hours * hour),
  destination: fc.option(fc.constantFrom('Dropbox', 'Gmail', 'Slack'), { nil: null }),
})
const step = fc.record({
  node: fc.constantFrom(1, 2),
  batch: fc.array(activity, { minLength: 1, maxLength: 4 }),
  /** Stored and told so; refused; stored though it seemed to fail; killed after or before the store got it. */
  fate: fc.constantFrom('stored', 'stored', 'refused', 'in doubt', 'killed after', 'killed before'),
  rounds: fc.boolean(),
})

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('profiles on $dialect', ({ dialect, open }) => {
  let store: ControlStore
  beforeAll(async () => {
    store = await open()
  })
  afterAll(() => store.close())

  it('are what the stored events tell, whenever nodes were killed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        const world = await createWorld(store)
        await world.begin(1)
        await world.begin(2)
        for (const { node, batch, fate, rounds } of steps) {
          const { module } = world.nodeOf(node)
          const open = module.desk.open()
          await open.judge(batch)
          if (fate !== 'refused' && fate !== 'killed before') world.commit(node, batch)
          if (fate.startsWith('killed')) await world.begin(node)
          else open.settle(fate === 'stored')
          if (rounds) await world.nodeOf(node).module.keepUp()
        }
        for (const node of [1, 2]) await world.nodeOf(node).module.keepUp()
        expect(await inStore(store)).toEqual(fromLog(world.events))
        for (const node of [1, 2]) await world.nodeOf(node).module.stop()
      }),
      { numRuns: dialect === 'sqlite' ? 100 : 15 },
    )
  })

  it('of a node that died are finished by another, which also hears what a living one learned', async () => {
    const world = await createWorld(store)
    for (const node of [1, 2]) await world.begin(node)
    const use = (day: number, destination: string | null) => ({
      actorId: '1',
      at: start + day * 24 * hour,
      destination,
    })
    const days = Array.from({ length: 8 }, (_, index) => use(index, null))
    const judged = async (node: number, destination: string) =>
      (
        await world
          .nodeOf(node)
          .module.desk.open()
          .judge([use(9, destination)])
      )[0]?.isFirstUse
    const learn = async (node: number, batch: Done[]) => {
      const open = world.nodeOf(node).module.desk.open()
      await open.judge(batch)
      world.commit(node, batch)
      open.settle(true)
    }
    await learn(1, [...days, use(8, 'Dropbox')])
    expect(await judged(1, 'Dropbox')).toBe(false)
    await world.nodeOf(1).module.keepUp()
    expect(await judged(2, 'Slack')).toBe(true)
    await world.nodeOf(2).module.keepUp()
    expect(await judged(2, 'Dropbox')).toBe(false)
    await learn(1, [use(8, 'Slack')])
    expect(await judged(2, 'Slack')).toBe(true)
    await world.lease(1, '2026-01-31T00:00:00.000Z')
    await world.nodeOf(2).module.keepUp()
    expect(await judged(2, 'Slack')).toBe(false)
    expect(await inStore(store)).toEqual(fromLog(world.events))
  })

  it('judge a batch by what it did itself, and another not before it is stored', async () => {
    const world = await createWorld(store)
    await world.begin(1)
    const { desk } = world.nodeOf(1).module
    const at = (days: number) => ({ actorId: '1', at: start + days * 24 * hour })
    const history = Array.from({ length: 12 }, (_, day) => ({ ...at(day), destination: null }))
    const upload = { ...at(12), destination: 'Dropbox' }
    const first = desk.open()
    const second = desk.open()
    const behaviors = await first.judge([...history, upload, null, upload, { ...upload, at: now + 25 * hour }])
    expect(behaviors.map(({ isFirstUse }) => isFirstUse).indexOf(true)).toBe(12)
    expect(behaviors.slice(12).map(({ isFirstUse }) => isFirstUse)).toEqual([true, false, false, false])
    expect((await first.judge([upload]))[0]).toMatchObject({ isFirstUse: false })
    expect((await second.judge([upload]))[0]).toMatchObject({ isFirstUse: false, isOffHours: false })
    first.settle(true)
    second.settle(false)
    const third = desk.open()
    expect((await third.judge([{ ...upload, at: upload.at + 24 * hour }]))[0]).toMatchObject({ isRareUse: true })
  })
})
