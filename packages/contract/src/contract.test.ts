import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { buildOpenApi, errorCatalogue, type Operation, operation, operations, permissions } from './index.ts'

/** Bearer operations that any authenticated caller may call, and why. */
const withoutPermission: Readonly<Record<string, string>> = {
  'customer.read': 'clients of every kind look the tenant up first',
  'customer.my.v3': 'clients of every kind look the tenant up first',
  'authentication.my-user.v1': 'tells callers about themselves',
  'console-roles.mine.v1': 'tells callers about themselves',
  'console-organizations.mine.v1': 'tells callers about themselves',
  'authentication.revoke-token': "ends the caller's own token, or one that the caller can show",
  'authentication.change-my-password': "changes the caller's own password",
  'authentication.propose-second-factor': "concerns the caller's own second factor",
  'authentication.confirm-second-factor': "concerns the caller's own second factor",
  'authentication.remove-second-factor': "concerns the caller's own second factor",
}

/** Operations that anybody may call. */
const open = [
  'accounts.accept-invitation',
  'accounts.page',
  'accounts.redeem-password-reset',
  'accounts.request-password-reset.v1',
  'agents.token',
  'authentication.login-configuration.v3',
  'console-plumbing.ping.v1',
  'console-tokens.delete.v1',
  'console-tokens.read.v1',
  'discovery.server-environment.v1',
  'discovery.service-url',
  'system.health',
  'system.metrics',
  'system.openapi',
  'system.readiness',
]

const places = operations.flatMap(({ id, method, path, lifecycle, alternatePaths = [] }) => [
  { id, method, path, lifecycle },
  ...alternatePaths.map((alternate) => ({ id, method, ...alternate })),
])
const byId = new Map(operations.map((one) => [one.id, one]))
const shape = (path: string) => path.replaceAll(/\{[^}]+\}/g, '{}').toLowerCase()

it('holds a plausible number of operations, each id and each method and path once', () => {
  expect(operations.length).toBeGreaterThanOrEqual(30)
  expect(byId.size).toBe(operations.length)
  expect(new Set(places.map(({ method, path }) => `${method} ${shape(path)}`)).size).toBe(places.length)
})

it('names ids after their family and paths in OpenAPI form', () => {
  for (const { id } of operations) expect(id).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)
  for (const { path } of places) expect(path).toMatch(/^(\/[\w.~-]+|\/\{\w+\})+$/)
})

it('gives every bearer operation a permission or a stated reason, and lists every open one', () => {
  const bearer = operations.filter(({ authentication }) => authentication === 'bearer')
  const free = bearer.filter(({ permission, unavailable }) => permission === null && !unavailable).map(({ id }) => id)
  expect(free.sort()).toEqual(Object.keys(withoutPermission).sort())
  for (const { permission } of bearer) if (permission !== null) expect(permissions).toHaveProperty([permission])
  const openIds = operations.filter(({ authentication }) => authentication === 'none').map(({ id }) => id)
  expect(openIds.sort()).toEqual(open)
  for (const one of operations)
    if (one.authentication !== 'bearer') expect([one.id, one.permission]).toEqual([one.id, null])
})

it('knows every error code, once per operation', () => {
  for (const { id, errors } of operations) {
    expect([id, new Set(errors).size]).toEqual([id, errors.length])
    for (const code of errors) expect(errorCatalogue).toHaveProperty(code)
  }
})

it('gives every deprecation a sunset after it, and a successor that lives longer', () => {
  const deprecated = places.filter(({ lifecycle }) => lifecycle.deprecated)
  for (const { id, path, lifecycle } of deprecated) {
    expect([id, path, lifecycle.sunset]).toEqual([id, path, expect.any(String)])
    expect((lifecycle.sunset ?? '') > (lifecycle.deprecated ?? '')).toBe(true)
    expect((lifecycle.deprecated ?? '') > lifecycle.added).toBe(true)
  }
  for (const { id, lifecycle } of places) {
    if (!lifecycle.replacedBy) continue
    const successor = byId.get(lifecycle.replacedBy)
    expect([id, successor?.id]).toEqual([id, lifecycle.replacedBy])
    if (successor?.lifecycle.sunset) expect(successor.lifecycle.sunset > (lifecycle.sunset ?? '')).toBe(true)
  }
})

