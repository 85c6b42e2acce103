import { type ControlStore, openControlStore } from '@spillway/control-store'
import { addTenant, storesUnderTest } from '@spillway/control-store/testing'
import { compileRule, defaultWindowMinutes } from '@spillway/detection'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFacts } from '../alerts/facts.ts'
import { forgetActivity } from '../alerts/index.ts'
import type { ActiveRule, Rule } from '../rules/index.ts'
import { forgetSessions } from '../sessions/index.ts'
import { applyEffects } from './effects.ts'
import { createStep } from './engine.ts'
import { createEvaluator } from './evaluate.ts'
import { floorOf } from './floor.ts'
import { createLease } from './lease.ts'
import { type Happened, happened, logOf, noon, type Turn, timing, turn } from './test-support/schedules.ts'

const tenantId = '11111111-1111-4111-8111-111111111111'
const rule = (
  id: string,
  countGreaterThan: number,
  media: boolean,
  windowMinutes = defaultWindowMinutes,
): ActiveRule => {
  const definition: Rule['definition'] = {
    vectors: media ? { removableMedia: { isEnabled: true, criteriaOrder: 0 } } : null,
    filters: { fileVolume: { countGreaterThan, sizeGreaterThanInBytes: null, operator: 'AND', criteriaOrder: 1 } },
    alertOnBlockedBrowserActivity: false,
    windowMinutes,
  }
  const said = { name: id, description: '', severity: 'Low', family: 'FED_COMPOSITE' } as const
  const by = { createdAt: '', createdBy: '', modifiedAt: '', modifiedBy: '' }
  return {
    judge: compileRule(definition),
    rule: {
      ...{ id, tenantId, ...said, definition, ...by, version: 1, users: [], source: 'Alerting', watchlistId: null },
      ...{ isEnabled: true, isSystem: false, education: null, notifications: { isEnabled: false, contacts: [] } },
    },
  }
}
const rules = [rule('any', 0, false), rule('some', 3, false), rule('media', 2, true), rule('slow', 4, false, 150)]

/** Two names of one person, and of most of them in two shards. */
const actors = {
  find: (asked: readonly { readonly name?: string | null | undefined }[]) =>
    Promise.resolve(
      asked.map(({ name }) => {
        const actorId = (name ?? '').slice(0, 2)
        return { actorId, name: actorId, parentActorId: null, attributedTo: actorId }
      }),
    ),
  byName: async () => [],
}
const evaluate = createEvaluator({
  actors,
  memberships: { of: async () => ({ at: () => [], whereabouts: () => ({ department: null, groups: [] }) }) },
  timing,
})

let store: ControlStore
/** Rows that upkeep removed before the end of schedules. */
let forgotten = 0

class Death extends Error {}
const tables = [
  ...(['session_entry', 'session_mark', 'session_alert', 'session'] as const),
  ...(['alert', 'alert_activity', 'detection_shard', 'change_counter'] as const),
] as const

/** Works a schedule off, then what is left, and tells everything that is stored. */
const outcome = async (events: readonly Happened[], schedule: readonly Turn[]): Promise<string> => {
  for (const table of tables) await store.db.deleteFrom(table).execute()
  const { log, view, receivedAt } = logOf(events)
  let now = noon
  let lives = 0
  const clock = () => new Date(now)

  /** A process, whose step under way may be made to stand still or to die. */
  const start = () => {
    const state = { ends: 'never' as Turn['ends'], stands: Promise.resolve(), isStanding: false }
    const mortal: Pick<ControlStore, 'db' | 'transaction'> = {
      db: store.db,
      transaction: async (work) => {
        const { ends } = state
        const result = await store.transaction(async (within) => {
          const done = await work(within)
          if (ends === 'before') throw new Death()
          return done
        })
        if (ends === 'after') throw new Death()
        return result
      },
    }
    const parts = { store: mortal, clock, tenantId: () => tenantId }
    const lease = createLease({ ...parts, owner: `owner ${++lives}`, isAlone: false, beginning: async () => ({}) })
    const step = createStep({
      ...{ log, lease, clock, tenantId: () => tenantId, rules: async () => rules, effects: applyEffects },
      lock: async () => undefined,
      evaluate: async (...of) => {
        const judged = await evaluate(...of)
        await state.stands
        return judged
      },
    })
    return { state, lease, step }
  }
  const workers = [start(), start(), start()]

  const work = async ({ worker: at, ends }: Pick<Turn, 'worker' | 'ends'>): Promise<number> => {
    const worker = workers[at] ?? start()
    worker.state.ends = ends
    try {
      return await worker.step()
    } catch (error) {
      if (!(error instanceof Death)) throw error
      workers[at] = start()
      return 1
    } finally {
      if (ends === 'stops') {
        await worker.lease.release()
        workers[at] = start()
      }
    }
  }

  /** Everybody judges what there is, but for those that stand still. */
  const catchUp = async (): Promise<void> => {
    now += 6_000
    for (const at of workers.keys())
      while (!workers[at]?.state.isStanding && (await work({ worker: at, ends: 'never' })) > 0);
  }

  const standing: { readonly until: number; readonly goOn: () => Promise<unknown> }[] = []
  const goOn = async (turn: number): Promise<void> => {
    for (const each of standing.splice(0))
      if (each.until > turn) standing.push(each)
      else await each.goOn()
  }
  for (const [at, turn] of schedule.entries()) {
    now += turn.seconds * 1000
    view.arrived = Math.min(view.arrived + turn.arrives, events.length)
    if (view.arrived > 0) now = Math.max(now, receivedAt(view.arrived - 1))
    view.page = turn.page
    await goOn(at)
    if (turn.tidies) {
      await catchUp()
      forgotten += await tidy(await floorOf(store, tenantId, timing))
    }
    const { state } = workers[turn.worker] ?? start()
    if (state.isStanding) continue
    if (turn.stands === 0) await work(turn)
    else {
      const { promise, resolve } = Promise.withResolvers<void>()
      Object.assign(state, { stands: promise, isStanding: true })
      const working = work(turn)
      const end = async () => {
        resolve()
        await working
        state.isStanding = false
      }
      standing.push({ until: at + turn.stands, goOn: end })
    }
  }
  await goOn(Number.POSITIVE_INFINITY)
  view.arrived = events.length
  now = Math.max(now, receivedAt(view.arrived - 1)) + 60_000
  view.page = 500
  while ((await work({ worker: 0, ends: 'never' })) > 0);
  // What alerts show is what stays, here and so wherever the same stays.
  const before = schedule.length === 0 ? await shownByAlerts() : []
  await tidy(Number.MAX_SAFE_INTEGER)
  if (schedule.length === 0) expect(await shownByAlerts()).toEqual(before)
  const alerts = await store.db.selectFrom('alert').selectAll().orderBy('id').execute()
  const activity = await store.db
    .selectFrom('alert_activity')
    .selectAll()
    .orderBy('rule_id')
    .orderBy('actor_key')
    .orderBy('bucket')
    .orderBy('kind')
    .execute()
  return JSON.stringify([
    alerts.map(({ created_at: _created, modified_at: _modified, change: _change, ...alert }) => alert),
    activity,
    ...(await toldSessions()),
  ])
}

