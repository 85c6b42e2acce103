import type { Backtest, BacktestAlert } from '@spillway/contract'
import type { ControlStore } from '@spillway/control-store'
import { storesUnderTest } from '@spillway/control-store/testing'
import { createDirectory, createOrganization, createSimulation, type FileEventInput } from '@spillway/simulator'
import { createTestClock, startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

const begins = new Date('2026-01-02T00:00:00Z')
const ends = new Date('2026-02-01T00:00:00Z')
const seed = 'thirty days'
/** Windows of two weeks begin before what happens in them. */
const range = { from: '2025-12-18T00:00:00Z', to: '2026-02-02T00:00:00.000Z' }
const days = 46
/** All is sent at the end: what happened in the first days comes too late to be believed. */
const eventLatenessHours = 20 * 24

const organization = createOrganization({ seed, people: 24, domain: 'example.com' })
const simulation = createSimulation(organization, { seed, begins, busyness: 1, incidents: 400, lookAlikes: 200 })
const events: readonly FileEventInput[] = [...simulation.events({ from: begins, to: ends })]
const { people } = createDirectory(organization, { until: ends, begins })
/** What everybody does at the end. */
const lastEvents: readonly FileEventInput[] = people.map(({ username }) => ({
  '@timestamp': '2026-01-31T23:45:00Z',
  event: { action: 'removable-media-created', observer: 'Endpoint' },
  user: { email: username },
  file: { name: 'last.zip', sizeInBytes: 1 },
  destination: { category: 'Device', name: 'Removable Media' },
}))

interface Page {
  readonly alerts: BacktestAlert[]
  readonly next: number | null
}

interface Raised
  extends Pick<BacktestAlert, 'alertId' | 'windowStart' | 'fileCount' | 'totalFileSize' | 'riskSeverity'> {}

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('backtests on $dialect', ({ open }) => {
  let server: TestServer
  let control: ControlStore
  const ids = new Map<string, string>()
  const rules: { readonly id: string; readonly name: string; readonly isEnabled: boolean }[] = []

  const post = async <Answer>(path: string, body: object = {}): Promise<Answer> => {
    const response = await server.post(path, body)
    if (response.status >= 300) throw new Error(`${path}: ${response.text}`)
    return response.status === 204 ? (undefined as Answer) : response.json<Answer>()
  }
  const runs = async (body: object): Promise<Backtest> => {
    const { id } = await post<Backtest>('/v1/spillway/backtests', { ...range, ...body })
    return ended(id)
  }
  const read = async (id: string) => (await server.get(`/v1/spillway/backtests/${id}`)).json<Backtest>()
  const ended = async (id: string): Promise<Backtest> => {
    await vi.waitFor(async () => expect(['QUEUED', 'RUNNING']).not.toContain((await read(id)).state), {
      timeout: 20_000,
      interval: 10,
    })
    return read(id)
  }
  const alertsOf = async (id: string): Promise<BacktestAlert[]> => {
    const alerts: BacktestAlert[] = []
    for (let after: number | null = 0; after !== null; ) {
      const path: string = `/v1/spillway/backtests/${id}/alerts?after=${after}&limit=50`
      const page: Page = (await server.get(path)).json<Page>()
      alerts.push(...page.alerts)
      after = page.next
    }
    return alerts
  }
  const short = ({ alertId, windowStart, fileCount, totalFileSize, riskSeverity }: Raised): Raised => ({
    ...{ alertId, windowStart, fileCount, totalFileSize, riskSeverity },
  })
  const byId = (left: Raised, right: Raised): number => (left.alertId < right.alertId ? -1 : 1)

  /** What detection raised live, out of its own tables and the alerts' details. */
  const live = async (ruleId: string): Promise<Raised[]> => {
    const rows = await control.db.selectFrom('alert').selectAll().where('rule_id', '=', ruleId).execute()
    const raised: Raised[] = []
    for (let start = 0; start < rows.length; start += 100) {
      const alertIds = rows.slice(start, start + 100).map(({ id }) => id)
      const { alerts } = await post<{ alerts: { id: string; observations: { data: string }[] }[] }>(
        '/v1/alerts/query-details',
        { alertIds },
      )
      for (const { id, observations } of alerts) {
        const row = rows.find((each) => each.id === id)
        const data = observations.map((each) => JSON.parse(each.data) as Raised)
        raised.push({
          alertId: id,
          windowStart: new Date(Number(row?.window_start)).toISOString(),
          fileCount: data.reduce((sum, each) => sum + each.fileCount, 0),
          totalFileSize: data.reduce((sum, each) => sum + each.totalFileSize, 0),
          riskSeverity: row?.risk_severity as Raised['riskSeverity'],
        })
      }
    }
    return raised
  }

  const addRule = async (name: string, rule: object) => {
    const { id } = await post<{ id: string }>('/v1/spillway/rules', { name, ...rule })
    return id
  }

  beforeAll(async () => {
    const clock = createTestClock(begins)
    const openControl = async () => {
      control = await open()
      return control
    }
    server = await startTestServer({ openControl, clock, config: { limits: 'off', eventLatenessHours } })
    const rows = people.map(({ username }) => ({ userName: username, email: username }))
    const receipt = await post<{ rows: { key: string; id: string }[] }>('/v1/spillway/users/import', { rows })
    for (const { key, id } of receipt.rows) ids.set(key, id)
    const { watchlistId } = await post<{ watchlistId: string }>('/v2/watchlists', {
      ...{ watchlistType: 'CUSTOM', title: 'Leavers' },
    })
    const some = [...ids.values()].slice(0, 12)
    const members = (verb: string, actorIds: string[]) =>
      post(`/v2/watchlists/${watchlistId}/included-actors/${verb}`, { actorIds, watchlistId })
    clock.set('2026-01-10T12:34:00Z')
    await members('add', some)
    clock.set('2026-01-21T08:00:00Z')
    await members('delete', some.slice(0, 6))
    clock.set(ends)
    const [listed] = (await server.get(`/v2/alert-rules?WatchlistId=${watchlistId}`)).json<{ id: string }[]>()
    await post(`/v2/alert-rules/${listed?.id}/enable`)
    const [first = '', second = '', ...others] = people.map(({ username }) => username)
    const username = (mode: string, ...usernames: string[]) => ({ filters: { username: { mode, usernames } } })
    await addRule('Two people', username('INCLUDE', first.toUpperCase(), second))
    await addRule('Everybody else', { ...username('EXCLUDE', ...others.slice(0, 10)), windowMinutes: 35 })
    await addRule('Names', { filters: { fileName: { patterns: ['*plan*', '*.zip'] } }, windowMinutes: 1_440 })
    await addRule('Volume', {
      filters: { fileVolume: { countGreaterThan: 3, sizeGreaterThanInBytes: 2_000_000, operator: 'OR' } },
      windowMinutes: 180,
    })
    const last = await addRule('Last', { filters: { fileName: { patterns: ['last.zip'] } } })
    rules.push(...(await server.get('/v1/spillway/rules')).json<{ rules: typeof rules }>().rules)
    // Every other person is known by an id alone to be right.
    const known = [...events, ...lastEvents].map((event, index) => {
      const id = index % 2 === 0 ? ids.get(event.user?.email ?? '') : undefined
      return id ? { ...event, user: { ...event.user, id } } : event
    })
    for (let start = 0; start < known.length; start += 4_000) await server.ingest(known.slice(start, start + 4_000))
    await judged(last)
  }, 60_000)
  afterAll(() => server.close())

  /** Resolves when everything has been judged: what everybody did last has raised its alert. */
  const judged = async (ruleId: string) => {
    const raised = () => control.db.selectFrom('alert').select('id').where('rule_id', '=', ruleId).execute()
    await vi.waitFor(async () => expect(await raised()).toHaveLength(people.length), { timeout: 40_000, interval: 50 })
  }

  it('find what detection raised over thirty days, alert by alert', async () => {
    let found = 0
    for (const { id, name, isEnabled } of rules) {
      const { id: backtest, state, result, progress } = await runs({ ruleId: id, samples: 1 })
      expect([name, state, isEnabled]).toEqual([name, 'DONE', true])
      const raised = (await alertsOf(backtest)).map(short).sort(byId)
      expect([name, raised]).toEqual([name, (await live(id)).sort(byId)])
      expect(result).toMatchObject({
        difference: null,
        alertsListed: raised.length,
        outcome: { alerts: raised.length },
      })
      expect(progress).toMatchObject({ events: progress.eventsDone, alerts: raised.length })
      for (const { explanation } of result?.samples ?? [])
        expect(explanation).toEqual((await server.get(`/v1/spillway/alerts/${explanation.alertId}/explanation`)).json())
      found += raised.length
    }
    console.log(
      `backtest: ${events.length} events of 30 days, ${rules.length} rules, ${found} alerts, each as raised live`,
    )
    expect(found).toBeGreaterThan(100)
  }, 60_000)

  const named = (name: string): string => rules.find((rule) => rule.name === name)?.id ?? ''
  const volume = (countGreaterThan: number, windowMinutes: number) => ({
    name: `More than ${countGreaterThan}`,
    filters: { fileVolume: { countGreaterThan } },
    windowMinutes,
  })

  it('cut a range into parts without losing an alert or telling one twice', async () => {
    const ruleId = named('Volume')
    const whole = await alertsOf((await runs({ ruleId, samples: 0 })).id)
    const cuts = [range.from, '2026-01-08T13:37:11Z', '2026-01-15T09:00:00Z', '2026-01-22T17:59:59.999Z', range.to]
    const parts: BacktestAlert[] = []
    for (const [index, from] of cuts.slice(0, -1).entries())
      parts.push(...(await alertsOf((await runs({ ruleId, from, to: cuts[index + 1], samples: 0 })).id)))
    expect(parts).toEqual(whole)
    expect(whole.length).toBeGreaterThan(10)
  })

  it('compare a rule with one of its versions, and drafts with each other', async () => {
    const ruleId = named('Volume')
    const before = await runs({ ruleId, samples: 0 })
    const changed = await server.request('PUT', `/v1/spillway/rules/${ruleId}`, {
      body: { ...volume(6, 180), name: 'Volume' },
    })
    expect(changed.json()).toMatchObject({ version: 2 })
    const { rule: present, against, result } = await runs({ ruleId, against: { version: 1 }, samples: 2 })
    expect([present, against]).toMatchObject([{ version: 2 }, { version: 1, ruleId }])
    const { onlyBefore, onlyAfter, both } = result?.difference ?? { onlyBefore: 0, onlyAfter: 0, both: 0 }
    expect(result?.against).toEqual(before.result?.outcome)
    expect([onlyBefore + both, onlyAfter + both]).toEqual([result?.against?.alerts, result?.outcome.alerts])
    expect(onlyBefore).toBeGreaterThan(0)
    expect(new Set(result?.samples.map(({ presence }) => presence)).size).toBeGreaterThan(1)
    const drafts = await runs({ draft: volume(3, 60), against: { draft: volume(3, 180) } })
    // What is too much within an hour is too much within three.
    expect(drafts.result?.difference).toMatchObject({ onlyAfter: 0 })
    expect(drafts.rule).toEqual({
      ruleId: null,
      version: null,
      name: 'More than 3',
      severity: 'Medium',
      windowMinutes: 60,
    })
  })

  it('tell the load by day and by person', async () => {
    const { id, result } = await runs({ draft: { name: 'Everything' } })
    const alerts = await alertsOf(id)
    const outcome = result?.outcome
    const sum = (counted: readonly { alerts: number }[] = []) => counted.reduce((total, each) => total + each.alerts, 0)
    expect([sum(outcome?.byDay), sum(outcome?.byPerson)]).toEqual([alerts.length, alerts.length])
    expect(outcome?.load.alertsPerDay).toBeCloseTo(alerts.length / days, 3)
    expect(outcome?.load.alertsPerDayPerThousandPeople).toBeCloseTo(
      (alerts.length / days / (result?.people ?? 0)) * 1_000,
      1,
    )
    expect(outcome?.load.busiestDay?.alerts).toBe(Math.max(...(outcome?.byDay ?? []).map(({ alerts: most }) => most)))
    expect(result?.samples).toHaveLength(3)
    expect(result?.samples[0]?.explanation).toMatchObject({ ruleId: 'draft', ruleVersion: 0 })
  })

  it('refuse what cannot be rehearsed, and name it', async () => {
    const start = async (body: object) => {
      const response = await server.post('/v1/spillway/backtests', { ...range, ...body })
      return [response.status, response.json<{ field?: string }>().field]
    }
    const ruleId = named('Names')
    const draft = { name: 'x' }
    expect(await start({})).toEqual([400, 'body.ruleId'])
    expect(await start({ ruleId, draft })).toEqual([400, 'body.ruleId'])
    expect(await start({ ruleId: 'nobody' })).toEqual([404, 'body.ruleId'])
    expect(await start({ ruleId, version: 9 })).toEqual([404, 'body.ruleId'])
    expect(await start({ draft, against: { version: 1 } })).toEqual([400, 'body.against.ruleId'])
    expect(await start({ draft: { ...draft, windowMinutes: 7 } })).toEqual([400, 'body.draft.windowMinutes'])
    expect(await start({ draft: { ...draft, filters: { fileVolume: {} } } })).toEqual([
      ...[400, 'body.draft.filters.fileVolume'],
    ])
    expect(await start({ draft: { ...draft, type: 'FED_FILE_NAME_MATCH' } })).toEqual([400, 'body.draft.type'])
    expect(await start({ draft, from: range.to, to: range.from })).toEqual([400, 'body.to'])
    expect(await start({ draft, from: '2024-01-01T00:00:00Z' })).toEqual([400, 'body.from'])
    expect(await start({ draft, from: 'yesterday' })).toEqual([400, 'body.from'])
    expect((await server.get('/v1/spillway/backtests/nobody')).status).toBe(404)
  })

  it('find nothing where nothing lies', async () => {
    const empty = await runs({ draft: { name: 'x' }, from: '2025-01-01T00:00:00Z', to: '2025-01-02T00:00:00Z' })
    expect(empty).toMatchObject({
      state: 'DONE',
      progress: { events: 0, eventsDone: 0 },
      result: {
        eventsFrom: null,
        people: 0,
        outcome: { alerts: 0, byDay: [], load: { busiestDay: null } },
        samples: [],
      },
    })
    const short = await runs({ draft: { name: 'x' }, from: '2026-01-15T10:05:00Z', to: '2026-01-15T10:10:00Z' })
    expect(short.result?.outcome.alerts).toBe(0)
  })

  it('stop when they are cancelled, go when they are removed, and leave a trace', async () => {
    const body = { ...range, draft: { name: 'Everything' } }
    const waiting = await Promise.all(Array.from({ length: 3 }, () => post<Backtest>('/v1/spillway/backtests', body)))
    const last = waiting.at(-1)?.id ?? ''
    expect(await post<Backtest>(`/v1/spillway/backtests/${last}/cancel`)).toMatchObject({
      state: 'CANCELLED',
      result: null,
    })
    expect(await post<Backtest>(`/v1/spillway/backtests/${last}/cancel`)).toMatchObject({ state: 'CANCELLED' })
    const first = waiting[0]?.id ?? ''
    expect(await ended(first)).toMatchObject({ state: 'DONE' })
    expect(await post<Backtest>(`/v1/spillway/backtests/${first}/cancel`)).toMatchObject({ state: 'DONE' })
    expect((await server.request('DELETE', `/v1/spillway/backtests/${first}`)).status).toBe(204)
    expect((await server.get(`/v1/spillway/backtests/${first}/alerts`)).status).toBe(404)
    const { backtests } = (await server.get('/v1/spillway/backtests')).json<{ backtests: Backtest[] }>()
    expect(backtests.map(({ id }) => id)).toContain(last)
    expect(backtests.map(({ id }) => id)).not.toContain(first)
    await vi.waitFor(async () => {
      const trace = await control.db
        .selectFrom('audit_record')
        .select('type')
        .where('type', 'like', '%backtest%')
        .execute()
      expect(new Set(trace.map(({ type }) => /backtest_\w+/.exec(type)?.[0]))).toEqual(
        new Set(['backtest_started', 'backtest_cancelled', 'backtest_deleted']),
      )
    })
  })

  it('are for those who may see what they find', async () => {
    const reader = await server.token(await server.apiClient(['backtests.read']))
    const stranger = await server.token(await server.apiClient(['alert-rules.read', 'alerts.read']))
    const start = async (token: string) =>
      (await server.post('/v1/spillway/backtests', { ...range, draft: { name: 'x' } }, { token })).status
    expect([await start(reader), await start(stranger)]).toEqual([403, 403])
    const list = async (token: string) => (await server.get('/v1/spillway/backtests', { token })).status
    expect([await list(reader), await list(stranger)]).toEqual([200, 403])
  })
})
