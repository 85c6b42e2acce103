import { operations } from '@spillway/contract'
import { startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parts } from '../support/parts.ts'
import { createComparison, documentedAnswers, expectEveryAnswer, readDefinition } from './answers.ts'
import type { Definition } from './swagger.ts'
import { answeredWith, watchlistCorrections } from './watchlists-corrections.ts'

const corrected = (definition: Definition): Definition => {
  const paths = Object.entries(definition.paths).map(([path, byMethod]) => [
    path,
    Object.fromEntries(
      Object.entries(byMethod).map(([method, operation]) => {
        const name = answeredWith[`${method.toUpperCase()} ${path}`]
        const responses = { 200: { schema: { $ref: `#/definitions/${name}` } } }
        return [method, name === undefined ? operation : { ...operation, responses }]
      }),
    ),
  ])
  return { ...definition, paths: Object.fromEntries(paths) }
}

const definition = corrected(readDefinition())

const versions = [
  { version: 'v1', people: 'users', ids: 'userIds' },
  { version: 'v2', people: 'actors', ids: 'actorIds' },
].map((one) => ({ ...one, ours: operations.filter(({ path }) => path.startsWith(`/${one.version}/watchlists`)) }))

describe.skipIf(!parts.publishedDefinition.present)('watchlists against the published definition', () => {
  let server: TestServer
  let blind: string
  let [person, group] = ['', '']
  const { compare, seen } = createComparison(definition, watchlistCorrections)
  beforeAll(async () => {
    server = await startTestServer({ config: { limits: 'off' } })
    const rows = [{ userName: 'ada@contract.example', department: 'Research', groups: ['Contractors'] }]
    await server.post('/v1/spillway/users/import', { rows })
    const people = await server.get('/v1/users?username=ada@contract.example')
    person = people.json<{ users: { userId: string }[] }>().users[0]?.userId ?? ''
    const groups = await server.get('/v1/directory-groups')
    group = groups.json<{ directoryGroups: { groupId: string }[] }>().directoryGroups[0]?.groupId ?? ''
    blind = await server.token(await server.apiClient(['file-events.read']))
  }, 60_000)
  afterAll(() => server.close())

  it.each(versions)('$version answers every operation', async ({ version, people, ids }) => {
    const lists = `/${version}/watchlists`
    const ok = (method: string, path: string, tail = '', body?: object, subject = '') => {
      const url = path.replace('{watchlistId}', list).replace(/\{\w+\}/, subject)
      const options = body === undefined ? {} : { body }
      return compare(server, { method, path: lists + path, status: 200, url: lists + url + tail, options })
    }
    let list = ''
    const made = await ok('POST', '', '', { watchlistType: 'CUSTOM', title: 'Mergers', description: 'Who knows' })
    list = made.json<{ watchlistId: string }>().watchlistId
    await ok('GET', '', '?page=1&page_size=100')
    await ok('GET', '/{watchlistId}')
    await ok('PATCH', '/{watchlistId}', '?paths=title', { title: 'Deals', description: null })
    const parts = [
      [`excluded-${people}`, ids, person],
      [`included-${people}`, ids, person],
      ['included-departments', 'departments', 'Research'],
      ['included-directory-groups', 'groupIds', group],
    ] as const
    for (const [part, key, subject] of parts) {
      await ok('POST', `/{watchlistId}/${part}/add`, '', { [key]: [subject] })
      await ok('GET', `/{watchlistId}/${part}`, '?page=1&page_size=100')
      await ok('GET', `/{watchlistId}/${part}/{subject}`, '', undefined, subject)
    }
    await ok('GET', '/{watchlistId}/members', '?page=1&page_size=100')
    await ok('GET', '/{watchlistId}/members/{person}', '', undefined, person)
    for (const [part, key, subject] of parts)
      await ok('POST', `/{watchlistId}/${part}/delete`, '', { [key]: [subject] })
    await ok('DELETE', '/{watchlistId}')
  })

  const every = versions.flatMap(({ ours }) => ours)

  it.each(every.map(({ method, path }) => [method, path] as const))('%s %s refuses', async (method, path) => {
    const at = (id: string) => path.replaceAll(/\{\w+\}/g, id)
    const refuse = (status: number, url: string, options: object = {}) =>
      compare(server, { method, path, status, url, options: method === 'GET' ? options : { body: {}, ...options } })
    await refuse(401, at('none'), { token: null })
    await refuse(403, at('none'), { token: blind })
    await refuse(400, method === 'GET' && !path.includes('{') ? `${path}?page=0` : at('%00'))
    const { errors = [] } = every.find((one) => one.method === method && one.path === path) ?? {}
    if (errors.includes('NOT_FOUND')) await refuse(404, at('none'), method === 'GET' ? {} : { body: { title: 'x' } })
  })

  it.each(versions)('$version leaves no operation and no documented answer out', ({ version, ours }) => {
    const documented = documentedAnswers(definition, ours)
    expectEveryAnswer(`watchlists ${version}`, documented, seen)
    const published = Object.entries(definition.paths)
      .filter(([path]) => path.startsWith(`/${version}/watchlists`))
      .flatMap(([path, byMethod]) => Object.keys(byMethod).map((method) => `${method.toUpperCase()} ${path} 200`))
    expect(documented.filter((answer) => answer.endsWith(' 200')).toSorted()).toEqual(published.toSorted())
  })

  it('lets who may only read not write', async () => {
    const token = await server.token(await server.apiClient(['watchlists.read']))
    for (const { version } of versions) {
      expect((await server.get(`/${version}/watchlists`, { token })).status).toBe(200)
      const body = { watchlistType: 'FLIGHT_RISK' }
      expect((await server.request('POST', `/${version}/watchlists`, { token, body })).status).toBe(403)
    }
  })
})
