import type { SavedSearch } from '@spillway/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SearchServer, startSearchServer } from './test-support/search-server.ts'

const own = '/v1/spillway/saved-searches'
const v2 = '/v2/file-events/saved-searches'
const v1 = '/v1/file-events/saved-searches'
let server: SearchServer

beforeAll(async () => {
  server = await startSearchServer('open')
}, 60_000)
afterAll(() => server.close())

const filter = (term: string, value: unknown, operator = 'IS') => ({ term, operator, value })
const definition = (name: string, filters: object[], more: object = {}) => ({ name, groups: [{ filters }], ...more })
const save = async (body: object): Promise<SavedSearch> => {
  const response = await server.post(own, body)
  if (response.statusCode !== 201) throw new Error(response.body)
  return response.json<SavedSearch>()
}
const searches = async (path: string) => (await server.get(path)).json<{ searches: SavedSearch[] }>().searches

const filtersOf = (search: SavedSearch | undefined) =>
  (search?.groups[0]?.filters ?? []) as { term: string; operator: string; value: unknown }[]

it('stores a search and gives it back as clients read it', async () => {
  const display = '{"data":{}}'
  const { id } = await save(
    definition('big files', [{ ...filter('file.sizeInBytes', 5, 'GREATER_THAN'), display }], {
      notes: 'n',
      columns: ['file.name'],
    }),
  )
  expect(await searches(`${v2}/${id}`)).toEqual([
    {
      id,
      name: 'big files',
      notes: 'n',
      apiVersion: 2,
      columns: ['file.name'],
      groups: [
        {
          filters: [{ term: 'file.sizeInBytes', operator: 'GREATER_THAN', value: '5', display }],
          filterClause: 'AND',
          display: null,
        },
      ],
      groupClause: 'AND',
      srtKey: null,
      srtDir: 'desc',
      createdByUID: '1001',
      createdByUsername: 'analyst@example.com',
      creationTimestamp: '2024-06-01T12:00:00.000Z',
      modifiedByUID: '1001',
      modifiedByUsername: 'analyst@example.com',
      modifiedTimestamp: '2024-06-01T12:00:00.000Z',
      tenantId: '11111111-1111-4111-8111-111111111111',
    },
  ])
  expect(await searches(`/forensic-search/queryservice/api/v2/saved/${id}`)).toHaveLength(1)
})

it('answers 404 with an empty envelope for an unknown search', async () => {
  const response = await server.get(`${v2}/none`)
  expect([response.statusCode, response.json()]).toEqual([404, { searches: [] }])
})

it('refuses a search that could not be run, naming each problem', async () => {
  const response = await server.post(own, definition('bad', [filter('nope', 1), filter('risk.score', 'x')]))
  expect(response.statusCode).toBe(400)
  expect(response.json().problems).toMatchObject([{ type: 'ILLEGAL_VALUE' }, { type: 'ILLEGAL_VALUE' }])
  expect((await server.post(own, { name: '', groups: [] })).statusCode).toBe(400)
})

it('replaces and removes a search, and records each change', async () => {
  server.audited.length = 0
  const { id } = await save(definition('first', [filter('file.name', 'a')]))
  const replaced = await server.send('PUT', `${own}/${id}`, definition('second', [filter('file.name', 'b')]))
  expect([replaced.statusCode, replaced.json().name]).toEqual([200, 'second'])
  expect((await server.send('DELETE', `${own}/${id}`)).statusCode).toBe(204)
  expect((await server.send('DELETE', `${own}/${id}`)).statusCode).toBe(404)
  expect((await server.send('PUT', `${own}/${id}`, definition('x', [filter('file.name', 'b')]))).statusCode).toBe(404)
  expect(server.audited.map(({ type }) => type)).toEqual([
    'saved_search_created',
    'saved_search_updated',
    'saved_search_deleted',
  ])
})

it('lets only writers write', async () => {
  const body = definition('mine', [filter('file.name', 'a')])
  expect((await server.send('POST', own, body, 'reader')).statusCode).toBe(403)
})