it('serves every console resource under the shapes its path had before they were unified', () => {
  const all = new Set(places.map(({ method, path }) => `${method} ${path}`))
  // Roll-ups of alerts only look like the console's: the portal published them so.
  const ofConsole = operations.filter(({ family }) => family !== 'alerts')
  const older = ofConsole.flatMap(({ method, path }) => {
    const [, version, resource] = /^\/api\/v([13])\/(.*)$/.exec(path) ?? []
    if (!version) return []
    const shapes = version === '1' ? [`/api/${resource}`, `/${resource}`] : [`/c42api/v3/${resource}`]
    return shapes.map((older) => `${method} ${older}`)
  })
  expect(older.length).toBeGreaterThan(100)
  expect(older.filter((place) => !all.has(place))).toEqual([])
})

it('describes path parameters that are in the path, and no others', () => {
  for (const { id, path, params } of operations) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const described = params instanceof z.ZodObject ? Object.keys(params.shape) : inPath
    expect([id, described]).toEqual([id, inPath])
  }
})

it('takes either a JSON body or a raw one', () => {
  for (const { id, body, rawBody } of operations) expect([id, Boolean(body && rawBody)]).toEqual([id, false])
})

const sample = (extra: Partial<Operation>): Operation =>
  operation({
    id: 'sample.list',
    family: 'sample',
    summary: 'Sample',
    method: 'GET',
    path: '/v2/samples',
    authentication: 'bearer',
    permission: 'audit.read',
    success: { status: 204 },
    errors: ['TOO_MANY_REQUESTS', 'MALFORMED_REQUEST', 'INVALID_QUERY'],
    errorShape: 'query-problems',
    lifecycle: { added: '2020-01-01' },
    source: 'published',
    ...extra,
  })

it('writes a self-contained OpenAPI document of every path', () => {
  const document = buildOpenApi(operations, { version: '1.2.3' })
  const written = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((m) => [m, path]),
  )
  expect(written.length).toBe(places.length)
  const ids = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods as Record<string, { operationId: string }>).map((one) => one.operationId),
  )
  expect(new Set(ids).size).toBe(places.length)
  expect(unresolved(document)).toEqual([])
  expect(JSON.parse(JSON.stringify(document)).info.version).toBe('1.2.3')
})

/** References of a document that lead nowhere in it. */
const unresolved = (document: object): string[] => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference = '']) => reference)
  const find = (reference: string) =>
    reference
      .split('/')
      .slice(1)
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document)
  return references.filter((reference) => !reference.startsWith('#/') || find(reference) === undefined)
}

it('moves schemas that refer to themselves among the shared ones', () => {
  const Tree: z.ZodType = z.object({ name: z.string(), children: z.array(z.lazy(() => Tree)) })
  const document = buildOpenApi(
    [
      sample({ method: 'POST', body: z.object({ tree: Tree }) }),
      sample({ id: 'sample.tree', path: '/t', method: 'POST', body: Tree }),
    ],
    { version: '0' },
  )
  expect(unresolved(document)).toEqual([])
  expect(Object.keys(document.components.schemas as object)).toContain('sample.tree.request')
})

it('describes parameters, errors by status, lifecycle and source', () => {
  const old = sample({
    query: z.object({ size: z.coerce.number().int().max(5).describe('Rows').optional(), all: z.stringbool() }),
    alternatePaths: [
      {
        path: '/old/{id}/samples',
        lifecycle: { added: '2019-01-01', deprecated: '2022-01-26', sunset: '2023-01-26' },
        source: 'client',
      },
    ],
    requestHeaders: { 'idempotency-key': 'Once' },
  })
  const { paths } = buildOpenApi([old], { version: '0' })
  expect(paths['/v2/samples']?.get).toMatchObject({
    operationId: 'sample.list',
    'x-permission': 'audit.read',
    'x-source': 'published',
    security: [{ bearer: [] }],
    parameters: [
      { name: 'size', in: 'query', description: 'Rows' },
      { name: 'all', in: 'query', required: true },
      { name: 'idempotency-key', in: 'header' },
      { $ref: '#/components/parameters/x-request-id' },
      { $ref: '#/components/parameters/spillway-api-date' },
    ],
    responses: {
      204: {},
      400: { 'x-error-codes': ['MALFORMED_REQUEST', 'INVALID_QUERY'] },
      429: { headers: {} },
      500: {},
    },
  })
  expect(paths['/v2/samples']?.get).not.toHaveProperty('deprecated')
  expect(paths['/old/{id}/samples']?.get).toMatchObject({
    operationId: 'sample.list.alternate-1',
    deprecated: true,
    'x-sunset': '2023-01-26',
    'x-replaced-by': 'sample.list',
    parameters: expect.arrayContaining([expect.objectContaining({ name: 'id', in: 'path', required: true })]),
  })
})

