import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Sample, startSample } from './test/sample.ts'

let sample: Sample
beforeAll(async () => {
  sample = await startSample()
})
afterAll(() => sample.app.close())

const send: Sample['send'] = (...call) => sample.send(...call)
const post: Sample['post'] = (...call) => sample.post(...call)

describe('a good request', () => {
  it('reaches the handler validated, and its answer is stripped to the contract', async () => {
    const response = await post('/v2/things/a%20b?size=7', '{"name":"x","tags":["t"]}')
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ id: 'a b-7-1', name: 'x by Writer' })
    expect(response.headers.get('content-type')).toMatch(/^application\/json/)
  })

  it.each(['/v2/things/a/', '//v2//things/a', '/V2/THINGS/a', '/old/a/thing'])('finds %s', async (path) => {
    const response = await post(path, '{"name":"x"}')
    expect(await response.json()).toEqual({ id: 'a-5-0', name: 'x by Writer' })
  })

  it('may have no body and no content type', async () => {
    const response = await send('/v2/things/a/enable', { method: 'POST' }, 'reader')
    expect(response.status).toBe(204)
    expect((await post('/v2/things/a/enable', '<ignored/>', 'reader', 'text/xml')).status).toBe(204)
  })

  it('answers HEAD like GET without a body', async () => {
    const response = await send('/open', { method: 'HEAD' })
    expect([response.status, await response.text()]).toEqual([200, ''])
  })

  it('takes forms, and JSON labelled as a form', async () => {
    const form = 'application/x-www-form-urlencoded'
    const basic = { authorization: `Basic ${Buffer.from('id:se:crét').toString('base64')}` }
    const init = {
      method: 'POST',
      body: 'grant_type=client%5Fcredentials',
      headers: { ...basic, 'content-type': form },
    }
    expect(await (await send('/v1/token', init)).json()).toEqual({ is: 'id/se:crét/client_credentials' })
    expect(await (await post('/v2/things/a', '{"name":"x"}', 'writer', form)).json()).toMatchObject({ id: 'a-5-0' })
    expect(await (await send('/v1/token', { method: 'POST', headers: basic })).json()).toMatchObject({
      is: 'id/se:crét/undefined',
    })
  })
})

describe('headers', () => {
  it('carry a request id and forbid sniffing, framing and caching on every answer', async () => {
    for (const path of ['/v2/things/a', '/nowhere', '/fail/defect']) {
      const { headers } = await send(path)
      expect(headers.get('x-request-id')).toMatch(/^request-\d+$/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cache-control')).toBe('no-store')
    }
    expect((await send('/open')).headers.get('cache-control')).toBe('max-age=5')
  })

  it('keep a usable request id of the client and replace a dangerous one', async () => {
    const id = async (value: string) =>
      (await send('/open', { headers: { 'x-request-id': value } })).headers.get('x-request-id')
    expect(await id('trace-42')).toBe('trace-42')
    expect(await id('two words')).toMatch(/^request-/)
  })
})

describe('a caller', () => {
  it.each([undefined, 'Bearer', 'Bearer unknown', 'Basic d3JpdGVyOng=', 'v3_user_token writer', 'Bearer a b'])(
    'is refused with 401 and no challenge for Authorization: %s',
    async (authorization) => {
      const response = await send('/v2/search', { method: 'POST', headers: authorization ? { authorization } : {} })
      expect(response.status).toBe(401)
      expect(response.headers.has('www-authenticate')).toBe(false)
      expect(await response.json()).toMatchObject({ error: 'UNAUTHORIZED' })
    },
  )

  it('may spell the scheme in any case with several blanks', async () => {
    const headers = { authorization: 'bearer  writer' }
    expect((await send('/v2/search', { method: 'POST', headers })).status).toBe(200)
  })

  it('may show a user name and password where the operation takes them, and only there', async () => {
    const basic = (secret: string, code = '123456') => ({
      authorization: `Basic ${Buffer.from(`reader:${secret}`).toString('base64')}`,
      'totp-auth': code,
    })
    const enable = (secret: string, code?: string) =>
      send('/v2/things/a/enable', { method: 'POST', headers: basic(secret, code) })
    // A client that holds the code as a number loses its leading zeros.
    expect((await enable('password 000042', '42')).status).toBe(204)
    expect((await enable('password 123456')).status).toBe(204)
    expect((await enable('guess')).status).toBe(401)
    expect((await send('/v2/search', { method: 'POST', headers: basic('password 123456') })).status).toBe(401)
  })

  it('without the permission is refused with 403 before its body is looked at', async () => {
    const response = await post('/v2/things/a', '{broken', 'reader')
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ code: 'FORBIDDEN', detail: 'The permission agents.write is needed' })
  })
})

