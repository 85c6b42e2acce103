import { storesUnderTest } from '@spillway/control-store/testing'
import { defaultRuleSamples, defaultRules } from '@spillway/detection'
import { startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

interface Alert {
  readonly id: string
  readonly name: string
  readonly actor: string
  readonly state: string
  readonly ruleId: string
  readonly createdAt: string
  readonly riskSeverity: string
  readonly observations: { readonly data: string; readonly observedAt: string }[]
  readonly note: { readonly message: string } | null
}

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('alerts on $dialect', ({ open }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ openControl: open, config: { limits: 'off' } })
    const anyCode = {
      vectors: { fileUpload: { sourceCodeRepository: { observeAll: true } } },
      filters: { fileCategory: { categories: ['SourceCode'] } },
    }
    const anySerious = { filters: { riskSeverity: { high: true, critical: true } } }
    await server.post('/v1/spillway/rules', { name: 'Source code, any', ...anyCode })
    await server.post('/v1/spillway/rules', { name: 'High severity, any', ...anySerious })
  })
  afterAll(() => server.close())

  const query = async (filters: object[], more: object = {}) =>
    (
      await server.post('/v1/alerts/query-alerts', {
        ...{ tenantId: 'any', groups: [{ filters, filterClause: 'AND' }], groupClause: 'AND' },
        ...{ pgNum: 0, pgSize: 100, srtKey: 'CreatedAt', srtDirection: 'DESC', ...more },
      })
    ).json<{ alerts: Alert[]; totalCount: number; problems: { type: string }[] | null }>()
  const where = (term: string, value: unknown, operator = 'IS') => query([{ term, operator, value }])
  const alertsOf = async (actor: string) => (await where('Actor', actor)).alerts
  const details = async (...alertIds: string[]) =>
    (await server.post('/v1/alerts/query-details', { alertIds })).json<{ alerts: Alert[] }>().alerts
  const observed = ({ observations }: Alert) =>
    observations.map(({ data }) => JSON.parse(data) as { fileCount: number; files: { name: string }[] })

  let people = 0
  const somebody = () => `person${++people}@example.com`
  const at = (minute: number) => new Date(Date.parse('2026-01-20T10:00:00Z') + minute * 60_000).toISOString()
  const toMedia = (email: string, minute = 0, name = 'plan.docx') => ({
    '@timestamp': at(minute),
    user: { email },
    event: { action: 'removable-media-created', observer: 'Endpoint' },
    file: { name, sizeInBytes: 100 },
    destination: { category: 'Device', name: 'Removable Media' },
  })
  const code = (email: string, minute = 0, name = 'main.ts') => ({
    '@timestamp': at(minute),
    user: { email },
    event: { action: 'application-read', observer: 'Endpoint', vector: 'UPLOADED' },
    file: { name, sizeInBytes: 4_000 },
    destination: { category: 'Source Code Repository', name: 'GitHub' },
  })
  /** Resolves when everything that was stored so far has been judged: a later event has its alert. */
  const judged = async () => {
    const email = somebody()
    await server.ingest([code(email)])
    await vi.waitFor(async () => expect(await alertsOf(email)).not.toEqual([]), { timeout: 10_000, interval: 10 })
  }
  const happens = async (...events: object[]) => {
    await server.ingest(events)
    await judged()
  }
  const names = (alerts: readonly Alert[]) => alerts.map(({ name }) => name).toSorted()

  it('rise within a second after what fires is acknowledged', async () => {
    const email = somebody()
    await judged()
    await server.ingest([code(email)])
    await vi.waitFor(async () => expect(await alertsOf(email)).toHaveLength(2), { timeout: 1_000, interval: 5 })
  })

  it.each(defaultRules.map(({ key, name }) => [key, name]))(
    'rise by the default rule %s, and only where they must',
    async (key, name) => {
      const samples = defaultRuleSamples.find((each) => each.key === key)
      const cases = [
        ...(samples?.fires ?? []).map((events) => ({ events, isExpected: true, email: somebody() })),
        ...(samples?.silent ?? []).map((events) => ({ events, isExpected: false, email: somebody() })),
      ]
      const events = cases.flatMap(({ events: each, email }) =>
        each.map((event) => ({ ...event, '@timestamp': at(0), user: { email } })),
      )
      await happens(...events)
      for (const { email, isExpected } of cases)
        expect([email, names(await alertsOf(email)).filter((each) => each === name)]).toEqual([
          email,
          isExpected ? [name] : [],
        ])
    },
  )

  it('grow with later activity in their window, and with late activity, and are not doubled', async () => {
    const email = somebody()
    const rule = 'Source code, any'
    const one = async () => (await alertsOf(email)).filter(({ name }) => name === rule)
    await happens(code(email, 21, 'b.ts'))
    const [first] = await one()
    await happens(code(email, 42, 'c.ts'), code(email, 3, 'a.ts'))
    expect(await one()).toEqual([{ ...first }])
    const [whole] = await details(first?.id ?? '')
    expect(whole && observed(whole).map(({ files }) => files.map(({ name }) => name))).toEqual([
      ['a.ts'],
      ['b.ts'],
      ['c.ts'],
    ])
    await happens(code(email, 65, 'd.ts'))
    expect(await one()).toHaveLength(2)
  })

  it('count volume over the hour that slides', async () => {
    const email = somebody()
    const spread = (amount: number, minute: number) =>
      Array.from({ length: amount }, (_, index) => toMedia(email, minute, `f${index}`))
    await happens(...spread(13, 0), ...spread(13, 61))
    expect(await alertsOf(email)).toEqual([])
    await happens(...spread(13, 40))
    expect(names(await alertsOf(email))).toEqual(['Many files to removable media', 'Many files to removable media'])
  })

  it('never rise for what is trusted or by rules that are off, and name the version that raised them', async () => {
    const email = somebody()
    const body = { name: 'Any stick', vectors: { removableMedia: { isEnabled: true } }, isEnabled: false }
    const { id } = (await server.post('/v1/spillway/rules', body)).json<{ id: string }>()
    await happens(toMedia(email))
    expect(await alertsOf(email)).toEqual([])
    await server.post(`/v2/alert-rules/${id}/enable`)
    await happens(toMedia(email, 1), { ...toMedia(email, 2), risk: { trusted: true, score: 0 } })
    const [alert] = await alertsOf(email)
    expect(alert).toMatchObject({ name: 'Any stick', ruleId: id, riskSeverity: 'LOW', state: 'OPEN' })
    const explain = () => server.get(`/v1/spillway/alerts/${alert?.id}/explanation`)
    const told = await explain()
    expect(told.json()).toMatchObject({
      ...{ ruleId: id, ruleVersion: 1, actor: email },
      conditions: [{ criterion: 'vectors.removableMedia', met: [{ files: 1 }] }],
      volume: { fileCount: 1, totalFileSize: 100 },
      events: [{ name: 'plan.docx', action: { type: 'TRANSFER_VIA_EXTERNAL_DEVICE' } }],
    })
    expect((await explain()).text).toBe(told.text)
    await server.request('PUT', `/v1/spillway/rules/${id}`, { body: { name: 'Another name' } })
    await server.request('DELETE', `/v1/spillway/rules/${id}`)
    expect((await explain()).text).toBe(told.text)
    expect((await server.get('/v1/spillway/alerts/nobody/explanation')).status).toBe(404)
  })

  it('ask for members of a watchlist at the time of the event', async () => {
    const { watchlistId } = (await server.post('/v2/watchlists', { watchlistType: 'CUSTOM', title: 'Leavers' })).json<{
      watchlistId: string
    }>()
    const [rule] = (await server.get(`/v2/alert-rules?WatchlistId=${watchlistId}`)).json<{ id: string }[]>()
    await server.post(`/v2/alert-rules/${rule?.id}/enable`)
    const [admin] = (await server.get('/v1/users')).json<{ users: { userId: string; username: string }[] }>().users
    const now = server.clock().toISOString()
    const leaves = () => ({ ...toMedia(admin?.username ?? ''), '@timestamp': now })
    await happens(leaves())
    expect(await alertsOf(admin?.username ?? '')).toEqual([])
    await server.post(`/v2/watchlists/${watchlistId}/included-actors/add`, { actorIds: [admin?.userId] })
    await happens(leaves())
    expect(await alertsOf(admin?.username ?? '')).toMatchObject([
      { watchlists: [{ type$: 'WATCHLIST', id: watchlistId, name: 'Leavers', type: 'CUSTOM', isSignificant: true }] },
    ])
    expect((await where('HasAuthSignificantWatchlist', 'true')).totalCount).toBe(1)
  })

  it('are worked on: states, notes, all of a search at once', async () => {
    const email = somebody()
    await happens(code(email))
    const [one, other] = await alertsOf(email)
    const ids = [one?.id ?? '', other?.id ?? '']
    const post = async (path: string, body: object) => (await server.post(`/v1/alerts/${path}`, body)).status
    expect(await post('update-state', { tenantId: 'x', alertIds: [ids[0]], state: 'DISMISSED', note: 'known' })).toBe(
      200,
    )
    expect((await details(...ids)).map(({ state, note }) => [state, note?.message ?? null]).toSorted()).toEqual([
      ['OPEN', null],
      ['RESOLVED', 'known'],
    ])
    expect(await post('add-note', { alertId: ids[0], note: 'better' })).toBe(200)
    expect(await post('update-state', { alertIds: ids, state: 'IN_PROGRESS' })).toBe(200)
    expect((await details(ids[0] ?? ''))[0]).toMatchObject({ state: 'IN_PROGRESS', note: { message: 'better' } })
    expect(await post('update-state', { alertIds: [ids[0], 'nobody'], state: 'OPEN' })).toBe(404)
    expect(await post('update-state', { alertIds: ids, state: 'NOTHING' })).toBe(400)
    expect(await post('add-note', { alertId: 'nobody', note: 'x' })).toBe(404)
    expect(await post('add-note', { alertId: ids[0], note: 'x'.repeat(2_001) })).toBe(400)
    const groups = [{ filters: [{ term: 'Actor', operator: 'IS', value: email }], filterClause: 'AND' }]
    const all = await server.post('/v1/alerts/update-all-state', { groups, groupClause: 'AND', state: 'RESOLVED_FP' })
    expect(all.json()).toEqual({ continuationToken: null })
    expect((await alertsOf(email)).map(({ state }) => state)).toEqual(['RESOLVED_FP', 'RESOLVED_FP'])
    // Activity that comes afterwards does not undo what people decided.
    await happens(code(email, 1))
    expect((await alertsOf(email)).map(({ state }) => state)).toEqual(['RESOLVED_FP', 'RESOLVED_FP'])
  })

  it('are searched by what they are, under both paths', async () => {
    const { totalCount } = await query([{ term: 'CreatedAt', operator: 'ON', value: '2026-02-01' }])
    expect(totalCount).toBeGreaterThan(5)
    expect((await where('CreatedAt', '2026-01-31', 'ON_OR_BEFORE')).totalCount).toBe(0)
    expect((await where('RiskSeverity', 'CRITICAL', 'IS_NOT')).totalCount).toBeGreaterThan(0)
    expect((await where('state', 'RESOLVED_FP')).totalCount).toBe(2)
    expect((await where('Target', 'N/A')).totalCount).toBe(totalCount)
    expect((await query([], { groups: [], srtKey: 'Target' })).totalCount).toBe(totalCount)
    expect((await where('Actor', 'PERSON1@', 'CONTAINS')).totalCount).toBeGreaterThan(0)
    expect((await where('Nothing', 'x')).problems).toMatchObject([{ type: 'IllegalOperator' }])
    expect((await where('State', 'x')).problems).toMatchObject([{ type: 'IllegalValue' }])
    const pages = await Promise.all(
      [0, 1].map((pgNum) => query([{ term: 'Name', operator: 'IS_NOT', value: 'x' }], { pgNum, pgSize: 3 })),
    )
    expect(new Set(pages.flatMap(({ alerts }) => alerts.map(({ id }) => id))).size).toBe(6)
    expect((await server.post('/svc/api/v1/query-alerts', { pgSize: 1 })).json()).toMatchObject({
      type$: 'ALERT_QUERY_RESPONSE',
    })
  })

  it('are rolled up', async () => {
    const email = somebody()
    await happens(code(email, 0, 'a.ts'), code(email, 7, 'b.ts'))
    const [alert] = (await alertsOf(email)).filter(({ name }) => name.startsWith('Source code'))
    const aggregate = async (version: number) =>
      (await server.post(`/svc/api/v${version}/query-details-aggregate`, { alertId: alert?.id })).json()
    expect(await aggregate(2)).toMatchObject({
      type$: 'ALERT_DETAILS_IN_AGGREGATE_V2_RESPONSE',
      alert: {
        ...{ type$: 'ALERT_DETAILS_AGGREGATE_V2', fileCount: 2, totalFileSize: 8_000, ffsUrlEndpoint: null },
        ...{ firstObservationAt: at(0), lastObservationAt: at(5) },
        fileCategories: [{ category: 'SourceCode', fileCount: 2, isSignificant: true }],
        observations: [{ type: 'FedEndpointExfiltration' }],
        riskSeveritySummary: [{ severity: 'HIGH', numEvents: 2 }],
      },
    })
    expect(await aggregate(3)).toMatchObject({
      alert: {
        observedEvents: { events: [{ name: 'a.ts' }, { name: 'b.ts' }], eventsIsTruncated: false },
        ffsUrls: [],
      },
    })
  })

  it('are shown to whoever may see them', async () => {
    const reader = await server.token(await server.apiClient(['alerts.read']))
    const stranger = await server.token(await server.apiClient(['alert-rules.read']))
    const ask = async (path: string, token: string, body: object) => (await server.post(path, body, { token })).status
    expect(await ask('/v1/alerts/query-alerts', reader, {})).toBe(200)
    expect(await ask('/v1/alerts/query-alerts', stranger, {})).toBe(403)
    expect(await ask('/v1/alerts/update-state', reader, { alertIds: [], state: 'OPEN' })).toBe(403)
  })
})
