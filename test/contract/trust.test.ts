import { readFileSync } from 'node:fs'
import { errorCatalogue, operations } from '@spillway/contract'
import { startTestServer, type TestRequest, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parts, publishedDefinition } from '../support/parts.ts'
import { createChecker, type Definition } from './swagger.ts'
import { trustCorrections } from './trust-corrections.ts'

const list = '/v2/trusted-activities'
const one = `${list}/{activity_id}`
const notProvoked = 'a fault of the server, whose store test/faults takes away'

const definition = (): Definition =>
  parts.publishedDefinition.present
    ? (JSON.parse(readFileSync(publishedDefinition, 'utf8')) as Definition)
    : { definitions: {}, paths: {} }

const ours = operations.filter(({ path }) => path.startsWith(list))

describe.skipIf(!parts.publishedDefinition.present)('trusted activities against the published definition', () => {
  const published = definition()
  const check = createChecker(published, trustCorrections)
  const provoked = new Set<string>()
  let server: TestServer
  let blind: string
  beforeAll(async () => {
    server = await startTestServer({ config: { limits: 'off' } })
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
    const response = await server.request(method, path.replace('{activity_id}', id) + query, options)
    expect([method, path, response.status, response.text]).toEqual([method, path, status, response.text])
    const isPublished = published.paths[path]?.[method.toLowerCase()]?.responses[status] !== undefined
    expect(isPublished ? check(method, path, status, response.json()) : []).toEqual([])
    provoked.add(`${method} ${path} ${status}`)
    return response.json<{ activityId: string }>()
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

  it('leaves no operation and no documented status out', () => {
    const documented = ours.flatMap(({ method, path, success, errors }) => {
      const own = [success.status, ...errors.map((code) => errorCatalogue[code].status)].filter(
        (status) => status !== 503,
      )
      const theirs = Object.keys(published.paths[path]?.[method.toLowerCase()]?.responses ?? {}).map(Number)
      return [...new Set([...own, ...theirs])].map((status) => `${method} ${path} ${status}`)
    })
    const missing = documented.filter((answer) => !provoked.has(answer))
    console.log(`contract: ${documented.length - missing.length} of ${documented.length} documented answers seen`)
    expect(missing.map((answer) => [answer, notProvoked])).toEqual(
      documented.filter((answer) => answer.endsWith(' 500')).map((answer) => [answer, notProvoked]),
    )
    const theirs = Object.entries(published.paths).flatMap(([path, methods]) =>
      path.startsWith(list) ? Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`) : [],
    )
    expect(ours.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(theirs.sort())
  })
})