describe('a broken request', () => {
  const nested = '['.repeat(5000) + ']'.repeat(5000)
  it.each([
    ['broken JSON', '{"name":', 'The body is not valid JSON'],
    ['invalid UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'not valid UTF-8'],
    ['NUL', '{"name":"a\\u0000b"}', 'NUL'],
    ['deep nesting', nested, 'nested deeper'],
    ['an empty body', '', 'expected object'],
    ['null', 'null', 'expected object'],
  ])('with %s is a 400 that says so', async (_, body, reason) => {
    const response = await post('/v2/things/a', body)
    expect(response.status).toBe(400)
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    expect(await response.json()).toMatchObject({ status: 400, field: 'body', detail: expect.stringContaining(reason) })
  })

  it('keeps an escaped backslash before u0000', async () => {
    expect((await post('/v2/things/a', '{"name":"C:\\\\u0000"}')).status).toBe(200)
  })

  it('names every bad field', async () => {
    const response = await post('/v2/things/a', '{"name":"","tags":[1],"other":2}')
    const body = (await response.json()) as { fields: { field: string }[] }
    expect(body).toMatchObject({ code: 'MALFORMED_REQUEST', field: 'body.name' })
    expect(body.fields.map(({ field }) => field)).toEqual(['body.name', 'body.tags[0]', 'body.other'])
    expect(await (await post('/v2/things/a?size=x', '{"name":"x"}')).json()).toMatchObject({ field: 'query.size' })
  })

  it('is told in the words of its family', async () => {
    expect(await (await post('/v2/search', '{', 'writer')).json()).toEqual({
      totalCount: null,
      fileEvents: null,
      problems: [{ badFilter: null, description: expect.stringContaining('not valid JSON'), type: 'ILLEGAL_VALUE' }],
    })
    expect(await (await send('/api/v1/Resource/1')).json()).toEqual([{ name: 'SYSTEM', description: 'User not found' }])
    expect(await (await send('/api/v3/resource/1')).json()).toEqual({
      data: null,
      error: [{ primaryErrorKey: 'UNAUTHENTICATED', otherErrors: null }],
      warnings: null,
    })
    const refused = await send('/v1/token', { method: 'POST' })
    expect([refused.status, await refused.json()]).toEqual([401, expect.objectContaining({ error: 'invalid_client' })])
    const grant = await post('/v1/token', '{"grant_type":"password"}')
    expect([grant.status, await grant.json()]).toEqual([
      400,
      expect.objectContaining({ error: 'unsupported_grant_type' }),
    ])
  })

  it.each([
    ['text/xml', {}],
    ['application/json; charset=utf-16', {}],
    ['application/json', { 'content-encoding': 'gzip' }],
    ['not a type', {}],
  ])('of type %s %j is a 415', async (type, headers) => {
    const init = { method: 'POST', body: '{"name":"x"}', headers: { 'content-type': type, ...headers } }
    expect((await send('/v2/things/a', init, 'writer')).status).toBe(415)
  })

  it.each(['/v2/things/a%00b', '/open?x=%00', '/v2/things/%ff', '/v2/things/%zz'])('to %s is a 400', async (path) => {
    const response = await post(path, '{"name":"x"}')
    expect([response.status, response.headers.has('x-request-id')]).toEqual([400, true])
  })

  it('to an unknown path is a 404 in the shape of the prefix', async () => {
    const problem = await send('/nowhere')
    expect([problem.status, await problem.json()]).toEqual([404, expect.objectContaining({ code: 'NOT_FOUND' })])
    expect(await (await send('/api/v1/Nothing')).json()).toEqual([{ name: 'SYSTEM', description: 'No such path' }])
    expect(await (await send('/c42api/v3/x')).json()).toMatchObject({ error: [{ primaryErrorKey: 'NOT_FOUND' }] })
  })

  it('with a wrong method is a 405 naming the right ones', async () => {
    const response = await send('/V2/things/a/', { method: 'DELETE' })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
    expect((await send('/open', { method: 'POST', body: '{' })).headers.get('allow')).toBe('GET, HEAD')
    expect((await send('/api/v1/resource/1', { method: 'PUT' })).status).toBe(405)
  })
})
