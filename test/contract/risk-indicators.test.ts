import { operations } from '@spillway/contract'
import { startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createComparison, documentedAnswers, expectEveryAnswer } from './answers.ts'
import { riskIndicatorsDefinition } from './risk-indicators-definition.ts'

const list = '/v1/risk-indicator-categories'
const one = `${list}/{id}`
const part = `${list}/{categoryId}/subcategories/{subcategoryId}`
const ours = operations.filter(({ path }) => path.startsWith(list))

let server: TestServer
let blind: string
const { compare, seen } = createComparison(riskIndicatorsDefinition, { definitions: {}, properties: {}, later: {} })
beforeAll(async () => {
  server = await startTestServer({ config: { limits: 'off' } })
  blind = await server.token(await server.apiClient(['file-events.read']))
}, 60_000)
afterAll(() => server.close())

const get = (path: string, status: number, url: string, token?: string | null) =>
  compare(server, { method: 'GET', path, status, url, ...(token !== undefined && { options: { token } }) })

it('answers as the SDK reads it, down to every subcategory', async () => {
  await get(list, 200, `${list}?isActive=True&sort_direction=asc`)
  const { categories } = (await get(list, 200, list)).json<Categories>()
  for (const category of categories) {
    await get(one, 200, `${list}/${category.id}`)
    for (const { id } of category.subcategories) await get(part, 200, `${list}/${category.id}/subcategories/${id}`)
  }
})

interface Categories {
  readonly categories: readonly { readonly id: string; readonly subcategories: readonly { readonly id: string }[] }[]
}

it.each(ours.map(({ path }) => path))('%s refuses', async (path) => {
  const at = (id: string) => path.replaceAll(/\{\w+\}/g, id)
  await get(path, 401, at('none'), null)
  await get(path, 403, at('none'), blind)
  await get(path, 400, path === list ? `${list}?isActive=perhaps` : at('%00'))
  if (path !== list) await get(path, 404, at('none'))
})

it('leaves no operation and no documented answer out', () => {
  expectEveryAnswer('risk indicator categories', documentedAnswers(riskIndicatorsDefinition, ours), seen)
  expect(ours.map(({ path }) => path).toSorted()).toEqual(Object.keys(riskIndicatorsDefinition.paths).toSorted())
})
