import { operations } from '@spillway/contract'
import type { ControlStore } from '@spillway/control-store'
import { sqliteUnderTest } from '@spillway/control-store/testing'
import { startTestServer, type TestRequest, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parts } from '../support/parts.ts'
import { createComparison, documentedAnswers, expectEveryAnswer, readDefinition, withoutTable } from './answers.ts'
import { trustCorrections } from './trust-corrections.ts'

const list = '/v2/trusted-activities'
const one = `${list}/{activity_id}`

const ours = operations.filter(({ path }) => path.startsWith(list))

describe.skipIf(!parts.publishedDefinition.present)('trusted activities against the published definition', () => {
  const published = readDefinition()
  const comparison = createComparison(published, trustCorrections)
  let server: TestServer
  let store: ControlStore
  let blind: string
  beforeAll(async () => {
    store = await sqliteUnderTest.open()
    server = await startTestServer({ openControl: async () => store, config: { limits: 'off' } })
    blind = await server.token(await server.apiClient(['file-events.read']))
  }, 60_000)
  afterAll(() => server.close())

  const compare = async (
    method: string,
    path: string,
    id: string,
    status: number,
    options: TestRequest = {},
    query = '',
  ) => {
    const url = path.replace('{activity_id}', id) + query
    const response = await comparison.compare(server, { method, path, status, url, options })
    return response.text === '' ? { activityId: '' } : response.json<{ activityId: string }>()
  }

  it('answers as published, whatever the type', async () => {
    const provider = (name: string) => [{ name }]
    const group = (type: string, providers: object[] | null) => [
      { name: 'DEFAULT', activityActions: [{ type, providers }] },
    ]
    for (const body of [
      { type: 'DOMAIN', value: 'a.example', activityActionGroups: [] },
      { type: 'DOMAIN', value: 'b.example', description: 'b', activityActionGroups: group('EMAIL', provider('GMAIL')) },
      { type: 'ACCOUNT_NAME', value: 'a', activityActionGroups: group('CLOUD_SYNC', provider('DROPBOX')) },
      { type: 'GIT_REPOSITORY_URI', value: 'git.example:a/b', activityActionGroups: group('GIT_PUSH', null) },
      { type: 'SLACK', value: 'a', activityActionGroups: [] },
      { type: 'URL_PATH', value: 'a.example/b', activityActionGroups: [], isHighValueSource: true },
    ]) {
      const { activityId } = await compare('POST', list, '', 200, { body })
      await compare('GET', one, activityId, 200)
      await compare('PATCH', one, activityId, 200, { body: { ...body, description: 'changed' } })
    }
    await compare('GET', list, '', 200)
    const { activityId } = await compare('POST', list, '', 200, { body: { type: 'SLACK', value: 'b' } })
    await compare('DELETE', one, activityId, 200)
  })

  it('refuses as published', async () => {
    const body = { type: 'DOMAIN', value: 'refused.example', activityActionGroups: [] }
    const { activityId } = await compare('POST', list, '', 200, { body })
    const other = await compare('POST', list, '', 200, { body: { ...body, value: 'other.example' } })
    await compare('POST', list, '', 409, { body })
    await compare('POST', list, '', 400, { body: { ...body, value: '' } })
    await compare('PATCH', one, other.activityId, 409, { body })
    await compare('PATCH', one, activityId, 400, { body: { ...body, type: 'SLACK' } })
    await compare('PATCH', one, '0', 404, { body })
    await compare('GET', list, '', 400, {}, '?page=0')
  })

  it.each(ours.map(({ method, path }) => [method, path] as const))(
    '%s %s lets nobody in unasked',
    async (method, path) => {
      await compare(method, path, '1', 401, { token: null })
      await compare(method, path, '1', 403, { token: blind })
      if (path === one && method !== 'PATCH') {
        await compare(method, path, 'x', 400)
        await compare(method, path, '0', 404)
      }
    },
  )

  it('tells of its own faults', () =>
    withoutTable(store, 'trusted_activity', async () => {
      const body = { type: 'SLACK', value: 'fault', activityActionGroups: [] }
      await compare('GET', list, '', 500)
      await compare('POST', list, '', 500, { body })
      await compare('GET', one, '1', 500)
      await compare('PATCH', one, '1', 500, { body })
      await compare('DELETE', one, '1', 500)
    }))

  it('leaves no operation and no documented answer out', () => {
    expectEveryAnswer('trusted activities', documentedAnswers(published, ours), comparison.seen)
    const theirs = Object.entries(published.paths).flatMap(([path, methods]) =>
      path.startsWith(list) ? Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`) : [],
    )
    expect(ours.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(theirs.sort())
  })
})
