import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { timingOf } from '@spillway/detection'
import { createTestClock, startTestServer, type TestServer } from '@spillway/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { detectionChores } from './chores.ts'

interface Alert {
  readonly id: string
  readonly name: string
  readonly createdAt: string
}

const noon = Date.parse('2026-02-10T12:20:00Z')
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000]
const lateHours = 24
const retention = { eventDays: 20, alertDays: 40 }

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('upkeep on $dialect', ({ open }) => {
  let server: TestServer
  let control: ControlStore
  let threeId = ''
  const clock = createTestClock(new Date(noon))
  beforeAll(async () => {
    const openControl = async () => {
      control = await open()
      return control
    }
    const config = { limits: 'off', eventLatenessHours: lateHours, alertRetentionDays: retention.alertDays }
    server = await startTestServer({ openControl, clock, config })
    const three = await server.post('/v1/spillway/rules', {
      name: 'Three',
      filters: { fileVolume: { countGreaterThan: 2 } },
    })
    threeId = three.json<{ id: string }>().id
    await server.post('/v1/spillway/rules', { name: 'Probe', filters: { fileName: { patterns: ['*.probe'] } } })
  })
  afterAll(() => server.close())

  let people = 0
  const somebody = () => `person${++people}@example.com`
  const copied = (email: string, at: number, name = 'plan.docx') => ({
    '@timestamp': new Date(at).toISOString(),
    user: { email },
    event: { action: 'removable-media-created', observer: 'Endpoint' },
    file: { name, sizeInBytes: 100 },
    destination: { category: 'Device', name: 'Removable Media' },
  })
  const now = () => clock().getTime()
  const alertsOf = async (email: string): Promise<Alert[]> => {
    const filters = [{ term: 'Actor', operator: 'IS', value: email }]
    const groups = [{ filters, filterClause: 'AND' }]
    const page = { pgNum: 0, pgSize: 100, srtKey: 'CreatedAt', srtDirection: 'ASC' }
    return (
      await server.post('/v1/alerts/query-alerts', { tenantId: 'any', groups, groupClause: 'AND', ...page })
    ).json<{ alerts: Alert[] }>().alerts
  }
  const three = async (email: string) => (await alertsOf(email)).filter(({ name }) => name === 'Three')
  /** Stores events and resolves when they have been judged. */
  const happens = async (...events: object[]) => {
    const email = somebody()
    await server.ingest([...events, copied(email, now(), 'x.probe')])
    await vi.waitFor(async () => expect((await alertsOf(email)).map(({ name }) => name)).toContain('Probe'), {
      timeout: 10_000,
      interval: 10,
    })
  }
  const explained = async (id: string) =>
    (await server.get(`/v1/spillway/alerts/${id}/explanation`)).json<{ windowStart: string; words: string[] }>()
  const lateEvents = async () => {
    const [, count] = /^spillway_detection_late_events_total (\d+)$/m.exec((await server.get('/metrics')).text) ?? []
    return Number(count)
  }
  /** Does what is due, as a server does every few minutes; answers how much went. */
  const tidy = async (): Promise<Readonly<Record<string, number>>> => {
    const { tenant_id: tenantId } = await control.db
      .selectFrom('detection_shard')
      .select('tenant_id')
      .limit(1)
      .executeTakeFirstOrThrow()
    const timing = timingOf(lateHours)
    const gone: Record<string, number> = {}
    for (const chore of detectionChores({ store: control, clock, tenantId: () => tenantId, timing, retention }))
      for (let isDone = false; !isDone; ) {
        const removal = await chore.step()
        for (const [table, rows] of Object.entries(removal.deleted)) gone[table] = (gone[table] ?? 0) + rows
        isDone = removal.isDone
      }
    return gone
  }
  const count = async (query: { executeTakeFirstOrThrow(): Promise<{ rows: number }> }) =>
    Number((await query.executeTakeFirstOrThrow()).rows)
  /** Rows under the rule, of sessions, and of what these are found by. */
  const rowsOf = async (email: string) => {
    const [key, { db }] = [`name:${email}`, control]
    const rows = sql<number>`count(*)`.as('rows')
    const sessions = db.selectFrom('session').where('actor_key', '=', key)
    const marks = db.selectFrom('session_mark').where('session_id', 'in', sessions.select('id'))
    return {
      activity: await count(
        db.selectFrom('alert_activity').where('actor_key', '=', key).where('rule_id', '=', threeId).select(rows),
      ),
      sessions: await count(sessions.select(rows)),
      hasMarks: (await count(marks.select(rows))) > 0,
    }
  }

  it('leaves whoever sets a clock back nothing: what comes too late counts when it comes', async () => {
    const before = await lateEvents()
    const email = somebody()
    const days = [3, 30, 3_000].map((back) => now() - back * day)
    await happens(...days.map((at) => copied(email, at)))
    const [alert] = await three(email)
    expect(alert).toBeDefined()
    const { windowStart, words } = await explained(alert?.id ?? '')
    expect(windowStart).toBe(new Date(now() - 20 * minute).toISOString())
    expect(words.at(-1)).toContain('2026-02-07')
    expect(await lateEvents()).toBe(before + 3)
    const filters = [{ term: 'user.email', operator: 'IS', value: email }]
    const found = await server.post('/v2/file-events', { groups: [{ filters }] })
    expect(
      found
        .json<{ fileEvents: { '@timestamp': string }[] }>()
        .fileEvents.map((each) => each['@timestamp'])
        .sort(),
    ).toEqual(days.map((at) => new Date(at).toISOString()).sort())
    const { items } = (await server.get(`/v1/sessions?on_or_after=${now() - hour}`)).json<{
      items: { sessionId: string; actorId: string; triggeredAlerts: { alertId: string }[] }[]
    }>()
    const session = items.find(({ triggeredAlerts }) => triggeredAlerts.some(({ alertId }) => alertId === alert?.id))
    const shown = await server.get(`/v1/sessions/${session?.sessionId}/events`)
    expect(shown.json()).toMatchObject({ queryResult: { totalCount: 3 } })
  })

  it('believes a machine that was away for less long', async () => {
    const email = somebody()
    await happens(...[0, 5, 9].map((later) => copied(email, now() - 20 * hour + later * minute)))
    const [alert] = await three(email)
    const { windowStart, words } = await explained(alert?.id ?? '')
    expect(windowStart).toBe(new Date(now() - 20 * hour - 20 * minute).toISOString())
    expect(words.join()).not.toContain('arrival')
  })

  it('keeps activity as long as an event may come late, and what alerts show as long as they are there', async () => {
    const [few, many, quiet] = [somebody(), somebody(), somebody()]
    const then = now()
    const harmless = { ...copied(quiet, then), risk: { trusted: true } }
    await happens(...[few, few, many, many, many].map((email) => copied(email, then)), harmless)
    const [alert] = await three(many)
    const explanation = await explained(alert?.id ?? '')
    clock.set(new Date(then + (lateHours - 1) * hour))
    await happens()
    await tidy()
    expect([await rowsOf(few), await rowsOf(many)]).toMatchObject([{ activity: 1 }, { activity: 1 }])
    clock.set(new Date(then + (lateHours + 4) * hour))
    await happens()
    expect(await tidy()).toMatchObject({ alert_activity: expect.any(Number) })
    expect([await rowsOf(few), await rowsOf(many)]).toMatchObject([{ activity: 0 }, { activity: 1 }])
    expect(await explained(alert?.id ?? '')).toEqual(explanation)
    expect(await tidy()).toMatchObject({ alert_activity: 0 })
    // Two came before, and the third comes too late for them.
    await happens(copied(few, then + minute))
    expect(await three(few)).toEqual([])
  })

  it('lets sessions go with their events, and those with alerts after their own time', async () => {
    const [few, many] = [somebody(), somebody()]
    const then = now()
    await happens(copied(few, then), ...Array.from({ length: 3 }, () => copied(many, then)))
    const [alert] = await three(many)
    expect([await rowsOf(few), await rowsOf(many)]).toMatchObject([{ sessions: 1 }, { sessions: 1 }])
    clock.set(new Date(then + (retention.eventDays + 1) * day))
    await happens()
    await tidy()
    expect([await rowsOf(few), await rowsOf(many)]).toMatchObject([{ sessions: 0, hasMarks: false }, { sessions: 1 }])
    await server.post('/v1/alerts/update-state', { alertIds: [alert?.id], state: 'PENDING' })
    clock.set(new Date(then + (retention.alertDays + 1) * day))
    await happens()
    await tidy()
    expect(await three(many)).toHaveLength(1)
    clock.set(new Date(then + (retention.eventDays + retention.alertDays + 2) * day))
    await happens()
    await tidy()
    await tidy()
    expect(await three(many)).toEqual([])
    expect(await rowsOf(many)).toEqual({ activity: 0, sessions: 0, hasMarks: false })
  })
})
