import { operation } from '@spillway/contract'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { route } from './route.ts'
import { slashEncoder } from './slashed-paths.ts'

const named = (id: string, path: string, slashedParam: string) =>
  route(
    operation({
      ...{ id, path, slashedParam, family: 'system', summary: 'Test', method: 'GET', authentication: 'bearer' },
      ...{ permission: null, errors: [], errorShape: 'portal', lifecycle: { added: '2020-01-01' }, source: 'own' },
      success: { status: 200, type: 'application/json', schema: z.object({}) },
    }),
    () => ({}),
  )

const encode = slashEncoder([
  named('a.b', '/v1/things/name/{name}/parent', 'name'),
  named('a.c', '/v2/lists/{list}/departments/{department}', 'department'),
])

describe('slashes within a path parameter', () => {
  it.each([
    ['/v1/things/name/a/b/parent', '/v1/things/name/a%2Fb/parent'],
    ['/v1/Things/Name/a/b/parent?x=1/2', '/v1/Things/Name/a%2Fb/parent?x=1/2'],
    ['/v1/things/name//etc//x/parent/', '/v1/things/name/%2Fetc%2F%2Fx/parent/'],
    ['/v1/things/name/a/parent/parent', '/v1/things/name/a%2Fparent/parent'],
    ['/v2/lists/1/departments/R&D/Labs/', '/v2/lists/1/departments/R&D%2FLabs%2F'],
  ])('%s is routed as %s', (typed, routed) => expect(encode(typed)).toBe(routed))

  it.each([
    '/v1/things/name/plain/parent',
    '/v1/things/name/a%2Fb/parent',
    '/v1/things/name/a/b',
    '/v2/lists/1/2/departments/x/y',
    '/v2/lists/1/departments',
  ])('%s stays as it is', (url) => expect(encode(url)).toBe(url))
})
