import { operations } from '@spillway/contract'
import type { ControlStore } from '@spillway/control-store'
import { sqliteUnderTest } from '@spillway/control-store/testing'
import { startTestServer, type TestRequest, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parts } from '../support/parts.ts'
import { actorsCorrections } from './actors-corrections.ts'
import { createComparison, documentedAnswers, expectEveryAnswer, readDefinition, withoutTable } from './answers.ts'

const families = ['actors', 'user-risk-profiles', 'actor-risk-profiles']
const id = '/v1/actors/actor/id/{actorId}'
const name = '/v1/actors/actor/name/{name}'
const search = '/v1/actors/actor/search'
const user = '/v1/user-risk-profiles/{user_id}'
const actor = '/v2/actor-risk-profiles/{actor_id}'

/** Served beside what is published: these came later, or were taken out of the definition. */
const unpublished = [
  'DELETE /v1/actors/adoption/{childActorId}',
  `PATCH ${id}`,
  `POST ${user}/add-cloud-aliases`,
  `POST ${user}/delete-cloud-aliases`,
]

const ours = operations.filter(({ family }) => families.includes(family))

describe.skipIf(!parts.publishedDefinition.present)('actors against the published definition', () => {
  let server: TestServer
  let store: ControlStore
  const definition = readDefinition()
  const comparison = createComparison(definition, actorsCorrections)
  let [ada, bob, blind] = ['', '', '']
  beforeAll(async () => {
    store = await sqliteUnderTest.open()
    server = await startTestServer({ openControl: async () => store, config: { limits: 'off' } })
    const rows = ['ada/x', 'bob', 'cat'].map((one) => ({ userName: `${one}@c.example`, email: 'desk@c.example' }))
    await server.post('/v1/spillway/users/import', { rows: [{ ...rows[0], department: 'Lab', title: 'Head' }] })
    await server.post('/v1/spillway/users/import', { rows: [{ ...rows[1], manager: 'ada/x@c.example' }, rows[2]] })
    const idOf = async (one: string) =>
      (await server.get(`/v1/actors/actor/name/${one}/parent`)).json<{ actorId: string }>().actorId
    ;[ada, bob] = [await idOf('ada/x@c.example'), await idOf('bob@c.example')]
    blind = await server.token(await server.apiClient(['file-events.read']))
  }, 60_000)
  afterAll(() => server.close())

  const compare = async (method: string, path: string, status: number, url: string, options: TestRequest = {}) => {
    const at = url.replaceAll(':ada', ada).replaceAll(':bob', bob)
    await comparison.compare(server, { method, path, status, url: at, options })
  }

  it.each([
    [search, `${search}?nameStartsWith=a&active=True&page=1&pageSize=100`],
    [`${search}/parent`, `${search}/parent?nameEndsWith=c.example`],
    [id, '/v1/actors/actor/id/:ada'],
    [`${id}/parent`, '/v1/actors/actor/id/:ada/parent'],
    [`${name}/parent`, '/v1/actors/actor/name/ada/x@c.example/parent'],
    ['/v1/user-risk-profiles', '/v1/user-risk-profiles?page=1&page_size=10&title=head'],
    [user, '/v1/user-risk-profiles/:bob'],
    ['/v2/actor-risk-profiles', '/v2/actor-risk-profiles?department=lab'],
    [actor, '/v2/actor-risk-profiles/:bob'],
  ])('GET %s', (path, url) => compare('GET', path, 200, url))

  it.each([
    [user, '/v1/user-risk-profiles/:ada'],
    [actor, '/v2/actor-risk-profiles/:ada'],
  ])('PATCH %s', async (path, url) => {
    const body = { notes: 'x', startDate: { year: 2020, month: 1, day: 1 }, endDate: null }
    await compare('PATCH', path, 200, `${url}?paths=notes,startDate`, { body })
    await compare('PATCH', path, 400, `${url}?paths=title`, { body })
    await compare('PATCH', path, 404, url.replace(':ada', '1'), { body })
  })

  it('PATCH of an actor', async () => {
    await compare('PATCH', id, 200, '/v1/actors/actor/id/:ada', { body: { endDate: '2030-01-31' } })
    await compare('PATCH', id, 400, '/v1/actors/actor/id/:ada', { body: { endDate: '2030-01-32' } })
    await compare('PATCH', id, 404, '/v1/actors/actor/id/1', { body: {} })
  })

  it('names that several bear, adoption, and the family it makes', async () => {
    for (const what of ['parent', 'family'])
      await compare('GET', `${name}/${what}`, 409, `/v1/actors/actor/name/desk@c.example/${what}`)
    const adopt = (status: number, childActorId: string, parentActorId: string) =>
      compare('POST', '/v1/actors/adoption', status, '/v1/actors/adoption', { body: { childActorId, parentActorId } })
    await adopt(200, bob, ada)
    await adopt(400, ada, ada)
    await adopt(404, '1', ada)
    await compare('POST', '/v1/actors/adoption', 400, '/v1/actors/adoption', { body: { childActorId: ada } })
    await compare('GET', `${id}/family`, 200, '/v1/actors/actor/id/:bob/family')
    await compare('GET', `${name}/family`, 200, '/v1/actors/actor/name/bob@c.example/family')
    const release = '/v1/actors/adoption/{childActorId}'
    await compare('DELETE', release, 200, '/v1/actors/adoption/:bob')
    await compare('DELETE', release, 400, '/v1/actors/adoption/:bob')
    await compare('DELETE', release, 404, '/v1/actors/adoption/1')
  })

  it('names in cloud services', async () => {
    for (const verb of ['add', 'delete']) {
      const [path, url] = [`${user}/${verb}-cloud-aliases`, `/v1/user-risk-profiles/:ada/${verb}-cloud-aliases`]
      const body = { cloudAliases: ['a@cloud.example'], userId: ada }
      await compare('POST', path, 200, url, { body })
      await compare('POST', path, 400, url, { body: { cloudAliases: ['x'.repeat(51)] } })
      await compare('POST', path, 404, url.replace(':ada', '1'), { body })
      if (verb === 'add') await compare('POST', path, 409, url.replace(':ada', ':bob'), { body })
    }
  })

  it.each([
    [search, `${search}?pageSize=0`],
    [search, `${search}?pageSize=501`],
    [`${search}/parent`, `${search}/parent?page=0`],
    ['/v1/user-risk-profiles', '/v1/user-risk-profiles?page=0'],
    ['/v2/actor-risk-profiles', '/v2/actor-risk-profiles?active=perhaps'],
    [id, '/v1/actors/actor/id/%00'],
    [`${id}/parent`, '/v1/actors/actor/id/%00/parent'],
    [`${id}/family`, '/v1/actors/actor/id/%00/family'],
    [`${name}/parent`, '/v1/actors/actor/name/%00/parent'],
    [`${name}/family`, '/v1/actors/actor/name/%00/family'],
    [user, '/v1/user-risk-profiles/%00'],
    [actor, '/v2/actor-risk-profiles/%00'],
  ])('GET %s is refused as malformed: %s', (path, url) => compare('GET', path, 400, url))

  it.each([id, `${id}/parent`, `${id}/family`, `${name}/parent`, `${name}/family`, user, actor])(
    'GET %s of nobody',
    (path) => compare('GET', path, 404, path.replaceAll(/\{\w+\}/g, 'none')),
  )

  it.each(ours.map(({ method, path }) => [method, path] as const))('%s %s is refused', async (method, path) => {
    const url = path.replaceAll(/\{\w+\}/g, ':ada')
    await compare(method, path, 401, url, { token: null })
    await compare(method, path, 403, url, { token: blind })
  })

  it('tells of its own faults', () =>
    withoutTable(store, 'user', async () => {
      await compare('GET', `${id}/family`, 500, '/v1/actors/actor/id/:ada/family')
      await compare('GET', `${name}/family`, 500, '/v1/actors/actor/name/bob@c.example/family')
      await compare('GET', `${name}/parent`, 500, '/v1/actors/actor/name/bob@c.example/parent')
    }))

  it('leaves no operation and no documented answer out', () => {
    expectEveryAnswer('actors and risk profiles', documentedAnswers(definition, ours), comparison.seen)
    const names = ours.map(({ method, path }) => `${method} ${path}`)
    const theirs = Object.entries(definition.paths).flatMap(([path, methods]) =>
      /^\/v[12]\/(actors|(user|actor)-risk-profiles)(\/|$)/.test(path)
        ? Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`)
        : [],
    )
    expect(theirs.filter((one) => !names.includes(one))).toEqual([])
    expect(names.filter((one) => !theirs.includes(one)).toSorted()).toEqual(unpublished)
  })
})