it('shows a v1 search in v2 terms, and v2 searches and subgroups not in v1', async () => {
  const filters = [
    filter('eventType', 'CREATED'),
    filter('exposure', null, 'EXISTS'),
    filter('exposure', ['RemovableMedia'], 'IS_NONE'),
    filter('source', 'Box'),
    filter('fileCategory', 'SOURCE_CODE'),
    filter('outsideActiveHours', 'FALSE'),
    filter('syncDestination', 'GoogleDrive'),
    filter('tabUrls', '*x*'),
  ]
  const { id } = await save(
    definition('old', filters, { apiVersion: 1, srtKey: 'eventTimestamp', columns: ['fileName', 'shared'] }),
  )
  const [shown] = await searches(`${v2}/${id}`)
  expect(shown).toMatchObject({ apiVersion: 2, srtKey: '@timestamp', columns: ['file.name'] })
  expect(filtersOf(shown).map(({ term, operator, value }) => [term, operator, value])).toEqual([
    ['event.action', 'IS_ANY', ['file-created', 'removable-media-created', 'sync-app-created']],
    ['event.action', 'IS_ANY', expect.arrayContaining(['application-read', 'file-shared', 'sync-app-deleted'])],
    ['event.action', 'IS_NONE', ['removable-media-created', 'removable-media-modified', 'removable-media-deleted']],
    ['event.observer', 'IS', 'Box'],
    ['file.category', 'IS', 'SOURCE_CODE'],
    ['risk.indicators.name', 'IS_NOT', 'Off hours'],
    ['destination.name', 'IS_ANY', ['Google Drive for Desktop', 'Google Drive']],
    ['destination.tabs.url', 'IS', '*x*'],
  ])
  const { id: unconvertible } = await save(definition('shared', [filter('shared', 'TRUE')], { apiVersion: 1 }))
  const { id: mixed } = await save(
    definition('mixed', [filter('exposure', ['IsPublic', 'CloudStorage'], 'IS_ANY')], { apiVersion: 1 }),
  )
  const nested = { name: 'nested', apiVersion: 1, groups: [{ subgroups: [{ filters: [filter('fileName', 'a')] }] }] }
  const { id: subgrouped } = await save(nested)
  const { id: modern } = await save(definition('modern', [filter('file.name', 'a')]))
  const inV1 = (await searches(v1)).map((search) => search.id)
  const inV2 = (await searches(v2)).map((search) => search.id)
  expect([id, unconvertible, mixed, subgrouped, modern].map((one) => inV1.includes(one))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ])
  expect([id, unconvertible, mixed, subgrouped, modern].map((one) => inV2.includes(one))).toEqual([
    true,
    false,
    false,
    true,
    true,
  ])
})

it('shows only what can be run as it is shown', async () => {
  for (const { groups, groupClause } of await searches(v2)) {
    expect((await server.post('/v2/file-events', { groups, groupClause })).statusCode).toBe(200)
  }
  for (const { groups, groupClause } of await searches(v1)) {
    expect((await server.post('/v1/file-events', { groups, groupClause })).statusCode).toBe(200)
  }
})

it('keeps no more than can be read at once', async () => {
  const values = Array.from({ length: 1_000 }, (_, index) => `${index}${'x'.repeat(900)}`)
  const large = definition('large', [filter('file.name', values, 'IS_ANY')])
  const ids: string[] = []
  for (let statusCode = 201; statusCode === 201 && ids.length < 30; ) {
    const response = await server.post(own, large)
    statusCode = response.statusCode
    if (statusCode === 201) ids.push(response.json<SavedSearch>().id)
    else expect(response.json()).toMatchObject({ code: 'CONFLICT', detail: expect.stringContaining('16777216') })
  }
  expect(ids.length).toBe(18)
  expect((await server.send('PUT', `${own}/${ids[0]}`, large)).statusCode).toBe(200)
})
