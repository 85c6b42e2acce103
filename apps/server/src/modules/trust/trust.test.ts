import { storesUnderTest } from '@spillway/control-store/testing'
import { startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const list = '/v2/trusted-activities'
const older = '/api/v1/trusted-activities'

interface Activity {
  readonly activityId: string
  readonly value: string
  readonly type: string
  readonly description: string | null
  readonly isHighValueSource: boolean
  readonly activityActionGroups: readonly { readonly activityActions: readonly Action[] }[]
}
interface Action {
  readonly type: string
  readonly providers: readonly { readonly name: string }[]
}

const group = (...activityActions: object[]) => [{ name: 'DEFAULT', activityActions }]
const provider = (name: string) => ({ name })

describe.each(storesUnderTest(process.env.SPILLWAY_TEST_POSTGRES))('trusted activities on $dialect', (under) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ openControl: under.open, config: { limits: 'off' } })
  }, 60_000)
  afterAll(() => server.close())

  let domains = 0
  const freshDomain = () => `d${++domains}.example`
  const create = async (body: object) => {
    const response = await server.post(list, { activityActionGroups: [], ...body })
    expect([response.status, response.text]).toEqual([200, response.text])
    return response.json<Activity>()
  }
  const patch = (id: string, body: object) => server.request('PATCH', `${list}/${id}`, { body })
  const read = async (id: string) => (await server.get(`${list}/${id}`)).json<Activity>()
  const remove = (id: string) => server.request('DELETE', `${list}/${id}`)
  const actionsOf = ({ activityActionGroups }: Activity) =>
    Object.fromEntries(
      (activityActionGroups[0]?.activityActions ?? []).map(({ type, providers }) => [
        type,
        providers.map(({ name }) => name),
      ]),
    )

  describe('a new one', () => {
    it('is shown with who made it and when', async () => {
      const value = freshDomain()
      const made = await create({ type: 'DOMAIN', value, description: 'partner', isHighValueSource: false })
      expect(made).toMatchObject({
        activityId: expect.stringMatching(/^\d+$/),
        ...{ type: 'DOMAIN', value, description: 'partner', isHighValueSource: false, principalType: 'USER' },
        updatedByPrincipalName: server.admin.username,
        updatedByPrincipalId: expect.stringMatching(/^\d+$/),
        updateTime: server.clock().toISOString(),
      })
      expect(await read(made.activityId)).toEqual(made)
    })

    it('names the API client that made it', async () => {
      const client = await server.apiClient(['trusted-activities.write'])
      const token = await server.token(client)
      const body = { type: 'SLACK', value: 'Made by a client' }
      const made = (await server.post(list, body, { token })).json()
      expect(made).toMatchObject({ principalType: 'API_KEY', updatedByPrincipalId: client.id })
    })

    it('of a domain without groups is trusted for everything', async () => {
      const everything = actionsOf(await create({ type: 'DOMAIN', value: freshDomain() }))
      expect(Object.keys(everything)).toEqual([
        ...['FILE_UPLOAD', 'GIT_PUSH', 'FILE_TRANSFER', 'CLOUD_SYNC', 'CLOUD_SHARE', 'EMAIL', 'USER_ACCOUNT_UPLOAD'],
      ])
      expect(everything.USER_ACCOUNT_UPLOAD).toHaveLength(16)
      expect(everything.CLOUD_SYNC).toEqual(['BOX', 'GOOGLE_DRIVE', 'ICLOUD', 'ONE_DRIVE'])
    })

    it('keeps the actions that were given, each once', async () => {
      const activityActionGroups = group(
        { type: 'EMAIL', providers: [provider('GMAIL')] },
        { type: 'FILE_UPLOAD', providers: null },
        { type: 'EMAIL', providers: [provider('OFFICE_365'), provider('GMAIL')] },
      )
      const made = await create({ type: 'DOMAIN', value: freshDomain(), activityActionGroups })
      expect(actionsOf(made)).toEqual({ FILE_UPLOAD: [], EMAIL: ['GMAIL', 'OFFICE_365'] })
    })

    it('is a source of high value unless it says otherwise', async () => {
      const made = async (more: object) =>
        (await create({ type: 'DOMAIN', value: freshDomain(), ...more })).isHighValueSource
      expect([
        await made({}),
        await made({ isHighValueSource: null }),
        await made({ isHighValueSource: true }),
      ]).toEqual([true, false, true])
    })

    it.each([
      ['DOMAIN', 'ends.example', 'https://WWW.Ends.example/path'],
      ['SLACK', 'Our Place', ' our  place '],
      ['URL_PATH', 'git.example/team', 'https://www.git.example/team/'],
      ['GIT_REPOSITORY_URI', 'git@git.example:team/code.git', 'https://git.example/team/code'],
      ['ACCOUNT_NAME', 'OneDrive - Us', 'onedrive - us'],
    ])('of type %s is refused when it is there already, in whatever form', async (type, value, again) => {
      const activityActionGroups =
        type === 'ACCOUNT_NAME'
          ? group({ type: 'CLOUD_SYNC', providers: [provider('ONE_DRIVE')] })
          : type === 'GIT_REPOSITORY_URI'
            ? group({ type: 'GIT_PUSH' })
            : []
      const { activityId } = await create({ type, value, activityActionGroups })
      for (const other of [value, again]) {
        const response = await server.post(list, { type, value: other, activityActionGroups })
        expect([response.status, response.json()]).toEqual([
          409,
          { code: 'CONFLICT', message: expect.any(String), msg: expect.any(String) },
        ])
      }
      await remove(activityId)
      expect((await create({ type, value: again, activityActionGroups })).activityId).not.toBe(activityId)
    })
  })

  it.each([
    ['body.type', { type: 'PLANET' }, 'MALFORMED_REQUEST'],
    ['body.value', { value: undefined }, 'MALFORMED_REQUEST'],
    ['body.value', { value: 'no domain' }, 'INVALID_CHARACTERS_IN_VALUE'],
    ['body.value', { value: 'a\u0001.example' }, 'INVALID_CHARACTERS_IN_VALUE'],
    ['body.value', { value: '\ud800.example' }, 'INVALID_CHARACTERS_IN_VALUE'],
    ['body.value', { value: `${'a'.repeat(2_000)}.example` }, 'MALFORMED_REQUEST'],
    ['body.value', { type: 'SLACK', value: 'a/b' }, 'INVALID_CHARACTERS_IN_VALUE'],
    ['body.value', { type: 'URL_PATH', value: 'host.example' }, 'INVALID_CHARACTERS_IN_VALUE'],
    ['body.description', { description: 'x'.repeat(251) }, 'DESCRIPTION_TOO_LONG'],
    ['body.description', { description: 'x\ud800' }, 'MALFORMED_REQUEST'],
    ['activityActionGroups', { type: 'SLACK', activityActionGroups: group() }, 'MALFORMED_REQUEST'],
    ['activityActionGroups', { type: 'ACCOUNT_NAME' }, 'MALFORMED_REQUEST'],
    ['activityActionGroups', { type: 'GIT_REPOSITORY_URI', value: 'a:b/c' }, 'MALFORMED_REQUEST'],
    ['EMAIL', { type: 'ACCOUNT_NAME', activityActionGroups: group({ type: 'EMAIL' }) }, 'MALFORMED_REQUEST'],
    ['needs a provider', { activityActionGroups: group({ type: 'EMAIL', providers: [] }) }, 'MALFORMED_REQUEST'],
    ['BOX', { activityActionGroups: group({ type: 'EMAIL', providers: [provider('BOX')] }) }, 'MALFORMED_REQUEST'],
    ['MOON', { activityActionGroups: group({ type: 'EMAIL', providers: [provider('MOON')] }) }, 'MALFORMED_REQUEST'],
    ['name', { activityActionGroups: [{ name: 'OTHER', activityActions: [] }] }, 'MALFORMED_REQUEST'],
  ])('refuses naming %s: %j', async (named, body, code) => {
    const response = await server.post(list, { type: 'DOMAIN', value: 'x.example', activityActionGroups: [], ...body })
    expect([response.status, response.json<{ code: string }>().code]).toEqual([400, code])
    if (named !== 'MOON') expect(response.json<{ message: string }>().message).toContain(named)
  })

  describe('a change', () => {
    it('leaves what it does not name', async () => {
      const activityActionGroups = group({ type: 'FILE_UPLOAD' })
      const before = await create({ type: 'DOMAIN', value: freshDomain(), description: 'old', activityActionGroups })
      const { activityId } = before
      const same = { updateTime: expect.any(String) }
      expect((await patch(activityId, { description: 'new' })).json()).toEqual({
        ...before,
        ...same,
        description: 'new',
      })
      expect((await patch(activityId, { isHighValueSource: null, activityActionGroups: [] })).json()).toEqual({
        ...{ ...before, ...same },
        description: 'new',
      })
      expect((await patch(activityId, { ...before, isHighValueSource: false, description: null })).json()).toEqual({
        ...{ ...before, ...same },
        ...{ isHighValueSource: false, description: null },
      })
    })

    it('replaces the groups that it gives', async () => {
      const { activityId } = await create({ type: 'DOMAIN', value: freshDomain() })
      const changed = await patch(activityId, { activityActionGroups: group({ type: 'GIT_PUSH', providers: [] }) })
      expect(actionsOf(changed.json())).toEqual({ GIT_PUSH: [] })
    })

    it('is refused where it changes the type, meets another entry, or leaves nothing', async () => {
      const taken = freshDomain()
      await create({ type: 'DOMAIN', value: taken })
      const { activityId, ...before } = await create({ type: 'DOMAIN', value: freshDomain() })
      const codeOf = async (body: object) => {
        const response = await patch(activityId, body)
        return [response.status, response.json<{ code: string }>().code]
      }
      expect(await codeOf({ type: 'SLACK' })).toEqual([400, 'INVALID_CHANGE'])
      expect(await codeOf({ value: `www.${taken}` })).toEqual([409, 'CONFLICT'])
      expect(await codeOf({ value: '???' })).toEqual([400, 'INVALID_CHARACTERS_IN_VALUE'])
      expect(await codeOf({ description: 'x'.repeat(251) })).toEqual([400, 'DESCRIPTION_TOO_LONG'])
      expect(await codeOf({ activityActionGroups: group() })).toEqual([400, 'MALFORMED_REQUEST'])
      expect(await read(activityId)).toEqual({ activityId, ...before })
      const account = await create({
        ...{ type: 'ACCOUNT_NAME', value: freshDomain() },
        activityActionGroups: group({ type: 'CLOUD_SYNC', providers: [provider('DROPBOX')] }),
      })
      expect((await patch(account.activityId, { activityActionGroups: [] })).status).toBe(400)
    })
  })

  it('is gone once it is removed, and shown a last time', async () => {
    const made = await create({ type: 'DOMAIN', value: freshDomain() })
    expect((await remove(made.activityId)).json()).toEqual(made)
    for (const response of [
      await remove(made.activityId),
      await patch(made.activityId, {}),
      await server.get(`${list}/0`),
    ])
      expect([response.status, response.json()]).toEqual([
        404,
        { code: 'NOT_FOUND', message: expect.any(String), msg: expect.any(String) },
      ])
    expect((await server.get(`${list}/x1`)).status).toBe(400)
    expect((await server.get(`${list}/999999999999999999`)).status).toBe(404)
  })

  describe('the list', () => {
    const values = ['c', 'a', 'b'].map((name) => `list-${name}`)
    beforeAll(async () => {
      for (const value of values) {
        server.clock.advance(1_000)
        await create({ type: 'URL_PATH', value: `${value}.example/p`, description: value === 'list-a' ? null : 'z' })
      }
      await create({ type: 'SLACK', value: 'List' })
    })
    interface Page {
      readonly totalCount: number
      readonly trustedActivities: readonly Activity[]
    }
    const page = async (query: string) => (await server.get(`${list}?${query}`)).json<Page>()
    const paths = async (query: string) =>
      (await page(`type=URL_PATH&${query}`)).trustedActivities
        .map(({ value }) => /^list-(.)/.exec(value)?.[1])
        .filter((name) => name !== undefined)
        .join('')

    it('is filtered by type, under both names, by several', async () => {
      const all = await page('page_size=1000')
      expect(all.totalCount).toBe(all.trustedActivities.length)
      for (const query of ['type=SLACK&type=URL_PATH', 'type=SLACK,URL_PATH', 'activity_type=SLACK&type=url_path']) {
        const expected = all.trustedActivities.filter(({ type }) => type === 'SLACK' || type === 'URL_PATH')
        expect((await page(`${query}&page_size=1000`)).trustedActivities).toEqual(expected)
      }
    })

    it('is sorted by every key in both directions, like values by their time', async () => {
      expect(await paths('')).toBe('cab')
      for (const key of ['ACTIVITY_ID', 'UPDATE_TIME', 'TYPE', 'UPDATED_BY_PRINCIPAL_NAME']) {
        expect([key, await paths(`sort_key=${key}`)]).toEqual([key, 'cab'])
        expect([key, await paths(`sort_key=${key}&sort_direction=desc`)]).toEqual([key, 'bac'])
      }
      expect([await paths('sort_key=VALUE'), await paths('sort_key=VALUE&sort_direction=DESC')]).toEqual(['abc', 'cba'])
      expect([await paths('sort_key=description'), await paths('sort_key=DESCRIPTION&sort_direction=DESC')]).toEqual([
        'acb',
        'bca',
      ])
    })

    it('comes in pages, under both names', async () => {
      const all = (await page('page_size=1000')).trustedActivities
      for (const name of ['page', 'page_num']) {
        const second = await page(`${name}=2&page_size=2`)
        expect(second).toEqual({ totalCount: all.length, trustedActivities: all.slice(2, 4) })
      }
      expect((await page('page=999')).trustedActivities).toEqual([])
    })

    it.each([
      'type=PLANET',
      'sort_key=COLOUR',
      'sort_direction=up',
      'page=0',
      'page_size=0',
      'page_size=10001',
      'page=x',
    ])('refuses %s', async (query) => expect((await server.get(`${list}?${query}`)).status).toBe(400))
  })

  describe('version 1', () => {
    it('makes, reads, changes and removes what it knows', async () => {
      const value = freshDomain()
      const made = (await server.post(older, { type: 'DOMAIN', value, description: null })).json<{
        resourceId: number
      }>()
      expect(made).toEqual({
        resourceId: expect.any(Number),
        ...{ type: 'DOMAIN', value, description: null, updatedAt: server.clock().toISOString() },
        ...{ updatedByUserUid: expect.any(String), updatedByUsername: server.admin.username },
      })
      const at = `${older}/${made.resourceId}`
      expect(Object.keys(actionsOf(await read(String(made.resourceId))))).toHaveLength(7)
      expect((await server.get(at)).json()).toEqual(made)
      const change = { type: 'DOMAIN', value, description: 'told' }
      expect((await server.request('PUT', at, { body: change })).json()).toMatchObject({ description: 'told' })
      const { trustResources } = (await server.get(`${older}?type=DOMAIN&pgNum=1&pgSize=1000`)).json<{
        trustResources: { resourceId: number }[]
      }>()
      expect(trustResources.map(({ resourceId }) => resourceId)).toContain(made.resourceId)
      expect((await server.request('DELETE', at)).status).toBe(204)
      expect((await server.get(at)).status).toBe(404)
    })

    it('refuses in the words that its clients look for', async () => {
      const value = freshDomain()
      const { activityId } = await create({ type: 'DOMAIN', value })
      const outcome = async (method: string, path: string, body: object) => {
        const response = await server.request(method, older + path, { body })
        return [response.status, response.json<{ problem: string }>().problem]
      }
      expect(await outcome('POST', '', { type: 'DOMAIN', value })).toEqual([409, 'CONFLICT'])
      expect(await outcome('POST', '', { type: 'DOMAIN', value: 'a b' })).toEqual([400, 'INVALID_CHARACTERS_IN_VALUE'])
      const long = { type: 'DOMAIN', value: freshDomain(), description: 'x'.repeat(251) }
      expect(await outcome('POST', '', long)).toEqual([400, 'DESCRIPTION_TOO_LONG'])
      expect(await outcome('PUT', `/${activityId}`, { type: 'SLACK', value })).toEqual([400, 'INVALID_CHANGE'])
      expect(await outcome('PUT', '/0', { type: 'SLACK', value })).toEqual([404, 'NOT_FOUND'])
    })

    it('does not see the types that came later', async () => {
      const { activityId } = await create({
        ...{ type: 'ACCOUNT_NAME', value: freshDomain() },
        activityActionGroups: group({ type: 'CLOUD_SYNC', providers: [provider('DROPBOX')] }),
      })
      expect((await server.get(`${older}/${activityId}`)).status).toBe(404)
      expect((await server.request('DELETE', `${older}/${activityId}`)).status).toBe(404)
      const all = (await server.get(`${older}?pgSize=1000`)).json<{ trustResources: { type: string }[] }>()
      expect(new Set(all.trustResources.map(({ type }) => type))).toEqual(new Set(['DOMAIN', 'SLACK', 'URL_PATH']))
    })
  })

  it('asks for its own permissions', async () => {
    const reader = await server.token(await server.apiClient(['trusted-activities.read']))
    expect((await server.get(list, { token: reader })).status).toBe(200)
    const refused = await server.post(list, { type: 'SLACK', value: 'x', activityActionGroups: [] }, { token: reader })
    expect([refused.status, refused.json<{ code: string }>().code]).toEqual([403, 'FORBIDDEN'])
  })

  it('makes one of many that come at once, and gives each its own id', async () => {
    const same = await Promise.all(Array.from({ length: 8 }, () => server.post(list, { type: 'SLACK', value: 'Once' })))
    expect(same.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(409)])
    const others = await Promise.all(Array.from({ length: 8 }, () => create({ type: 'DOMAIN', value: freshDomain() })))
    expect(new Set(others.map(({ activityId }) => activityId)).size).toBe(8)
  })
})
