import { readFileSync } from 'node:fs'
import { operations } from '@spillway/contract'
import { startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parts, publishedDefinition } from '../support/parts.ts'
import { createChecker, type Definition } from './swagger.ts'
import { answeredWith, watchlistCorrections } from './watchlists-corrections.ts'

const readDefinition = (): Definition => {
  if (!parts.publishedDefinition.present) return { definitions: {}, paths: {} }
  const definition = JSON.parse(readFileSync(publishedDefinition, 'utf8')) as Definition
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

/** Operations of one version as the definition lists them, `GET /v2/watchlists`. */
const publishedOf = ({ paths }: Definition, version: string): string[] =>
  Object.entries(paths)
    .filter(([path]) => path.startsWith(`/${version}/watchlists`))
    .flatMap(([path, byMethod]) => Object.keys(byMethod).map((method) => `${method.toUpperCase()} ${path}`))

describe.skipIf(!parts.publishedDefinition.present).each([
  { version: 'v1', people: 'users', ids: 'userIds' },
  { version: 'v2', people: 'actors', ids: 'actorIds' },
])('watchlists $version against the published definition', ({ version, people, ids }) => {
  let server: TestServer
  let person: string
  let group: string
  const definition = readDefinition()
  const check = createChecker(definition, watchlistCorrections)
  const compared = new Set<string>()
  beforeAll(async () => {
    server = await startTestServer({ config: { limits: 'off' } })
    const rows = [{ userName: 'ada@contract.example', department: 'Research', groups: ['Contractors'] }]
    const imported = await server.post('/v1/spillway/users/import', { rows })
    expect([imported.status, imported.text]).toEqual([200, imported.text])
    const { users } = (await server.get('/v1/users?username=ada@contract.example')).json<{
      users: { userId: string }[]
    }>()
    person = users[0]?.userId ?? ''
    const { directoryGroups } = (await server.get('/v1/directory-groups')).json<{
      directoryGroups: { groupId: string }[]
    }>()
    group = directoryGroups[0]?.groupId ?? ''
  }, 60_000)
  afterAll(() => server.close())

  const compare = async (method: string, path: string, body?: object) => {
    const full = `/${version}/watchlists${path}`
    const parameters = full.replace(list, '{watchlist_id}').replace(`/${person}`, `/{${people.slice(0, -1)}_id}`)
    const published =
      parameters.replace(`/${group}`, '/{group_id}').replace('/Research', '/{department}').split('?')[0] ?? ''
    const answer = await server.request(method, full, body === undefined ? {} : { body })
    expect([method, full, answer.status, answer.text]).toEqual([method, full, 200, answer.text])
    expect([published, check(method, published, 200, answer.json())]).toEqual([published, []])
    compared.add(`${method} ${published}`)
    return answer
  }
  let list = 'none'

  it('answers every operation as published', async () => {
    const made = await compare('POST', '', { watchlistType: 'CUSTOM', title: 'Mergers', description: 'Who knows' })
    list = made.json<{ watchlistId: string }>().watchlistId
    await compare('GET', '?page=1&page_size=100')
    await compare('GET', `/${list}`)
    await compare('PATCH', `/${list}?paths=title`, { title: 'Deals', description: null })
    for (const [path, key, subject] of [
      [`excluded-${people}`, ids, person],
      [`included-${people}`, ids, person],
      ['included-departments', 'departments', 'Research'],
      ['included-directory-groups', 'groupIds', group],
    ] as const) {
      await compare('POST', `/${list}/${path}/add`, { [key]: [subject] })
      await compare('GET', `/${list}/${path}?page=1&page_size=100`)
      await compare('GET', `/${list}/${path}/${subject}`)
    }
    await compare('GET', `/${list}/members?page=1&page_size=100`)
    await compare('GET', `/${list}/members/${person}`)
    for (const [path, key, subject] of [
      [`excluded-${people}`, ids, person],
      [`included-${people}`, ids, person],
      ['included-departments', 'departments', 'Research'],
      ['included-directory-groups', 'groupIds', group],
    ] as const)
      await compare('POST', `/${list}/${path}/delete`, { [key]: [subject] })
    await compare('DELETE', `/${list}`)
    expect([...compared].sort()).toEqual(publishedOf(definition, version).sort())
    console.log(`watchlists ${version}: ${compared.size} operations compared with the published definition`)
  })

  it('serves no other operation of the version', () => {
    const served = operations.filter(({ path }) => path.startsWith(`/${version}/watchlists`))
    expect(served).toHaveLength(publishedOf(definition, version).length)
  })

  it('refuses whoever may not', async () => {
    const blind = await server.token(await server.apiClient(['file-events.read']))
    const reader = await server.token(await server.apiClient(['watchlists.read']))
    const make = (token: string | null) =>
      server.post(`/${version}/watchlists`, { watchlistType: 'FLIGHT_RISK' }, { token })
    expect((await server.get(`/${version}/watchlists`, { token: null })).status).toBe(401)
    expect((await server.get(`/${version}/watchlists`, { token: blind })).status).toBe(403)
    expect((await server.get(`/${version}/watchlists`, { token: reader })).status).toBe(200)
    expect([(await make(null)).status, (await make(blind)).status, (await make(reader)).status]).toEqual([
      401, 403, 403,
    ])
  })
})
