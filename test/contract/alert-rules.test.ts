import { operations } from '@spillway/contract'
import { startTestServer, type TestRequest, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parts } from '../support/parts.ts'
import { alertRulesCorrections } from './alert-rules-corrections.ts'
import { createComparison, documentedAnswers, expectEveryAnswer, readDefinition } from './answers.ts'
import { flattened } from './inheritance.ts'

/** Published for some days of 2022 only. */
const hidden = ['users', 'remove-users', 'remove-user-aliases'].map((name) => `POST /v2/alert-rules/{id}/${name}`)
const ours = operations.filter(({ path }) => /alert-rules|query-rule-metadata/.test(path))

describe.skipIf(!parts.publishedDefinition.present)('alert rules against the published definition', () => {
  const published = flattened(readDefinition())
  const comparison = createComparison(published, alertRulesCorrections)
  let server: TestServer
  let [blind, system] = ['', '']
  beforeAll(async () => {
    server = await startTestServer({ config: { limits: 'off' } })
    blind = await server.token(await server.apiClient(['file-events.read']))
    await server.post('/v2/watchlists', { watchlistType: 'DEPARTING_EMPLOYEE' })
    const rules = (await server.get('/v2/alert-rules?PageSize=100')).json<{ id: string; isSystemRule: boolean }[]>()
    system = rules.find(({ isSystemRule }) => isSystemRule)?.id ?? ''
  }, 60_000)
  afterAll(() => server.close())

  const create = async (body: object) => (await server.post('/v1/spillway/rules', body)).json<{ id: string }>().id
  const answered = (method: string, path: string, status: number, url: string, options: TestRequest = {}) =>
    comparison.compare(server, { method, path, status, url, options })
  const compare = async (method: string, path: string, id: string, body?: unknown) => {
    const status = ours.find((one) => one.method === method && one.path === path)?.success.status ?? 0
    await answered(method, path, status, path.replace('{id}', id), body === undefined ? {} : { body })
  }

  it('answers every operation as published', async () => {
    const all = { observeAll: true }
    const whole = {
      vectors: {
        cloudSharing: { box: all, googleDrive: all, oneDrive: all },
        download: { salesforce: true },
        email: { gmail: true },
        fileUpload: { cloudStorage: all, messaging: all, advancedSettings: { observeUncategorized: true } },
        removableMedia: { isEnabled: true },
      },
      filters: {
        fileCategory: { categories: ['Pdf'] },
        fileName: { patterns: ['*.pdf'] },
        fileTypeMismatch: { isEnabled: true },
        fileVolume: { countGreaterThan: 1, sizeGreaterThanInBytes: 1 },
        riskIndicator: { indicators: ['Box upload'] },
        riskIndicatorExcludes: { indicators: ['Remote'] },
        riskSeverity: { high: true },
        username: { mode: 'EXCLUDE', usernames: ['a@example.com'] },
        watchlist: { watchlists: [{ id: 'x' }] },
      },
      notifications: { isEnabled: true, contacts: [{ isEnabled: true, address: 'a@example.com' }] },
      education: { lessonId: 'removable-media', messagingMethod: 'ThirdPartyIntegration' },
    }
    const ids = [
      await create({ name: 'Whole', ...whole }),
      await create({ name: 'Endpoint', type: 'FED_ENDPOINT_EXFILTRATION', filters: { username: { mode: 'INCLUDE' } } }),
      await create({ name: 'Share', type: 'FED_CLOUD_SHARE_PERMISSIONS', vectors: { cloudSharing: {} } }),
      await create({ name: 'Mismatch', type: 'FED_FILE_TYPE_MISMATCH', filters: { fileTypeMismatch: {} } }),
      await create({ name: 'Name', type: 'FED_FILE_NAME_MATCH', filters: { fileName: { patterns: ['*.key'] } } }),
    ]
    const [id = '', listed = ''] = ids
    const tenantId = 'any'
    const bag = { userIdFromAuthority: '1', userAliasList: ['b@example.com'] }
    for (const one of ids) await compare('GET', '/v2/alert-rules/{id}', one)
    await compare('GET', '/v2/alert-rules', '')
    for (const verb of ['disable', 'enable']) {
      await compare('POST', `/v2/alert-rules/{id}/${verb}`, id)
      await compare('POST', `/v2/alert-rules/${verb}`, '', [id])
    }
    await compare('GET', '/v2/alert-rules/{id}/users', id)
    for (const family of ['cloud-share-permissions', 'endpoint-exfiltration', 'file-type-mismatch', 'file-name'])
      await compare('POST', `/v1/alert-rules/query-${family}-rule`, '', { tenantId, ruleIds: ids })
    await compare('POST', '/v1/alert-rules/add-users', '', { tenantId, ruleId: listed, userList: [bag] })
    await compare('POST', '/v1/alert-rules/query-users', '', { tenantId, ruleId: listed })
    await compare('POST', '/v1/alert-rules/remove-user-aliases', '', { tenantId, ruleId: listed, userList: [bag] })
    await compare('POST', '/v1/alert-rules/add-users', '', { tenantId, ruleId: listed, userList: [bag] })
    await compare('POST', '/v1/alert-rules/remove-users', '', { tenantId, ruleId: listed, userIdList: ['1'] })
    await compare('POST', '/v1/alert-rules/remove-all-users', '', { tenantId, ruleId: listed })
    await compare('POST', '/v1/alert-rules/update-is-enabled', '', { tenantId, ruleIds: ids, isEnabled: true })
    await compare('DELETE', '/v2/alert-rules/{id}/users', id)
    const search = { tenantId, groups: [], groupClause: 'AND', pgSize: 100, pgNum: 0, srtKey: 'Name' }
    await compare('POST', '/v1/alerts/rules/query-rule-metadata', '', search)
    await compare('POST', '/v1/alerts/rules/query-rule-metadata', '', { ...search, pgSize: 0 })
  })

  it('changes lists of people as it did for some days', async () => {
    const id = await create({ name: 'Some days', filters: { username: { mode: 'INCLUDE' } } })
    const listed = [{ userIdFromAuthority: '1', aliases: ['b@example.com', 'c@example.com'] }]
    await compare('POST', '/v2/alert-rules/{id}/users', id, listed)
    await compare('POST', '/v2/alert-rules/{id}/remove-user-aliases', id, [
      { ...listed[0], aliases: ['b@example.com'] },
    ])
    await compare('POST', '/v2/alert-rules/{id}/remove-users', id, ['1'])
  })

  it.each(ours.map(({ method, path }) => [method, path] as const))(
    '%s %s lets nobody in unasked, and refuses what it cannot read',
    async (method, path) => {
      const of = (id: string) => path.replace('{id}', id)
      await answered(method, path, 401, of('x'), { token: null })
      await answered(method, path, 403, of('x'), { token: blind })
      if (path.includes('{id}')) {
        await answered(method, path, 400, of('x'.repeat(101)))
        await answered(method, path, 404, of('x'), hidden.includes(`${method} ${path}`) ? { body: [] } : {})
      } else if (method === 'GET') await answered(method, path, 400, `${path}?PageSize=0`)
      else await answered(method, path, 400, path, { body: '"x"' })
    },
  )

  it.each([
    ['/v2/alert-rules/enable', ['x']],
    ['/v2/alert-rules/disable', ['x']],
    ['/v1/alert-rules/update-is-enabled', { ruleIds: ['x'], isEnabled: true }],
    ['/v1/alert-rules/query-users', { ruleId: 'x' }],
  ])('POST %s of a rule that is not there', async (path, body) => {
    await answered('POST', path, 404, path, { body })
  })

  it.each([
    ['/v1/alert-rules/add-users', { userList: [] }],
    ['/v1/alert-rules/remove-users', { userIdList: [] }],
    ['/v1/alert-rules/remove-user-aliases', { userList: [] }],
    ['/v1/alert-rules/remove-all-users', {}],
  ])('POST %s of a rule that is not there, or that comes with a watchlist', async (path, body) => {
    await answered('POST', path, 404, path, { body: { ...body, ruleId: 'x' } })
    await answered('POST', path, 500, path, { body: { ...body, ruleId: system } })
  })

  it('leaves no published operation out', () => {
    const theirs = Object.entries(published.paths).flatMap(([path, methods]) =>
      /alert-rules|query-rule-metadata/.test(path)
        ? Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`)
        : [],
    )
    const names = ours.map(({ method, path }) => `${method} ${path}`)
    expect(theirs.filter((one) => !names.includes(one))).toEqual([])
    expect(names.filter((one) => !theirs.includes(one))).toEqual(hidden)
    expectEveryAnswer('alert rules', documentedAnswers(published, ours), comparison.seen)
    console.log(
      `contract: ${ours.length - hidden.length} of ${theirs.length} published operations on alert rules compared`,
    )
  })
})
