import { storesUnderTest } from '@spillway/control-store/testing'
import { defaultRules } from '@spillway/detection'
import { startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const published = '/v2/alert-rules'
const own = '/v1/spillway/rules'
const old = '/v1/alert-rules'

interface Shown {
  readonly id: string
  readonly name: string
  readonly version: number
  readonly isEnabled: boolean
  readonly isSystemRule: boolean
  readonly filters: { readonly username: { readonly usernames: string[] } | null } | null
}

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('alert rules on $dialect', ({ open }) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ openControl: open, config: { limits: 'off' } })
  })
  afterAll(() => server.close())

  const list = async (query = '?PageSize=1000') => (await server.get(`${published}${query}`)).json<Shown[]>()
  const read = async (id: string) => (await server.get(`${published}/${id}`)).json<Shown>()
  const create = async (body: object) => {
    const answer = await server.post(own, body)
    expect([answer.status, answer.text]).toEqual([201, answer.text])
    return answer.json<Shown>()
  }
  const status = async (method: string, path: string, body?: unknown) =>
    (await server.request(method, path, body === undefined ? {} : { body })).status

  it('begin with those of the product, switched on', async () => {
    const rules = await list()
    expect(rules.map(({ name }) => name).toSorted()).toEqual(defaultRules.map(({ name }) => name).toSorted())
    expect(rules.every(({ isEnabled, isSystemRule }) => isEnabled && !isSystemRule)).toBe(true)
    expect(await status('DELETE', `${own}/${rules[0]?.id}`)).toBe(204)
    expect(await list()).toHaveLength(defaultRules.length - 1)
  })

  it('come with a watchlist, switched off, and are found by it', async () => {
    const { watchlistId } = (await server.post('/v2/watchlists', { watchlistType: 'DEPARTING_EMPLOYEE' })).json<{
      watchlistId: string
    }>()
    const rules = await list(`?PageSize=100&WatchlistId=${watchlistId}`)
    expect(rules).toMatchObject([
      {
        ...{ name: 'Exfiltration: Departing employee', isEnabled: false, isSystemRule: true },
        filters: { watchlist: { watchlists: [{ id: watchlistId }] }, username: null },
        vectors: null,
      },
    ])
  })

  it('come in pages from 0', async () => {
    const every = (await list()).map(({ id }) => id)
    const pages = [await list('?PageNumber=0&PageSize=4'), await list('?PageNumber=1&PageSize=4')]
    expect(pages.flat().map(({ id }) => id)).toEqual(every.slice(0, 8))
    expect(await list('?PageNumber=9&PageSize=100')).toEqual([])
  })

  it('are created, read, changed in versions, and removed', async () => {
    const rule = await create({
      name: 'Code by stick',
      vectors: { removableMedia: { isEnabled: true } },
      filters: { fileCategory: { categories: ['SourceCode'], criteriaOrder: 1 } },
      windowMinutes: 30,
    })
    expect(rule).toMatchObject({ version: 1, isEnabled: true, severity: 'Medium', windowMinutes: 30 })
    const change = { name: 'Code by stick or mail', vectors: { removableMedia: { isEnabled: true } } }
    const replaced = await server.request('PUT', `${own}/${rule.id}`, { body: { ...change, version: 1 } })
    expect(replaced.json()).toMatchObject({ version: 2, filters: null, windowMinutes: 60 })
    expect(await status('PUT', `${own}/${rule.id}`, { ...change, version: 1 })).toBe(409)
    const { versions } = (await server.get(`${own}/${rule.id}/versions`)).json<{ versions: Shown[] }>()
    expect(versions.map(({ version, name }) => [version, name])).toEqual([
      [2, 'Code by stick or mail'],
      [1, 'Code by stick'],
    ])
    expect(await status('DELETE', `${own}/${rule.id}`)).toBe(204)
    expect(await status('GET', `${own}/${rule.id}`)).toBe(404)
    expect(await status('GET', `${published}/${rule.id}`)).toBe(404)
    await create({ name: 'Code by stick or mail' })
  })

  it('refuse what cannot be, and say where', async () => {
    await create({ name: 'Taken' })
    expect(await status('POST', own, { name: 'Taken' })).toBe(409)
    const refusal = async (body: object) => (await server.post(own, body)).json<{ status: number; field: string }>()
    for (const [body, field] of [
      [{ name: '' }, 'body.name'],
      [{ name: 'a', filters: { nothing: {} } }, 'body.filters.nothing'],
      [{ name: 'a', windowMinutes: 7 }, 'body.windowMinutes'],
      [{ name: 'a', filters: { fileVolume: {} } }, 'body.filters.fileVolume'],
      [{ name: 'a', type: 'FED_FILE_NAME_MATCH' }, 'body.type'],
      [{ name: 'a', type: 'FED_CLOUD_SHARE_PERMISSIONS', vectors: { email: {} } }, 'body.type'],
    ] as const)
      expect(await refusal(body)).toMatchObject({ status: 400, field })
  })

  it('are switched one by one, or several at once: all or none', async () => {
    const [one, other] = [await create({ name: 'One' }), await create({ name: 'Other' })]
    const states = async () => [(await read(one.id)).isEnabled, (await read(other.id)).isEnabled]
    expect(await status('POST', `${published}/${one.id}/disable`)).toBe(204)
    expect(await states()).toEqual([false, true])
    expect(await status('POST', `${published}/disable`, [one.id, other.id])).toBe(204)
    expect(await states()).toEqual([false, false])
    expect(await status('POST', `${published}/enable`, [one.id, 'nobody'])).toBe(404)
    expect(await states()).toEqual([false, false])
    expect(await status('POST', `${published}/enable`, [one.id, other.id])).toBe(204)
    await server.post(`${old}/update-is-enabled`, { tenantId: 'x', ruleIds: [one.id], isEnabled: false })
    expect(await states()).toEqual([false, true])
    expect(await status('POST', `${published}/nobody/enable`)).toBe(404)
    expect((await read(other.id)).filters).toBeNull()
  })

  it('keep a list of people with their names', async () => {
    const { id: ruleId } = await create({
      name: 'Listed',
      filters: { username: { mode: 'INCLUDE', usernames: ['a@example.com'] } },
    })
    const users = async () =>
      (await server.get(`${published}/${ruleId}/users`)).json<{ mode: string; users: { aliases: string[] }[] }>()
    expect(await users()).toEqual({
      id: ruleId,
      mode: '0',
      users: [{ userIdFromAuthority: expect.stringContaining('must be edited'), aliases: ['a@example.com'] }],
    })
    const bag = { userIdFromAuthority: '42', userAliasList: ['b@example.com', 'b2@example.com'] }
    expect(await status('POST', `/svc/api/v1/Rules/add-users`, { ruleId, userList: [bag] })).toBe(200)
    expect((await read(ruleId)).filters?.username?.usernames).toEqual(['a@example.com', ...bag.userAliasList])
    await server.post(`${old}/remove-user-aliases`, {
      ruleId,
      userList: [{ userIdFromAuthority: '42', userAliasList: ['b@example.com'] }],
    })
    expect((await server.post(`${old}/query-users`, { ruleId })).json()).toMatchObject({
      type$: 'USERS_IN_RULE_RESPONSE',
      usersToAlertOn: 'SPECIFIED_USERS',
      users: [{ type$: 'USER_BAG' }, { userIdFromAuthority: '42', userAliasList: ['b2@example.com'] }],
    })
    await server.post(`${old}/remove-users`, { ruleId, userIdList: ['42'] })
    expect((await users()).users).toHaveLength(1)
    expect(await status('POST', `${old}/remove-users`, { ruleId, userIdList: ['42'] })).toBe(400)
    const listed = { userIdFromAuthority: '43', aliases: ['c@example.com', 'c2@example.com'] }
    expect(await status('POST', `${published}/${ruleId}/users`, [listed])).toBe(204)
    const taken = [{ ...listed, aliases: ['c@example.com'] }]
    expect(await status('POST', `${published}/${ruleId}/remove-user-aliases`, taken)).toBe(204)
    expect((await users()).users).toMatchObject([{}, { userIdFromAuthority: '43', aliases: ['c2@example.com'] }])
    expect(await status('POST', `${published}/${ruleId}/remove-users`, ['43'])).toBe(204)
    expect((await users()).users).toHaveLength(1)
    expect(await status('DELETE', `${published}/${ruleId}/users`)).toBe(204)
    expect(await users()).toMatchObject({ users: [], mode: '0' })
    expect((await read(ruleId)).filters?.username?.usernames).toEqual([])
  })

  it('refuse lists of people where there can be none', async () => {
    const { id } = await create({ name: 'Everybody' })
    expect(await status('GET', `${published}/${id}/users`)).toBe(400)
    expect(await status('DELETE', `${published}/${id}/users`)).toBe(400)
    const add = (ruleId: string) => status('POST', `${old}/add-users`, { ruleId, userList: [] })
    expect(await add(id)).toBe(400)
    expect(await add('nobody')).toBe(404)
    const system = (await list()).find(({ isSystemRule }) => isSystemRule)
    expect(await add(system?.id ?? '')).toBe(500)
    expect(await status('DELETE', `${published}/${system?.id}/users`)).toBe(400)
  })

  it('are shown by the families of version 1', async () => {
    const families = {
      'endpoint-exfiltration': {
        type: 'FED_ENDPOINT_EXFILTRATION',
        vectors: { fileUpload: { cloudStorage: { destinations: ['Dropbox'] } }, removableMedia: { isEnabled: true } },
        filters: { fileVolume: { countGreaterThan: 5 }, fileCategory: { categories: ['SourceCode'] } },
        windowMinutes: 15,
      },
      'cloud-share-permissions': {
        type: 'FED_CLOUD_SHARE_PERMISSIONS',
        vectors: { cloudSharing: { box: { publicLinkShare: true } } },
      },
      'file-type-mismatch': { type: 'FED_FILE_TYPE_MISMATCH', filters: { fileTypeMismatch: { isEnabled: true } } },
      'file-name': { type: 'FED_FILE_NAME_MATCH', filters: { fileName: { patterns: ['*.key'] } } },
    }
    const ids: Record<string, string> = {}
    for (const [name, body] of Object.entries(families)) ids[name] = (await create({ name, ...body })).id
    const query = async (family: string) =>
      (await server.post(`${old}/query-${family}-rule`, { ruleIds: Object.values(ids) })).json<{ rules: Shown[] }>()
        .rules
    for (const family of Object.keys(families)) expect(await query(family)).toMatchObject([{ id: ids[family] }])
    expect(await query('endpoint-exfiltration')).toMatchObject([
      {
        fileSizeAndCount: { fileCountGreaterThan: 5, totalSizeGreaterThanInBytes: null, operator: 'AND' },
        fileActivityIs: {
          syncedToCloudService: { watchDropBox: true, watchBox: false },
          ...{ uploadedOnRemovableMedia: true, readByBrowserOrOther: false },
        },
        timeWindow: 15,
        fileCategoryWatch: { watchAllFiles: false, fileCategoryList: ['SOURCE_CODE'] },
        fileBelongsTo: { usersToAlertOn: 'ALL_USERS', userList: [] },
      },
    ])
    expect(await query('cloud-share-permissions')).toMatchObject([
      { watchBox: { publicViaLink: true, outsideTrustedDomains: false }, watchGoogleDrive: { publicOnTheWeb: false } },
    ])
    expect(await query('file-name')).toMatchObject([{ fileNamePatterns: ['*.key'] }])
  })

  it('are searched by what they are', async () => {
    const search = async (filters: object[], more: object = {}) =>
      (
        await server.post('/v1/alerts/rules/query-rule-metadata', {
          ...{ groups: filters.length > 0 ? [{ filters, filterClause: 'AND' }] : [], groupClause: 'AND' },
          ...{ pgNum: 0, pgSize: 500, srtKey: 'Name', srtDirection: 'ASC', ...more },
        })
      ).json<{ ruleMetadata: Shown[]; totalCount: number; problems: { type: string }[] | null }>()
    const where = (term: string, operator: string, value: unknown) => search([{ term, operator, value }])
    const names = async (term: string, operator: string, value: unknown) =>
      (await where(term, operator, value)).ruleMetadata.map(({ name }) => name)
    expect((await search([])).totalCount).toBe((await list()).length)
    expect(await names('Name', 'IS', 'oNE')).toEqual(['One'])
    expect(await names('Name', 'IS_NOT', 'ONE')).not.toContain('One')
    await create({ name: 'Über alles' })
    for (const operator of ['IS', 'CONTAINS'])
      expect([operator, await names('Name', operator, 'Über alles')]).toEqual([operator, ['Über alles']])
    await create({ name: 'Die Überweisung' })
    for (const text of ['überweisung', 'ÜBERWEISUNG', 'U\u0308berweisung'])
      expect([text, await names('Name', 'CONTAINS', text)]).toEqual([text, ['Die Überweisung']])
    expect(await names('Name', 'IS', 'DIE ÜBERWEISUNG')).toEqual(['Die Überweisung'])
    expect(await names('Name', 'IS_NOT', 'die überweisung')).not.toContain('Die Überweisung')
    expect(await names('Name', 'DOES_NOT_CONTAIN', 'ÜBER')).not.toContain('Über alles')
    expect(await names('Name', 'CONTAINS', 'LISTE')).toEqual(['Listed'])
    expect(await names('Name', 'CONTAINS', '%')).toEqual([])
    expect(await names('Type', 'IS', 'FedFileNameMatch')).toEqual(['file-name'])
    expect(await names('IsEnabled', 'IS', 'false')).toContain('One')
    expect(await names('CreatedAt', 'ON', '2026-02-01')).toHaveLength((await list()).length)
    expect(await names('CreatedAt', 'ON_OR_BEFORE', '2026-01-31')).toEqual([])
    const problem = async (term: string, operator: string, value: unknown) =>
      (await where(term, operator, value)).problems
    expect(await problem('Name', 'ON', 'One')).toMatchObject([{ type: 'IllegalOperator' }])
    expect(await problem('Nothing', 'IS', 'One')).toMatchObject([{ type: 'IllegalOperator' }])
    expect(await problem('Type', 'IS', 'One')).toMatchObject([{ type: 'IllegalValue' }])
    expect(await problem('Name', 'IS', null)).toMatchObject([{ type: 'MissingValue' }])
    expect((await search([], { pgSize: 501 })).problems).toMatchObject([{ type: 'InvalidPageSize' }])
    expect((await search([], { pgSize: 2, pgNum: 1 })).ruleMetadata).toHaveLength(2)
  })

  it('lose indicators that are removed, and stand still without their last one', async () => {
    const name = 'Blueprints'
    const definition = { name, patterns: ['*.dwg'], weight: 3, isActive: true }
    const indicator = (await server.post('/v1/spillway/risk-settings/file-name-indicators', definition)).json<{
      id: string
    }>()
    const watchlist = (await server.post('/v2/watchlists', { watchlistType: 'CUSTOM', title: 'Movers' })).json<{
      watchlistId: string
    }>()
    const ofList = `watchlist-${watchlist.watchlistId}`
    const riskIndicator = { indicators: [indicator.id, ofList] }
    const { id } = await create({ name: 'Marked', filters: { riskIndicator } })
    const other = await create({ name: 'Not marked', filters: { riskIndicatorExcludes: { indicators: [name] } } })
    const shown = async (one: string) => (await server.get(`${published}/${one}`)).json()
    await server.request('DELETE', `/v1/spillway/risk-settings/file-name-indicators/${indicator.id}`)
    const gone = { indicatorId: indicator.id, indicatorName: name, subCategoryId: 'file-names' }
    expect(await shown(id)).toMatchObject({
      ...{ isEnabled: true, systemRemovedRiskIndicators: [gone] },
      filters: { riskIndicator: { indicators: [ofList] } },
    })
    expect(await shown(other.id)).toMatchObject({ isEnabled: true, systemRemovedRiskIndicators: [gone] })
    await server.request('DELETE', `/v2/watchlists/${watchlist.watchlistId}`)
    expect(await shown(id)).toMatchObject({
      isEnabled: false,
      systemRemovedRiskIndicators: [
        gone,
        { indicatorId: ofList, indicatorName: 'Movers', subCategoryId: 'watchlists' },
      ],
    })
    const warning = async () => {
      const filters = [{ term: 'ObserverRuleId', operator: 'IS', value: id }]
      const answer = await server.post('/v1/alerts/rules/query-rule-metadata', { groups: [{ filters }] })
      return answer.json<{ ruleMetadata: { ruleWarning: string | null }[] }>().ruleMetadata[0]?.ruleWarning
    }
    expect(await warning()).toBe('DISABLED_DUE_TO_LAST_INDICATOR_REMOVED')
    await server.request('PUT', `${own}/${id}`, { body: { name: 'Marked' } })
    expect([await warning(), await shown(id)]).toMatchObject([null, { systemRemovedRiskIndicators: [] }])
  })

  it('are read and changed by whoever may, and the audit log is told', async () => {
    const reader = await server.token(await server.apiClient(['alert-rules.read']))
    const stranger = await server.token(await server.apiClient(['users.read']))
    const ask = async (method: string, path: string, token: string, body?: unknown) =>
      (await server.request(method, path, { token, ...(body !== undefined && { body }) })).status
    expect([await ask('GET', published, reader), await ask('GET', published, stranger)]).toEqual([200, 403])
    expect(await ask('POST', own, reader, { name: 'Not mine' })).toBe(403)
    expect(await ask('POST', `${published}/enable`, reader, ['x'])).toBe(403)
  })
})