describe('headers', () => {
  const old = { added: '2020-01-01', deprecated: '2022-01-26', sunset: '2023-01-26', replacedBy: 'new' } as const
  const described = (extra: Partial<Operation>, at?: string) => {
    const options = { version: '0', ...(at && { at: new Date(at) }) }
    return buildOpenApi([sample(extra)], options).paths['/v2/samples']?.get as {
      parameters: { $ref?: string; name?: string }[]
      responses: Record<string, { headers: object }>
    }
  }
  const requestHeaders = (extra: Partial<Operation>) =>
    described(extra).parameters.map(({ $ref, name }) => name ?? $ref?.split('/').at(-1))
  const answered = (extra: Partial<Operation>, status: number, at?: string) =>
    Object.keys(described(extra, at).responses[status]?.headers ?? {})

  it('tell of the second factor wherever a password is taken', () => {
    const always = ['x-request-id', 'spillway-api-date']
    expect(requestHeaders({ authentication: 'basic-user' })).toEqual(['totp-auth', ...always])
    expect(requestHeaders({ alsoBasic: true })).toEqual(['totp-auth', ...always])
    expect(requestHeaders({ requestHeaders: { own: 'Its own' } })).toEqual(['own', ...always])
  })

  it('tell when to come back', () => {
    expect(answered({}, 429)).toEqual(['x-request-id', 'retry-after'])
    expect(answered({}, 400)).toEqual(['x-request-id'])
  })

  it('tell of deprecation on every answer, once it is', () => {
    const told = ['x-request-id', 'deprecation', 'sunset', 'link']
    expect([answered({ lifecycle: old }, 204), answered({ lifecycle: old }, 400)]).toEqual([told, told])
    expect(answered({ lifecycle: old }, 204, '2021-06-01')).toEqual(['x-request-id'])
    expect(answered({ lifecycle: old }, 204, '2024-06-01')).toEqual(told)
  })

  it('are those of the operation on a success', () => {
    const own = { responseHeaders: { 'set-cookie': 'The token' } }
    expect([answered(own, 204), answered(own, 400)]).toEqual([['x-request-id', 'set-cookie'], ['x-request-id']])
  })
})

it('describes the errors that the form of an operation brings with it', () => {
  const body = z.object({ name: z.string() })
  const { paths } = buildOpenApi(
    [
      sample({ method: 'POST', body, errors: [], lifecycle: { added: '2020-01-01', sunset: '2021-01-01' } }),
      sample({ id: 'open', path: '/o', family: 'system', authentication: 'none', permission: null, errors: [] }),
    ],
    { version: '0' },
  )
  const statuses = (of: unknown) => Object.keys((of as { responses: object }).responses)
  expect(statuses(paths['/v2/samples']?.post)).toEqual(['204', '400', '401', '403', '410', '413', '415', '429', '500'])
  expect(statuses(paths['/o']?.get)).toEqual(['204', '500'])
})

it('describes the form that token requests may be', () => {
  const { paths } = buildOpenApi(operations, { version: '0' })
  const form = ['requestBody', 'content', 'application/x-www-form-urlencoded', 'schema']
  expect(paths['/v1/oauth']?.post).toHaveProperty(form)
  expect(paths['/v2/file-events']?.post).not.toHaveProperty(form)
})

it('describes the surface of a date', () => {
  const one = sample({ lifecycle: { added: '2021-01-01', deprecated: '2022-01-26', sunset: '2023-01-26' } })
  const at = (date: string) => buildOpenApi([one], { version: '0', at: new Date(date) }).paths['/v2/samples']?.get
  expect(at('2020-06-01')).toBeUndefined()
  expect(at('2021-06-01')).not.toHaveProperty('deprecated')
  expect(at('2022-06-01')).toHaveProperty('deprecated', true)
})
