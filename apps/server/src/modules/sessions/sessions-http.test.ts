import type { Session } from '@spillway/contract'
import { storesUnderTest } from '@spillway/control-store/testing'
import { startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('sessions on $dialect', ({ open }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ openControl: open, config: { limits: 'off' } })
    const filters = { fileCategory: { categories: ['SourceCode'] } }
    for (const name of ['Source code', 'Source code again']) await createRule({ name, filters })
  })
  afterAll(() => server.close())

  const createRule = (rule: object) => server.post('/v1/spillway/rules', rule)
  let people = 0
  const somebody = () => `person${++people}@example.com`
  const hour = Date.parse('2026-01-20T10:00:00Z')
  const at = (minute: number) => hour + minute * 60_000
  const event = (email: string, minute: number, more: object) => ({
    '@timestamp': new Date(at(minute)).toISOString(),
    user: { email },
    ...more,
  })
  const code = (email: string, minute = 0, name = 'main.ts') =>
    event(email, minute, {
      event: { action: 'application-read', observer: 'Endpoint', vector: 'UPLOADED' },
      file: { name, sizeInBytes: 4_000 },
      destination: { category: 'Source Code Repository', name: 'GitHub' },
    })
  /** Risky, but no default rule minds one of them. */
  const toMedia = (email: string, minute = 0, name = 'plan.docx') =>
    event(email, minute, {
      event: { action: 'removable-media-created', observer: 'Endpoint' },
      file: { name, sizeInBytes: 100 },
      destination: { category: 'Device', name: 'Removable Media' },
    })
  const trusted = (email: string, minute = 0) => ({ ...toMedia(email, minute), risk: { trusted: true, score: 0 } })

  const search = async (query: string, pageSize = 100) => {
    const answer = await server.get(`/v1/sessions?page_size=${pageSize}&${query}`)
    expect([query, answer.status]).toEqual([query, 200])
    return answer.json<{ items: Session[]; totalCount: number }>()
  }
  const every = async () => [...(await search('has_alerts=true')).items, ...(await search('has_alerts=False')).items]
  const sessionsOf = async (email: string) => (await every()).filter(({ actorName }) => actorName === email)
  const only = async (email: string): Promise<Session> => {
    const [session, ...others] = await sessionsOf(email)
    expect(others).toEqual([])
    if (!session) throw new Error(`no session of ${email}`)
    return session
  }
  const happens = async (...events: object[]) => {
    await server.ingest(events)
    const email = somebody()
    await server.ingest([code(email)])
    await vi.waitFor(async () => expect(await sessionsOf(email)).not.toEqual([]), { timeout: 10_000, interval: 10 })
  }
  const change = (id: string, newState: string) => server.post(`/v1/sessions/${id}/change-state`, { newState })
  const alertsOf = async (email: string) => {
    const groups = [{ filters: [{ term: 'Actor', operator: 'IS', value: email }], filterClause: 'AND' }]
    const answer = await server.post('/v1/alerts/query-alerts', { groups, groupClause: 'AND', pgNum: 0, pgSize: 100 })
    return answer.json<{ alerts: { id: string; state: string; name: string }[] }>().alerts
  }
  const current = ({ states }: Session) => states.at(-1)?.stateV2

  it('hold what one person did in an hour, with score, indicators, summaries and alerts', async () => {
    const email = somebody()
    await happens(code(email, 5, 'a.ts'), code(email, 40, 'b.ts'), trusted(email, 50))
    const session = await only(email)
    const alerts = await alertsOf(email)
    expect(session).toMatchObject({
      ...{ type: 'STANDARD', beginTime: at(5), endTime: at(50), noRiskEvents: 1, criticalEvents: 0 },
      exfiltrationSummary: 'Source code files uploaded to GitHub',
      contentInspectionResults: { detectedOnAlerts: [] },
      notes: [],
      states: [{ state: 'OPEN', stateV2: 'OPEN', userId: null, sourceTimestamp: session.firstObserved }],
    })
    expect(session.sessionId).toBe(`${session.actorId}_${hour}`)
    expect(session.lowEvents + session.moderateEvents + session.highEvents).toBe(2)
    expect(session.scores).toHaveLength(1)
    expect(session.riskIndicators.find(({ id }) => id === 'Source code')).toEqual({
      ...{ id: 'Source code', name: 'Source code', weight: 3, eventCount: 2 },
    })
    expect(session.riskIndicatorsAlertedOn).toEqual(session.riskIndicators)
    expect(session.scores[0]?.score).toBe(session.riskIndicators.reduce((sum, { weight }) => sum + weight, 0))
    expect(session.triggeredAlerts.map(({ alertId }) => alertId).toSorted()).toEqual(
      alerts.map(({ id }) => id).toSorted(),
    )
    expect(session.triggeredAlerts.map(({ ruleName }) => ruleName).toSorted()).toEqual([
      'Source code',
      'Source code again',
    ])
    expect((await server.get(`/v1/sessions/${session.sessionId}`)).json()).toEqual(session)
  })

  it('are there without alerts where there is risk, and not without risk, and count what came before it', async () => {
    const [risky, quiet] = [somebody(), somebody()]
    await happens(trusted(risky, 1), trusted(quiet, 1))
    expect(await sessionsOf(quiet)).toEqual([])
    await happens(toMedia(risky, 3), trusted(risky, 2))
    expect(await only(risky)).toMatchObject({ noRiskEvents: 2, triggeredAlerts: [], beginTime: at(1), endTime: at(3) })
    await happens(toMedia(risky, 61))
    const [later] = (await sessionsOf(risky)).filter(({ beginTime }) => beginTime === at(61))
    expect(later?.contextSummary).toBe('1 earlier session')
  })

  it('keep their id when earlier activity comes late, and a history of their scores', async () => {
    const email = somebody()
    await happens(toMedia(email, 30))
    const before = await only(email)
    await happens({ ...code(email, 10), user: { email } })
    const after = await only(email)
    expect([after.sessionId, after.beginTime]).toEqual([before.sessionId, at(10)])
    expect(after.scores.slice(0, before.scores.length)).toEqual(before.scores)
  })

  it('hold the alerts whose rules fired in them, not what led to it', async () => {
    const email = somebody()
    const filters = { fileVolume: { countGreaterThan: 2 }, username: { mode: 'INCLUDE', usernames: [email] } }
    const name = 'Slow'
    await createRule({ name, vectors: { removableMedia: { isEnabled: true } }, filters, windowMinutes: 240 })
    await happens(toMedia(email, -110), toMedia(email, -50), toMedia(email, 10))
    const alertedIn = async () =>
      (await sessionsOf(email)).flatMap(({ triggeredAlerts, beginTime, states }) =>
        triggeredAlerts.map(({ ruleName }) => [ruleName, beginTime, states.length]),
      )
    expect(await alertedIn()).toEqual([[name, at(10), 1]])
    const [session] = (await search('')).items.filter(({ actorName }) => actorName === email)
    await change(session?.sessionId ?? '', 'CLOSED')
    // Later activity of the alert belongs to another hour.
    await happens(toMedia(email, 70))
    expect(await alertedIn()).toEqual([[name, at(10), 2]])
    // With what comes late it was too much earlier.
    await happens(toMedia(email, -105))
    expect(await alertedIn()).toEqual([[name, at(-50), 1]])
    expect((await sessionsOf(email)).map(({ triggeredAlerts }) => triggeredAlerts.length).toSorted()).toEqual([
      0, 0, 0, 1,
    ])
  })

  it('give the events of their alerts whole', async () => {
    const [email, quiet] = [somebody(), somebody()]
    await happens(code(email, 5, 'a.ts'), code(email, 6, 'b.ts'), trusted(email, 7), toMedia(quiet))
    const { sessionId } = await only(email)
    const answer = (await server.get(`/v1/sessions/${sessionId}/events`)).json<{
      queryResult: { totalCount: number; fileEvents: { file: { name: string } }[] }
    }>()
    expect(answer.queryResult).toMatchObject({ totalCount: 2, nextPgToken: null, problems: null })
    expect(answer.queryResult.fileEvents.map(({ file }) => file.name)).toEqual(['a.ts', 'b.ts'])
    const many = somebody()
    const names = Array.from({ length: 30 }, (_, index) => `f${String(index).padStart(2, '0')}.ts`)
    await happens(...names.map((name) => code(many, 1, name)), toMedia(many, 1))
    const all = await server.get(`/v1/sessions/${(await only(many)).sessionId}/events`)
    expect(all.json()).toMatchObject({ queryResult: { totalCount: 30 } })
    const without = await only(quiet)
    expect((await server.get(`/v1/sessions/${without.sessionId}/events`)).status).toBe(404)
  })

  it('are worked on, and their alerts with them', async () => {
    const email = somebody()
    await happens(code(email))
    const { sessionId } = await only(email)
    expect((await change(sessionId, 'CLOSED_TP_BENIGN')).status).toBe(204)
    expect((await change(sessionId, 'CLOSED_TP_BENIGN')).status).toBe(204)
    const closed = await only(email)
    expect(closed.states.map(({ state, stateV2 }) => [state, stateV2])).toEqual([
      ['OPEN', 'OPEN'],
      ['CLOSED_TP', 'CLOSED_TP_BENIGN'],
    ])
    expect(closed.states[1]?.userId).not.toBeNull()
    expect(new Set((await alertsOf(email)).map(({ state }) => state))).toEqual(new Set(['RESOLVED_TP']))
    await happens(code(email, 2))
    expect(current(await only(email))).toBe('OPEN_NEW_DATA')
    await happens(toMedia(email, 3))
    expect((await only(email)).states).toHaveLength(3)
    expect((await server.post('/v1/sessions/change-state', { ids: [sessionId], newState: 'closed_fp' })).status).toBe(
      204,
    )
    expect(new Set((await alertsOf(email)).map(({ state }) => state))).toEqual(new Set(['RESOLVED_FP']))
    const all = await server.post(`/v1/sessions/change-states?actor_id=${closed.actorId}&state=CLOSED_FP`, {
      newState: 'IN_PROGRESS',
    })
    expect(all.json()).toEqual({ continuationToken: null })
    expect(current(await only(email))).toBe('IN_PROGRESS')
  })

  it('follow what is done to their alerts', async () => {
    const email = somebody()
    await happens(code(email))
    const [one, ...others] = (await alertsOf(email)).map(({ id }) => id)
    const resolve = (alertIds: (string | undefined)[], state: string) =>
      server.post('/v1/alerts/update-state', { alertIds, state })
    expect(others).not.toEqual([])
    await resolve([one], 'RESOLVED')
    expect(current(await only(email))).toBe('IN_PROGRESS')
    await resolve(others, 'RESOLVED_TP')
    expect(current(await only(email))).toBe('CLOSED_TP')
    await resolve([one, ...others], 'OPEN')
    expect(current(await only(email))).toBe('OPEN')
    await resolve([one, ...others], 'RESOLVED')
    expect((await only(email)).states.map(({ state }) => state)).toEqual([
      ...['OPEN', 'IN_PROGRESS', 'CLOSED_TP', 'OPEN', 'CLOSED'],
    ])
  })

  it('keep notes', async () => {
    const email = somebody()
    await happens(code(email))
    const { sessionId } = await only(email)
    const note = (noteContent: string, id = sessionId) => server.post(`/v1/sessions/${id}/add-note`, { noteContent })
    expect([(await note('first')).status, (await note('second')).status]).toEqual([204, 204])
    const { notes } = await only(email)
    expect(notes.map(({ content }) => content)).toEqual(['first', 'second'])
    expect(new Set(notes.map(({ id }) => id)).size).toBe(2)
    expect((await note('x'.repeat(2_001))).status).toBe(400)
    expect((await note('x', 'nobody_1')).status).toBe(404)
    for (let more = 2; more < 100; more++) await note('again')
    const refused = await note('one too many')
    expect([refused.status, refused.json()]).toEqual([400, expect.objectContaining({ msg: expect.any(String) })])
  })

  it('explain themselves, in the same bytes whenever asked', async () => {
    const [email, quiet] = [somebody(), somebody()]
    await happens(code(email, 5), trusted(email, 6), toMedia(quiet))
    const { sessionId, scores } = await only(email)
    const explain = async (id: string) => server.get(`/v1/spillway/sessions/${id}/explanation`)
    const told = await explain(sessionId)
    const score = scores.at(-1)?.score ?? 0
    expect(told.json()).toMatchObject({
      ...{ sessionId, actor: email, windowStart: new Date(hour).toISOString() },
      reasons: [{ reason: 'risk' }, { reason: 'alerts' }],
      score: { score },
      events: [{ name: 'main.ts', action: { type: 'UPLOAD' }, origin: 'Endpoint', riskSeverity: { score } }],
      trust: { trustedEvents: 1, untrustedEvents: 1 },
      alerts: [{ actor: email }, { actor: email }],
    })
    const { score: why, counterfactuals } = told.json<{
      score: { terms: { weight: number }[] }
      counterfactuals: { criterion: string; words: string }[]
    }>()
    expect(why.terms.reduce((sum, { weight }) => sum + weight, 0)).toBe(score)
    expect(counterfactuals.map(({ criterion }) => criterion)).toEqual(
      expect.arrayContaining(['indicator.Source code', 'trust', 'alerts']),
    )
    await server.post(`/v1/sessions/${sessionId}/add-note`, { noteContent: 'seen' })
    await change(sessionId, 'CLOSED')
    expect((await explain(sessionId)).text).toBe(told.text)
    const without = await explain((await only(quiet)).sessionId)
    expect(without.json()).toMatchObject({ reasons: [{ reason: 'risk' }], alerts: [] })
    expect((await explain('nobody_1')).status).toBe(404)
  })

  it('come by the feed of changes, and alerts by theirs, whoever changed them', async () => {
    const follow = async (family: 'alerts' | 'sessions', cursor = '') => {
      const answer = await server.get(`/v1/spillway/${family}/changes?limit=500&cursor=${cursor}`)
      expect(answer.status).toBe(200)
      const page = answer.json<{ cursor: string; alerts: { actor: string; state: string }[]; sessions: Session[] }>()
      return { ...page, count: answer.json<{ manifest: { count: number } }>().manifest.count }
    }
    const email = somebody()
    const [sessions, alerts] = [await follow('sessions'), await follow('alerts')]
    await happens(code(email))
    const came = await follow('sessions', sessions.cursor)
    const [mine] = came.sessions.filter(({ actorName }) => actorName === email)
    expect(mine).toEqual(await only(email))
    const raised = await follow('alerts', alerts.cursor)
    expect(raised.alerts.filter(({ actor }) => actor === email).map(({ state }) => state)).toEqual(['OPEN', 'OPEN'])
    await change(mine?.sessionId ?? '', 'CLOSED')
    const closed = await follow('alerts', raised.cursor)
    expect(closed.alerts).toMatchObject([{ state: 'RESOLVED' }, { state: 'RESOLVED' }])
    const [id] = (await alertsOf(email)).map((alert) => alert.id)
    const after = await follow('sessions', came.cursor)
    expect(after.sessions.map(({ sessionId }) => sessionId)).toEqual([mine?.sessionId])
    await server.post('/v1/alerts/update-state', { alertIds: [id], state: 'OPEN' })
    expect((await follow('alerts', closed.cursor)).count).toBe(1)
    const reopened = await follow('sessions', after.cursor)
    expect(reopened.sessions.map(current)).toEqual(['IN_PROGRESS'])
    expect(await follow('sessions', reopened.cursor)).toMatchObject({ count: 0, cursor: reopened.cursor })
    expect((await server.get('/v1/spillway/sessions/changes?cursor=x')).status).toBe(400)
    const blind = await server.token(await server.apiClient(['file-events.read']))
    expect((await server.get('/v1/spillway/alerts/changes', { token: blind })).status).toBe(403)
  })

  it('are found by every parameter', async () => {
    const email = somebody()
    await happens(code(email, 120), toMedia(email, 190))
    const [first] = (await sessionsOf(email)).filter(({ beginTime }) => beginTime === at(120))
    if (!first) throw new Error('no session')
    const me = `actor_id=${first.actorId}`
    const count = async (query: string) => (await search(`${me}&${query}`)).totalCount
    expect(await count('')).toBe(1)
    expect(await count('has_alerts=false')).toBe(1)
    expect(await count(`on_or_after=${at(120)}&before=${at(120) + 1}`)).toBe(1)
    expect(await count(`before=${at(120)}`)).toBe(0)
    expect(await count('risk_indicators=Source+code')).toBe(1)
    expect(await count('risk_indicators=Source+code&risk_indicators=Removable+media')).toBe(0)
    expect(await count('state=CLOSED&state=OPEN')).toBe(1)
    expect(await count('state=CLOSED')).toBe(0)
    const severity = first.scores[0]?.severity ?? 0
    expect(await count(`severity=${severity}`)).toBe(1)
    expect(await count(`severity=${4 - severity}&severity=0`)).toBe(0)
    expect(await count(`rule_id=${first.triggeredAlerts[0]?.ruleId}&rule_id=x`)).toBe(1)
    expect(await count('rule_id=x')).toBe(0)
    expect(await count('watchlist_id=x')).toBe(0)
    expect(await count('content_inspection_status=UNPROCESSED&type=STANDARD')).toBe(1)
    expect(await count('content_inspection_status=PII_FOUND')).toBe(0)
    expect(await count('type=ACCOUNT_TAKE_OVER')).toBe(0)
    const ordered = (await search('order_by=score&sort_direction=asc')).items.map(({ scores }) => scores.at(-1)?.score)
    expect(ordered).toEqual(ordered.toSorted((left, right) => (left ?? 0) - (right ?? 0)))
    const pages = await Promise.all([0, 1].map((page) => search(`page_number=${page}`, 1)))
    expect(new Set(pages.flatMap(({ items }) => items.map(({ sessionId }) => sessionId))).size).toBe(2)
  })
})
