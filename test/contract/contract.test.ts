import { readFileSync } from 'node:fs'
import { createOrganization, simulateEvents } from '@spillway/simulator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { basic } from '../support/api.ts'
import { fixtureEvents } from '../support/fixture-events.ts'
import { parts, publishedDefinition } from '../support/parts.ts'
import { admin, type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { corrections } from './corrections.ts'
import { createChecker, type Definition } from './swagger.ts'

const groupsV2 = [{ filterClause: 'AND', filters: [{ term: 'event.id', operator: 'EXISTS' }] }]
const groupsV1 = [{ filterClause: 'AND', filters: [{ term: 'eventId', operator: 'EXISTS' }] }]
const unknown = '00000000-0000-4000-8000-000000000000'
const badV2 = [{ filters: [{ term: 'file.sizeInBytes', operator: 'IS', value: 'huge' }] }]
const badV1 = [{ filters: [{ term: 'fileSize', operator: 'IS', value: 'huge' }] }]

describe.skipIf(!parts.publishedDefinition.present)('answers against the published definition, as corrected', () => {
  let server: ServerProcess
  let check: ReturnType<typeof createChecker>
  let savedSearch: string
  let client: { id: string; secret: string }

  beforeAll(async () => {
    check = createChecker(JSON.parse(readFileSync(publishedDefinition, 'utf8')) as Definition, corrections)
    server = await startServerProcess()
    const now = new Date()
    const organization = createOrganization({ people: 40, seed: 1 })
    const period = { from: new Date(now.getTime() - 5 * 86_400_000), to: now }
    await server.api.ingest([...simulateEvents(organization, { ...period, seed: 1, count: 3_000 })])
    await server.api.ingest(fixtureEvents(20, now))
    const search = { name: 'contract', groups: groupsV2, groupClause: 'AND' }
    const created = await server.api.post('/v1/spillway/saved-searches', search)
    const { id, searches } = (await created.json()) as { id?: string; searches?: { id: string }[] }
    savedSearch = id ?? searches?.[0]?.id ?? ''
    client = await server.api.apiClient(['file-events.read'])
  }, 120_000)
  afterAll(() => server?.end())

  const json = async (response: Response): Promise<unknown> => {
    const text = await response.text()
    return text === '' ? null : JSON.parse(text)
  }
  const compare = async (method: string, path: string, response: Promise<Response>, status: number) => {
    const answer = await response
    expect(answer.status).toBe(status)
    const problems = check(method, path, status, await json(answer))
    // One line for each kind of difference, not one for each event that shows it.
    expect([...new Set(problems.map((problem) => problem.replaceAll(/\[\d+\]/g, '[]')))]).toEqual([])
  }
  const posted = (path: string, body: object, status: number) =>
    compare('POST', path, server.api.post(path, body), status)

  it('search', async () => {
    await posted('/v2/file-events', { groups: groupsV2, pgSize: 5_000, pgToken: '' }, 200)
    await posted('/v1/file-events', { groups: groupsV1, pgSize: 5_000, pgToken: '' }, 200)
  })

  it('refused search', async () => {
    await posted('/v2/file-events', { groups: badV2 }, 400)
    await posted('/v1/file-events', { groups: badV1 }, 400)
    await posted('/v2/file-events', { groups: groupsV2, pgToken: 'nope' }, 400)
  })

  it('grouping', async () => {
    await posted('/v2/file-events/grouping', { groups: groupsV2, groupingTerm: 'destination.category' }, 200)
    await posted('/v1/file-events/grouping', { groups: groupsV1, groupingTerm: 'destinationCategory' }, 200)
    await posted('/v2/file-events/grouping', { groups: badV2, groupingTerm: 'destination.category' }, 400)
    await posted('/v1/file-events/grouping', { groups: badV1, groupingTerm: 'destinationCategory' }, 400)
  })

  it('export', async () => {
    for (const [version, groups, term] of [
      ['v2', groupsV2, 'event.id'],
      ['v1', groupsV1, 'eventId'],
    ] as const) {
      const response = await server.api.post(`/${version}/file-events/export`, { groups, columns: [term] })
      expect(response.status).toBe(200)
      expect((await response.text()).trim().split('\n')).toHaveLength(3_021)
    }
  })

  it('saved searches', async () => {
    const list = '/v2/file-events/saved-searches'
    await compare('GET', list, server.api.get(list), 200)
    await compare('GET', `${list}/{id}`, server.api.get(`${list}/${savedSearch}`), 200)
    await compare('GET', `${list}/{id}`, server.api.get(`${list}/${unknown}`), 404)
    await compare('GET', '/v1/file-events/saved-searches', server.api.get('/v1/file-events/saved-searches'), 200)
  })

  it('tokens', async () => {
    const { username, password } = admin
    const asUser = { headers: { authorization: basic(username, password) } }
    const asClient = { method: 'POST', headers: { authorization: basic(client.id, client.secret) } }
    const wrong = { method: 'POST', headers: { authorization: basic(client.id, 'wrong') } }
    await compare('GET', '/v1/auth', fetch(`${server.url}/v1/auth`, asUser), 200)
    await compare('POST', '/v1/oauth', fetch(`${server.url}/v1/oauth?grant_type=client_credentials`, asClient), 200)
    await compare('POST', '/v1/oauth', fetch(`${server.url}/v1/oauth?grant_type=magic`, asClient), 400)
    await compare('POST', '/v1/oauth', fetch(`${server.url}/v1/oauth`, wrong), 401)
  })

  it('tenant', () => compare('GET', '/v1/customer', server.api.get('/v1/customer'), 200))
})

describe('the comparison itself', () => {
  const definition: Definition = {
    definitions: { Thing: { type: 'object', properties: { name: { type: 'string' }, size: { type: 'integer' } } } },
    paths: { '/thing': { get: { responses: { 200: { schema: { $ref: '#/definitions/Thing' } } } } } },
  }
  const compare = createChecker(definition, { definitions: {}, properties: {}, later: {} })

  it('sees absent keys, unknown keys, null and wrong types', () => {
    expect(compare('GET', '/thing', 200, { name: 'a', size: 1 })).toEqual([])
    expect(compare('GET', '/thing', 200, { name: null, extra: 1 })).toEqual([
      '$.extra: not published',
      '$.name: null',
      '$.size: absent',
    ])
    expect(compare('GET', '/thing', 200, { name: 'a', size: 1.5 })).toEqual(['$.size: 1.5 is no integer'])
    expect(compare('GET', '/thing', 404, {})).toEqual(['GET /thing does not answer 404'])
  })
})
