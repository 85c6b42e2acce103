import { gzipSync } from 'node:zlib'
import { addTenant, storesUnderTest } from '@spillway/control-store/testing'
import { builtInIndicators, defaultRiskSettings, severityOf } from '@spillway/detection'
import { startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Caller } from '../../http/index.ts'
import { createRiskRepository } from './repository.ts'
import { createRiskService } from './service.ts'

const settingsPath = '/v1/spillway/risk-settings'
const fileNamesPath = `${settingsPath}/file-name-indicators`
const categoriesPath = '/v1/risk-indicator-categories'

interface Named {
  readonly id: string
  readonly name: string
}
interface Subcategory extends Named {
  readonly standardIndicators: readonly Named[]
  readonly customIndicators: readonly Named[]
}
interface Category extends Named {
  readonly subcategories: readonly Subcategory[]
}
interface Stored {
  readonly risk: {
    readonly score: number
    readonly severity: string
    readonly indicators: readonly { readonly id: string; readonly name: string; readonly weight: number }[]
  }
}

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('risk settings on $dialect', ({ open }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ openControl: open, config: { limits: 'off' } })
  })
  afterAll(() => server.close())

  const categories = async (query = '') =>
    (await server.get(`${categoriesPath}${query}`)).json<{ categories: Category[] }>().categories
  const subcategories = async (query = '') => (await categories(query)).flatMap((each) => each.subcategories)
  const patch = (body: unknown, token?: string | null) =>
    server.request('PATCH', settingsPath, { body, ...(token !== undefined && { token }) })
  const settings = async () =>
    (await server.get(settingsPath)).json<{
      version: number
      indicators: (Named & { weight: number; isActive: boolean })[]
    }>()

  /** What is stored of the risk of the event of a file name. */
  const riskOf = async (name: string): Promise<Stored['risk']> => {
    const filters = [{ term: 'file.name', operator: 'IS', value: name }]
    const query = { groups: [{ filterClause: 'AND', filters }], groupClause: 'AND' }
    const { fileEvents } = (await server.post('/v2/file-events', query)).json<{ fileEvents: Stored[] }>()
    expect(fileEvents).toHaveLength(1)
    const [{ risk }] = fileEvents as [Stored]
    expect(risk.score).toBe(risk.indicators.reduce((sum, { weight }) => sum + weight, 0))
    expect(risk.severity).toBe(severityOf(risk.score))
    return risk
  }

  let files = 0
  const nextName = () => `file-${++files}.xlsx`
  const uploadOf = (to: string, name: string) => ({
    '@timestamp': server.clock().toISOString(),
    event: { action: 'application-read', observer: 'Endpoint', vector: 'UPLOADED' },
    file: { name },
    destination: { category: 'Cloud Storage', name: to },
  })
  /** What is stored of the risk of one upload. */
  const uploaded = async (to: string, name = nextName()): Promise<Stored['risk']> => {
    await server.ingest([uploadOf(to, name)])
    return riskOf(name)
  }
  /** The same of a packed body, which a thread prepares. */
  const uploadedPacked = async (to: string, name = nextName()): Promise<Stored['risk']> => {
    const body = gzipSync(JSON.stringify([uploadOf(to, name)]))
    await server.post('/v1/ingest/file-events', body, { headers: { 'content-encoding': 'gzip' } })
    return riskOf(name)
  }

  it('show every indicator once, in categories and subcategories', async () => {
    const shown = (await subcategories()).flatMap(({ standardIndicators }) => standardIndicators.map(({ id }) => id))
    expect(shown.toSorted()).toEqual(builtInIndicators.map(({ id }) => id).toSorted())
    const [first] = await categories()
    expect((await server.get(`${categoriesPath}/${first?.id}`)).json()).toEqual(first)
    const [, second] = first?.subcategories ?? []
    expect((await server.get(`${categoriesPath}/${first?.id}/subcategories/${second?.id}`)).json()).toEqual(second)
  })

  it('sort by name where asked to', async () => {
    const names = async (query: string) => (await categories(query)).map(({ name }) => name)
    const ascending = ['Destinations', 'File categories', 'Sources', 'User behavior']
    expect(await names('?sort_direction=asc')).toEqual(ascending)
    expect(await names('?sort_direction=DESC')).toEqual(ascending.toReversed())
    expect((await server.get(`${categoriesPath}?sort_direction=up`)).status).toBe(400)
  })

  it.each([
    `${categoriesPath}/nothing`,
    `${categoriesPath}/destinations/subcategories/nothing`,
    `${categoriesPath}/nothing/subcategories/other`,
  ])('answer 404 for %s', async (path) => expect((await server.get(path)).status).toBe(404))

  it('apply to the next event once a change is acknowledged, and leave older events alone', async () => {
    const before = await uploaded('Dropbox', 'kept.xlsx')
    expect(before.score).toBe(5)
    for (const weight of [9, 0, 10, 3]) {
      expect((await patch({ indicators: [{ id: 'Dropbox upload', weight }] })).status).toBe(200)
      const stored = { id: 'Dropbox upload', name: 'Dropbox upload', weight }
      expect((await uploaded('Dropbox')).indicators[0]).toEqual(stored)
      expect((await uploadedPacked('Dropbox')).indicators[0]).toEqual(stored)
    }
    expect(await riskOf('kept.xlsx')).toEqual(before)
    await patch({ indicators: [{ id: 'Dropbox upload', weight: null }] })
    expect((await uploaded('Dropbox')).score).toBe(5)
  })

  it('switch indicators off and on', async () => {
    await patch({
      indicators: [
        { id: 'Mega upload', isActive: false },
        { id: 'Spreadsheet', weight: 2 },
      ],
    })
    expect((await uploaded('Mega')).indicators.map(({ id }) => id)).toEqual(['Spreadsheet'])
    const off = await subcategories('?isActive=False')
    expect(off.flatMap(({ standardIndicators }) => standardIndicators)).toMatchObject([{ id: 'Mega upload' }])
    const on = (await subcategories('?isActive=True')).flatMap(({ standardIndicators }) => standardIndicators)
    expect(on).toHaveLength(builtInIndicators.length - 1)
    await patch({
      indicators: [
        { id: 'Mega upload', isActive: true },
        { id: 'Spreadsheet', weight: null },
      ],
    })
    expect((await uploaded('Mega')).score).toBe(5)
  })

  it('are changed as a whole or not at all, and say what is wrong', async () => {
    const { version } = await settings()
    const wrong = [
      [
        {
          indicators: [
            { id: 'Zip', weight: 4 },
            { id: 'No such upload', weight: 4 },
          ],
        },
        'body.indicators[1].id',
      ],
      [{ indicators: [{ id: 'Zip', weight: 11 }] }, 'body.indicators[0].weight'],
      [{ indicators: [{ id: 'Zip', weight: -1 }] }, 'body.indicators[0].weight'],
      [{ indicators: [{ id: 'Zip', weight: 1.5 }] }, 'body.indicators[0].weight'],
      [{ trustedAddresses: ['192.0.2.0/24', '192.0.2.0/33'] }, 'body.trustedAddresses[1]'],
    ] as const
    for (const [body, field] of wrong) {
      const answer = await patch(body)
      expect([answer.status, answer.json()]).toMatchObject([400, { field }])
    }
    expect((await settings()).version).toBe(version)
    expect((await settings()).indicators.find(({ id }) => id === 'Zip')?.weight).toBe(3)
  })

  it('mark file names', async () => {
    const definition = { name: 'Board papers', patterns: ['*board*', '*.deck'], weight: 6 }
    const made = await server.post(fileNamesPath, definition)
    const { id } = made.json<{ id: string }>()
    expect([made.status, made.json()]).toMatchObject([201, { ...definition, id: expect.stringMatching(/^fileName-/) }])
    expect((await uploaded('Slack', 'Q3-Board.pdf')).indicators.at(-1)).toEqual({ id, name: 'Board papers', weight: 6 })
    expect((await uploaded('Slack', 'Q3.pdf')).indicators.map((each) => each.id)).not.toContain(id)
    const custom = (await subcategories()).flatMap(({ customIndicators }) => customIndicators)
    expect(custom).toMatchObject([{ id, name: 'Board papers' }])
    expect((await server.post(fileNamesPath, definition)).status).toBe(409)
    const replaced = { ...definition, patterns: ['q3-*'], weight: 1 }
    expect((await server.request('PUT', `${fileNamesPath}/${id}`, { body: replaced })).json()).toMatchObject(replaced)
    expect((await uploaded('Slack', 'Q3-later.pdf')).indicators.at(-1)).toMatchObject({ id, weight: 1 })
    expect((await server.request('DELETE', `${fileNamesPath}/${id}`)).status).toBe(204)
    expect((await server.request('DELETE', `${fileNamesPath}/${id}`)).status).toBe(404)
    expect((await server.request('PUT', `${fileNamesPath}/${id}`, { body: replaced })).status).toBe(404)
    expect((await uploaded('Slack', 'Q3-last.pdf')).indicators.map((each) => each.id)).not.toContain(id)
    const tooWide = await server.post(fileNamesPath, { name: 'All', patterns: ['plan.txt', '*'] })
    expect([tooWide.status, tooWide.json()]).toMatchObject([400, { field: 'body.patterns[1]' }])
  })

  it('keep addresses of the company from being remote', async () => {
    const from = async (ip: string) => {
      const name = nextName()
      await server.ingest([{ ...uploadOf('Box', name), source: { ip } }])
      return (await riskOf(name)).indicators.map(({ id }) => id)
    }
    expect(await from('203.0.113.7')).toContain('Remote')
    await patch({ trustedAddresses: ['203.0.113.0/24'] })
    expect(await from('203.0.113.7')).not.toContain('Remote')
    expect(await from('203.0.114.7')).toContain('Remote')
  })

  it('need permissions of their own', async () => {
    const status = async (permissions: readonly string[]) => {
      const token = await server.token(await server.apiClient(permissions))
      const read = await server.get(categoriesPath, { token })
      return [read.status, (await patch({}, token)).status]
    }
    expect(await status(['file-events.read', 'file-events.write'])).toEqual([403, 403])
    expect(await status(['risk-settings.read'])).toEqual([200, 403])
    expect(await status(['risk-settings.read', 'risk-settings.write'])).toEqual([200, 200])
  })
})