/** Lets go of what no event from an instant on can join. */
const tidy = async (floor: number | null): Promise<number> => {
  let gone = 0
  for (let isDone = floor === null; !isDone; ) {
    const activity = await forgetActivity(store, tenantId, floor ?? 0)
    const never = 0
    const sessions = await forgetSessions(store, tenantId, { floor: floor ?? 0, worked: never, untouched: never })
    gone += activity.deleted + (sessions.deleted.session ?? 0)
    isDone = activity.isDone && sessions.isDone
  }
  return gone
}

/** What is read of alerts when somebody looks at them. */
const shownByAlerts = async (): Promise<readonly unknown[]> => {
  const definition = async (id: string) => rules.find(({ rule }) => rule.id === id)?.rule.definition ?? null
  const facts = createFacts({ store, definition })
  const alerts = await store.db.selectFrom('alert').selectAll().orderBy('id').execute()
  return Promise.all(alerts.map(async (alert) => (await facts(alert)).window))
}

/** All that is stored of sessions, without the times and steps at which they were seen. */
const toldSessions = async (): Promise<readonly unknown[]> => {
  const sessions = await store.db.selectFrom('session').selectAll().orderBy('id').execute()
  const alerts = await store.db.selectFrom('session_alert').selectAll().orderBy('alert_id').execute()
  const marks = store.db.selectFrom('session_mark').selectAll().orderBy('session_id').orderBy('kind').orderBy('value')
  return [
    sessions.map(({ first_observed: first, last_updated: _updated, change: _change, ...session }) => [
      first !== null,
      session,
    ]),
    alerts.map(({ created_at: _created, ...alert }) => alert),
    await marks.execute(),
    await store.db
      .selectFrom('session_entry')
      .select(['session_id', 'content'])
      .where('kind', '=', 'state')
      .orderBy('session_id')
      .execute(),
  ]
}

/** Each of two schedules. */
const runs = 250
/** Shorter where every statement is a way to another process and back. */
const sizes = {
  sqlite: { events: { minLength: 10, maxLength: 24 }, turns: { minLength: 6, maxLength: 12 } },
  postgres: { events: { minLength: 6, maxLength: 14 }, turns: { minLength: 3, maxLength: 8 } },
} as const

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('replay on $dialect', ({ dialect, open }) => {
  beforeAll(async () => {
    store = await (dialect === 'sqlite' ? openControlStore({ kind: 'sqlite', path: ':memory:' }) : open())
    await store.migrate()
    await addTenant(store, tenantId)
  })
  afterAll(() => store.close())

  it('gives the same alerts and sessions whatever arrives when, whoever works, tidies, and dies where', async () => {
    const size = sizes[dialect]
    let alerts = 0
    forgotten = 0
    let sessions = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(happened, size.events),
        fc.array(turn, size.turns),
        fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 24, maxLength: 24 }),
        async (events, schedule, otherNodes) => {
          const plain = await outcome(events, [])
          expect(await outcome(events, schedule)).toBe(plain)
          // The same events by other nodes, in the same order of time in none of them.
          const elsewhere = events.map((each, index) => ({ ...each, node: otherNodes[index] ?? 1 }))
          expect(await outcome(elsewhere, schedule)).toBe(plain)
          const told = JSON.parse(plain) as unknown[][]
          alerts += told[0]?.length ?? 0
          sessions += told[2]?.length ?? 0
        },
      ),
      { numRuns: runs },
    )
    console.log(
      `replay on ${dialect}: ${2 * runs} schedules, ${alerts} alerts in ${sessions} sessions, none twice and none missing; ${forgotten} rows let go meanwhile`,
    )
    expect(alerts).toBeGreaterThan(runs)
    expect(sessions).toBeGreaterThan(runs)
    expect(forgotten).toBeGreaterThan(runs)
  }, 300_000)
})
