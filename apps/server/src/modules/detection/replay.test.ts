import { type ControlStore, openControlStore } from '@spillway/control-store'
import { addTenant, storesUnderTest } from '@spillway/control-store/testing'
import { compileRule, defaultWindowMinutes, timingOf } from '@spillway/detection'
import { type FileEvent, parseFileEvent } from '@spillway/event-model'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFacts } from '../alerts/facts.ts'
import { forgetActivity } from '../alerts/index.ts'
import type { ActiveRule, Rule } from '../rules/index.ts'
import { forgetSessions } from '../sessions/index.ts'
import type { Cursor } from './cursor.ts'
import { applyEffects } from './effects.ts'
import { createStep, type DetectionLog } from './engine.ts'
import { createEvaluator } from './evaluate.ts'
import { floorOf } from './floor.ts'
import { createLease } from './lease.ts'
import { shardCount } from './shards.ts'

const tenantId = '11111111-1111-4111-8111-111111111111'
const noon = Date.parse('2026-01-05T12:00:00Z')

/** How late events may come: two hours. */
const timing = timingOf(2)
/** When events were, by what they tell: at few places, so that windows fill up over many hours of receipt. */
const places = [0, 90, 180, 400, 1_800].map((minute) => fc.integer({ min: minute, max: minute + 20 }))
/** Minutes by which others come after what they tell, on both sides of either bound. */
const offsets = [
  ...[fc.integer({ min: 0, max: 40 }), fc.integer({ min: 105, max: 135 }), fc.integer({ min: -1_460, max: -1_420 })],
]

interface Happened {
  readonly person: number
  /** Minutes after the one before until it was received. */
  readonly gap: number
  /** Minutes after noon that it tells, or by which it was received later than it tells. */
  readonly told: { readonly at: number } | { readonly late: number }
  readonly media: boolean
  /** Under which of two names. */
  readonly name: number
  readonly trusted: boolean
  readonly node: number
}

/**
 * One turn of a schedule: who works, how much arrived before it, whether the process dies and where, and for how many
 * turns it stands still between judging and storing.
 */
interface Turn {
  readonly worker: number
  readonly arrives: number
  readonly ends: 'never' | 'before' | 'after' | 'stops'
  readonly page: number
  readonly seconds: number
  readonly stands: number
  /** Whether upkeep looks by. */
  readonly tidies: boolean
}

const happened = fc.record({
  person: fc.integer({ min: 0, max: 1 }),
  gap: fc.constantFrom(0, 0, 5, 30, 60, 120),
  told: fc.oneof(
    { weight: 3, arbitrary: fc.record({ at: fc.oneof(...places) }) },
    { weight: 1, arbitrary: fc.record({ late: fc.oneof(...offsets) }) },
  ),
  media: fc.boolean(),
  name: fc.integer({ min: 0, max: 1 }),
  trusted: fc.constantFrom(false, false, false, true),
  node: fc.integer({ min: 1, max: 2 }),
})
const turn = fc.record({
  worker: fc.integer({ min: 0, max: 2 }),
  arrives: fc.constantFrom(0, 1, 2, 4, 12),
  ends: fc.constantFrom(...(['never', 'never', 'never', 'before', 'after', 'stops'] as const)),
  page: fc.constantFrom(1, 4, 9, 40),
  seconds: fc.constantFrom(0, 1, 2, 6),
  stands: fc.constantFrom(0, 0, 0, 1, 3),
  tidies: fc.constantFrom(false, false, false, true),
})

const instantOf = (minute: number): string => new Date(noon + minute * 60_000).toISOString()

/** `received` in minutes after noon. */
const eventOf = ({ person, told, media, name, trusted }: Happened, id: string, received: number): FileEvent => {
  const parsed = parseFileEvent({
    '@timestamp': instantOf('at' in told ? told.at : received - told.late),
    event: {
      id,
      ingested: instantOf(received),
      action: media ? 'removable-media-created' : 'application-read',
      observer: 'Endpoint',
    },
    user: { email: `p${person}-${name}@example.com` },
    file: { name: id, sizeInBytes: 10 },
    destination: { name: media ? 'Removable Media' : 'Dropbox', category: media ? 'Device' : 'Cloud Storage' },
    risk: trusted ? { score: 0, trusted } : { score: media ? 6 : 3, trusted, indicators: [{ name: 'Zip', weight: 3 }] },
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.event
}

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

/** A log of two nodes, of which the first events have arrived; and when each is received, in milliseconds since 1970. */
const logOf = (events: readonly Happened[]) => {
  let minute = 0
  const received = events.map(({ gap }) => {
    minute += gap
    return minute
  })
  const stored = events.map((each, index) => ({
    ...{ node: each.node, index, event: eventOf(each, `e${String(index).padStart(3, '0')}`, received[index] ?? 0) },
    seq: events.slice(0, index + 1).filter(({ node }) => node === each.node).length,
  }))
  const view = { arrived: 0, page: 500 }
  const log: DetectionLog = {
    follow: ({ after, until, shown }) => {
      const fresh = [1, 2].flatMap((at) =>
        stored.filter(
          ({ node, seq, index }) =>
            node === at &&
            index < view.arrived &&
            seq > Number(after[String(at)] ?? 0) &&
            seq <= (until ? Number(until[String(at)] ?? 0) : events.length),
        ),
      )
      const page = fresh.slice(0, view.page)
      const read = page.map(({ node, seq }) => [String(node), String(seq)] as const)
      return Promise.resolve({
        count: page.length,
        isEnd: page.length === fresh.length,
        events: page
          .filter(({ event }) => isOf(event, shown.parameters.shards as readonly number[] | undefined))
          .map(({ event }) => event),
        cursor: { ...after, ...Object.fromEntries(read) } as Cursor,
      })
    },
  }
  return { log, view, receivedAt: (index: number) => noon + (received[index] ?? 0) * 60_000 }
}
/** The shard of a name, as the engine has it, by another sum. */
const isOf = ({ user }: FileEvent, shards: readonly number[] | undefined): boolean =>
  shards === undefined ||
  shards.includes([...(user.email ?? '')].reduce((sum, sign) => sum * 31 + sign.charCodeAt(0), 7) % shardCount)

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

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('replay on $dialect', ({ dialect, open }) => {
  beforeAll(async () => {
    store = await (dialect === 'sqlite' ? openControlStore({ kind: 'sqlite', path: ':memory:' }) : open())
    await store.migrate()
    await addTenant(store, tenantId)
  })
  afterAll(() => store.close())

  it('gives the same alerts and sessions whatever arrives when, whoever works, tidies, and dies where', async () => {
    let alerts = 0
    forgotten = 0
    let sessions = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(happened, { minLength: 10, maxLength: 24 }),
        fc.array(turn, { minLength: 6, maxLength: 12 }),
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
  }, 400_000)
})