describe('two processes on one store', () => {
  it('score by a change that the other acknowledged', async () => {
    const dialects = storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES)
    for (const { open } of dialects) {
      const store = await open()
      const at = '2026-02-01T00:00:00.000Z'
      await addTenant(store, 't')
      const process = () =>
        createRiskService({
          ...{ store, repository: createRiskRepository(store), audit: { record: () => undefined } },
          ...{ clock: () => new Date(at), newId: () => 'id', watchlists: async () => [] },
        })
      const [one, other] = [process(), process()]
      expect(await other.forScoring('t')).toEqual(defaultRiskSettings)
      await one.update(caller, { indicators: [{ id: 'Zip', weight: 7 }] })
      const settings = await other.forScoring('t')
      expect(settings).toMatchObject({ version: 1, weights: [['Zip', 7]] })
      expect(await other.forScoring('t')).toBe(settings)
      await store.close()
    }
  })

  it('lose no change of two made at once', async () => {
    for (const { open } of storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES)) {
      const store = await open()
      const at = '2026-02-01T00:00:00.000Z'
      await addTenant(store, 't')
      const service = createRiskService({
        ...{ store, repository: createRiskRepository(store), audit: { record: () => undefined } },
        ...{ clock: () => new Date(at), newId: () => 'id', watchlists: async () => [] },
      })
      await Promise.all([
        service.update(caller, { indicators: [{ id: 'Zip', weight: 7 }] }),
        service.update(caller, { indicators: [{ id: 'Zip', isActive: false }] }),
        service.update(caller, { indicators: [{ id: 'Box upload', weight: 1 }] }),
      ])
      const settings = await service.forScoring('t')
      expect(settings).toMatchObject({ version: 3, inactive: ['Zip'] })
      expect([...settings.weights].toSorted()).toEqual([
        ['Box upload', 1],
        ['Zip', 7],
      ])
      await store.close()
    }
  })
})

const caller: Caller = {
  ...{ kind: 'user', id: '1', name: 'ann', tenantId: 't', ip: '', userAgent: '' },
  permissions: new Set(['risk-settings.write']),
}
