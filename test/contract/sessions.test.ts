import { operations } from '@spillway/contract'
import { startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { parts } from '../support/parts.ts'
import { createComparison, documentedAnswers, expectEveryAnswer, readDefinition } from './answers.ts'
import { sessionsCorrections } from './sessions-corrections.ts'

const definition = readDefinition()
const ours = operations.filter(({ path }) => path.startsWith('/v1/sessions'))

describe.skipIf(!parts.publishedDefinition.present)('sessions against the published definition', () => {
  let server: TestServer
  let blind: string
  let id: string
  const { compare, seen } = createComparison(definition, sessionsCorrections)
  const found = async () => (await server.get('/v1/sessions')).json<{ items: { sessionId: string }[] }>().items
  beforeAll(async () => {
    server = await startTestServer({ config: { limits: 'off' } })
    blind = await server.token(await server.apiClient(['file-events.read']))
    const filters = { fileCategory: { categories: ['SourceCode'] } }
    for (const name of ['Source code', 'Source code again']) await server.post('/v1/spillway/rules', { name, filters })
    await server.ingest([
      {
        user: { email: 'ada@contract.example' },
        event: { action: 'application-read', observer: 'Endpoint', vector: 'UPLOADED' },
        file: { name: 'main.ts', sizeInBytes: 4_000 },
        destination: { category: 'Source Code Repository', name: 'GitHub' },
      },
    ])
    await vi.waitFor(async () => expect(await found()).not.toEqual([]), { timeout: 10_000, interval: 10 })
    id = (await found())[0]?.sessionId ?? ''
  }, 60_000)
  afterAll(() => server.close())

  const ask = (status: number, method: string, path: string, url: string, options: object = {}) =>
    compare(server, { method, path, status, url, options })

  it('answers every operation as published', async () => {
    const one = `/v1/sessions/${id}`
    await ask(204, 'POST', '/v1/sessions/{id}/add-note', `${one}/add-note`, { body: { noteContent: 'Called her' } })
    await ask(204, 'POST', '/v1/sessions/{id}/change-state', `${one}/change-state`, { body: { newState: 'CLOSED_FP' } })
    const several = { ids: [id, id], newState: 'IN_PROGRESS' }
    await ask(204, 'POST', '/v1/sessions/change-state', '/v1/sessions/change-state', { body: several })
    const every = { newState: 'CLOSED_TP', continuationToken: null }
    const states = '/v1/sessions/change-states'
    await ask(200, 'POST', states, `${states}?state=IN_PROGRESS&has_alerts=true&severity=3`, { body: every })
    const query = 'has_alerts=True&order_by=score&sort_direction=ASC&page_number=0&page_size=50'
    const { items } = (await ask(200, 'GET', '/v1/sessions', `/v1/sessions?${query}`)).json<{ items: object[] }>()
    expect(items).toMatchObject([{ notes: [{ content: 'Called her' }], triggeredAlerts: [{}, {}] }])
    expect((await ask(200, 'GET', '/v1/sessions/{id}', one)).json()).toEqual(items[0])
    const events = await ask(200, 'GET', '/v1/sessions/{id}/events', `${one}/events`)
    expect(events.json()).toMatchObject({ queryResult: { totalCount: 1, fileEvents: [{ file: { name: 'main.ts' } }] } })
  })

  const refusals = [
    ['GET', '/v1/sessions', '?severity=5'],
    ['GET', '/v1/sessions', '?page_number=-1'],
    ['GET', '/v1/sessions', '?state=ASLEEP'],
    ['GET', '/v1/sessions', '?on_or_after=yesterday'],
    ['GET', '/v1/sessions', '?order_by=name'],
    ['GET', '/v1/sessions', '?page_size=1001'],
    ['POST', '/v1/sessions/change-states', '?has_alerts=perhaps', { newState: 'OPEN' }],
    ['POST', '/v1/sessions/change-states', '', { newState: 'OPEN', continuationToken: 'x'.repeat(101) }],
    ['POST', '/v1/sessions/change-state', '', { ids: [], newState: 'OPEN' }],
    ['POST', '/v1/sessions/change-state', '', { ids: ['x'], newState: 'OPEN_NEW_DATA' }],
    ['POST', '/v1/sessions/{id}/change-state', '', { newState: 'ASLEEP' }],
    ['POST', '/v1/sessions/{id}/add-note', '', { noteContent: 'x'.repeat(2_001) }],
  ] as const

  it.each(refusals)('%s %s%s is refused, with field and reason', async (method, path, query, body?: object) => {
    const url = path.replace('{id}', id) + query
    const answer = await ask(400, method, path, url, body === undefined ? {} : { body })
    expect(answer.json()).toMatchObject({ msg: expect.stringMatching(/^(query|body)\./) })
  })

  it.each(ours.map(({ method, path }) => [method, path] as const))('%s %s refuses strangers', async (method, path) => {
    const state = { newState: 'OPEN', ids: [id, 'nobody_1'], noteContent: 'x' }
    const options = method === 'GET' ? {} : { body: state }
    const url = path.replace('{id}', 'nobody_1')
    await ask(401, method, path, url, { ...options, token: null })
    await ask(403, method, path, url, { ...options, token: blind })
    if (path.includes('{id}') || path.endsWith('change-state')) await ask(404, method, path, url, options)
    if (path.includes('{id}') && method === 'GET') await ask(400, method, path, path.replace('{id}', 'x'.repeat(101)))
  })

  it('changes all of several sessions or none', async () => {
    const read = async () => (await server.get(`/v1/sessions/${id}`)).json<{ states: object[] }>().states
    const before = await read()
    const body = { ids: [id, 'nobody_1'], newState: 'CLOSED' }
    expect((await server.request('POST', '/v1/sessions/change-state', { body })).status).toBe(404)
    expect(await read()).toEqual(before)
  })

  it('leaves no operation and no documented answer out', () => {
    const documented = documentedAnswers(definition, ours)
    expectEveryAnswer('sessions', documented, seen)
    const published = Object.entries(definition.paths)
      .filter(([path]) => path.startsWith('/v1/sessions'))
      .flatMap(([path, byMethod]) => Object.keys(byMethod).map((method) => `${method.toUpperCase()} ${path}`))
    expect(ours.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(published.toSorted())
  })
})
