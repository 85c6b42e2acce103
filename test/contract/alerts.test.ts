import { operations } from '@spillway/contract'
import { startTestServer, type TestRequest, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeToGitHub, publicLink } from '../clients/detection/events.ts'
import { parts } from '../support/parts.ts'
import { waitFor } from '../support/wait.ts'
import { alertsCorrections } from './alerts-corrections.ts'
import { createComparison, documentedAnswers, expectEveryAnswer, readDefinition } from './answers.ts'
import { flattened } from './inheritance.ts'

const families = ['alerts', 'alert-explanations']
const ours = operations.filter(({ family }) => families.includes(family))
const path = (name: string) => `/v1/alerts/${name}`
const aggregates = [2, 3].map((version) => `/api/v${version}/query-details-aggregate`)
const explanation = '/v1/spillway/alerts/{id}/explanation'

/** Whom the published definition gives a state, a note and a search by. */
const person = 'ada@c.example'
const bySomebody = {
  tenantId: null,
  groups: [{ filters: [{ term: 'Actor', operator: 'IS', value: person }], filterClause: 'AND' }],
  groupClause: 'AND',
}

describe.skipIf(!parts.publishedDefinition.present)('alerts against the published definition', () => {
  const definition = flattened(readDefinition())
  const comparison = createComparison(definition, alertsCorrections)
  let server: TestServer
  let ids: readonly string[]
  let blind: string

  const compare = (at: string, status: number, body: unknown, options: TestRequest = {}) =>
    comparison.compare(server, { method: 'POST', path: at, status, url: at, options: { body, ...options } })
  const explain = (id: string, status: number, options: TestRequest = {}) =>
    comparison.compare(server, {
      method: 'GET',
      path: explanation,
      status,
      url: explanation.replace('{id}', id),
      options,
    })
  const idsOf = async () =>
    (await server.post(path('query-alerts'), bySomebody))
      .json<{ alerts: { id: string }[] }>()
      .alerts.map(({ id }) => id)

  beforeAll(async () => {
    server = await startTestServer({ config: { limits: 'off' } })
    const code = { fileUpload: { sourceCodeRepository: { observeAll: true } } }
    await server.post('/v1/spillway/rules', {
      name: 'Code',
      vectors: code,
      education: { lessonId: 'removable-media', messagingMethod: 'ThirdPartyIntegration' },
    })
    const links = { cloudSharing: { observeAll: true } }
    await server.post('/v1/spillway/rules', {
      name: 'Links',
      vectors: links,
      filters: { fileCategory: { categories: ['Document'] } },
    })
    const deed = { email: person, at: server.clock() }
    await server.ingest([codeToGitHub(deed), publicLink(deed)])
    ids = await waitFor('both alerts', 20_000, async () => {
      const found = await idsOf()
      return found.length >= 2 ? found : undefined
    })
    blind = await server.token(await server.apiClient(['file-events.read']))
  }, 60_000)
  afterAll(() => server.close())

  it('changes states and notes', async () => {
    await compare(path('update-state'), 200, { tenantId: 'any', alertIds: ids, state: 'PENDING', note: 'asked' })
    await compare(path('add-note'), 200, { tenantId: 'any', alertId: ids[0], note: 'answered' })
    await compare(path('update-all-state'), 200, { ...bySomebody, state: 'OPEN', continuationToken: null })
  })

  it('searches, and tells what is wrong with a search', async () => {
    const page = { pgNum: 0, pgSize: 100, srtKey: 'CreatedAt', srtDirection: 'DESC' }
    await compare(path('query-alerts'), 200, { ...bySomebody, ...page })
    await compare(path('query-alerts'), 200, { ...bySomebody, pgSize: 501 })
    const filters = [{ term: 'State', operator: 'IS', value: 'NOTHING' }]
    await compare(path('query-alerts'), 200, { groups: [{ filters }] })
  })

  it('reads details, roll-ups and explanations', async () => {
    await compare(path('query-details'), 200, { alertIds: [...ids, 'nobody'] })
    for (const alertId of ids) {
      for (const aggregate of aggregates) await compare(aggregate, 200, { alertId })
      await explain(alertId, 200)
    }
  })

  it('says that there is no such alert', async () => {
    for (const aggregate of aggregates) await compare(aggregate, 404, { alertId: 'nobody' })
    await compare(path('query-details'), 404, { alertIds: ['nobody'] })
    await compare(path('update-state'), 404, { alertIds: [...ids, 'nobody'], state: 'RESOLVED' })
    await compare(path('add-note'), 404, { alertId: 'nobody', note: 'x' })
    await explain('nobody', 404)
  })

  it.each([
    [path('query-alerts'), { groups: 'all' }],
    [path('query-details'), { alertIds: Array(101).fill('x') }],
    [path('update-state'), { alertIds: ['x'], state: 'NOTHING' }],
    [path('update-state'), { alertIds: ['x'], state: 'OPEN', note: 'x'.repeat(2_001) }],
    [path('update-all-state'), { state: 'NOTHING' }],
    [path('update-all-state'), { groups: [{ filters: [{ term: 'x', operator: 'IS', value: 'x' }] }], state: 'OPEN' }],
    [path('add-note'), { alertId: 'x'.repeat(41), note: 'x' }],
    [aggregates[0] ?? '', {}],
    [aggregates[1] ?? '', { alertId: 1 }],
  ])('POST %s is refused as malformed: %j', async (at, body) => {
    await compare(at, 400, body)
  })

  it('refuses ids that are too long', async () => {
    await explain('x'.repeat(41), 400)
  })

  it.each(ours.map((one) => [one.method, one.path, one.alternatePaths?.[0]?.path] as const))(
    '%s %s is refused, under its other path too',
    async (method, at, alternate) => {
      const url = at.replace('{id}', ids[0] ?? '')
      const body = method === 'POST' ? { body: {} } : {}
      for (const [status, token] of [
        [401, null],
        [403, blind],
      ] as const) {
        await comparison.compare(server, { method, path: at, status, url, options: { token, ...body } })
        if (alternate) expect((await server.request(method, alternate, { token, ...body })).status).toBe(status)
      }
    },
  )

  it('leaves no operation and no documented answer out', () => {
    expectEveryAnswer('alerts', documentedAnswers(definition, ours), comparison.seen)
    const theirs = Object.entries(definition.paths).flatMap(([at, methods]) =>
      /^\/v\d\/alerts\/(?!rules)|query-details-aggregate/.test(at)
        ? Object.keys(methods).map((method) => `${method.toUpperCase()} ${at}`)
        : [],
    )
    const names = ours.map(({ method, path: at }) => `${method} ${at}`)
    expect(names.filter((one) => one !== `GET ${explanation}`).toSorted()).toEqual(theirs.toSorted())
    console.log(`contract: ${theirs.length} of ${theirs.length} published operations on alerts compared`)
  })
})
