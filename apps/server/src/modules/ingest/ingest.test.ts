import { gzipSync, zstdCompressSync } from 'node:zlib'
import { startTestServer, type TestResponse, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const path = '/v1/ingest/file-events'
const ndjson = (events: readonly unknown[]) => events.map((event) => JSON.stringify(event)).join('\n')
const send = (body: string | Uint8Array, headers: Record<string, string> = {}) =>
  server.post(path, body, { headers: { 'content-type': 'application/x-ndjson', ...headers } })
const find = async (term: string, value: string) => {
  const filters = [{ term, operator: 'IS', value }]
  const answer = await server.post('/v2/file-events', { groups: [{ filters }], pgSize: 100 })
  return answer.json<{ fileEvents: Record<string, Record<string, unknown>>[]; totalCount: number }>()
}
const problem = ({ status, headers, ...response }: TestResponse) => {
  expect(headers.get('content-type')).toContain('application/problem+json')
  return { httpStatus: status, ...response.json<Record<string, unknown>>() }
}

describe('events over HTTP', () => {
  it('are found as soon as they are acknowledged, enriched', async () => {
    const upload = {
      '@timestamp': '2026-01-31T23:59:59.123Z',
      event: { action: 'application-read', observer: 'Endpoint', vector: 'UPLOADED' },
      file: { name: 'plan.xlsx', sizeInBytes: 2 ** 40 },
      destination: { tabs: [{ title: 'Home', url: 'https://www.dropbox.com/home' }] },
    }
    const answer = await send(ndjson([upload]))
    expect([answer.status, answer.json()]).toEqual([
      200,
      { received: 1, stored: 1, duplicates: 0, rejectedRows: 0, rejected: [] },
    ])
    const { fileEvents } = await find('file.name', 'plan.xlsx')
    expect(fileEvents).toEqual([
      expect.objectContaining({
        '@timestamp': '2026-01-31T23:59:59.123Z',
        file: expect.objectContaining({ category: 'Spreadsheet', sizeInBytes: 2 ** 40 }),
        destination: expect.objectContaining({ category: 'Cloud Storage', name: 'Dropbox', domains: ['dropbox.com'] }),
        risk: expect.objectContaining({
          score: 5,
          severity: 'MODERATE',
          indicators: [
            { id: 'Dropbox upload', name: 'Dropbox upload', weight: 5 },
            { id: 'Spreadsheet', name: 'Spreadsheet', weight: 0 },
          ],
          trusted: false,
        }),
      }),
    ])
    const [found] = fileEvents
    expect(found?.event?.id).not.toMatch(/^\d+$/)
    expect(String(found?.event?.inserted) >= String(found?.event?.ingested)).toBe(true)
  })

  it.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ] as const)('come as %s and as an array', async (encoding, compress) => {
    const name = `packed-${encoding}.txt`
    const body = compress(JSON.stringify([{ file: { name } }, { file: { name } }]))
    const answer = await send(body, { 'content-encoding': encoding, 'content-type': 'application/json' })
    expect(answer.json()).toMatchObject({ stored: 2 })
    expect((await find('file.name', name)).totalCount).toBe(2)
  })

  it('keep odd text whole', async () => {
    const name = 'ä"\\\'\n\t%_{x:String}😀\u{10ffff}.txt'
    await send(ndjson([{ file: { name, directory: 'C:/ü/' } }]))
    expect((await find('file.name', name)).fileEvents[0]?.file?.name).toBe(name)
  })

  it('of one batch are stored in part when some rows are bad', async () => {
    const body = `${JSON.stringify({ file: { name: 'kept.txt' } })}\n{"file":{"sizeInBytes":"1"}}\n\n{"file":`
    const answer = await send(body)
    expect([answer.status, answer.json()]).toEqual([
      200,
      {
        received: 3,
        stored: 1,
        duplicates: 0,
        rejectedRows: 2,
        rejected: [
          { row: 2, path: 'file.sizeInBytes', reason: 'must be an integer' },
          { row: 4, path: '', reason: expect.stringMatching(/^is not JSON/) },
        ],
      },
    ])
    expect((await find('file.name', 'kept.txt')).totalCount).toBe(1)
  })

  it('are stored once under an idempotency key', async () => {
    const keyed = { 'idempotency-key': 'batch-1' }
    const body = ndjson([{ file: { name: 'once.txt' } }])
    const [first, second] = [
      await send(body, keyed),
      await send(gzipSync(body), { ...keyed, 'content-encoding': 'gzip' }),
    ]
    expect([first.headers.get('idempotency-replayed'), second.headers.get('idempotency-replayed')]).toEqual([
      null,
      'true',
    ])
    expect(second.json()).toEqual(first.json())
    expect((await find('file.name', 'once.txt')).totalCount).toBe(1)
    expect(problem(await send(ndjson([{}]), keyed))).toMatchObject({ httpStatus: 409, code: 'CONFLICT' })
  })

  it('fill a whole request', async () => {
    const events = Array.from({ length: 10_000 }, (_, index) => ({
      file: { name: 'many.txt' },
      report: { count: index },
    }))
    expect((await send(ndjson(events))).json()).toMatchObject({ stored: 10_000 })
    expect((await find('file.name', 'many.txt')).totalCount).toBe(10_000)
  })
})

describe('bad bodies', () => {
  const megabyte = 1024 * 1024
  const cases: [string, string | Uint8Array, Record<string, string>, number, string][] = [
    ['no event', '\n\n', {}, 400, 'no event'],
    ['no valid event', '{"file":1}', {}, 400, 'No event of the body is valid'],
    ['a broken array', '[{}', { 'content-type': 'application/json' }, 400, 'at byte 3'],
    ['an object for an array', '{}', { 'content-type': 'application/json' }, 400, 'at byte 0'],
    ['a NUL byte', '\0', {}, 400, 'No event of the body is valid'],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff]), {}, 400, 'byte 2'],
    [
      'truncated gzip',
      gzipSync('{}'.repeat(99)).subarray(0, 20),
      { 'content-encoding': 'gzip' },
      400,
      'gzip stream is cut off',
    ],
    ['no gzip', '{}', { 'content-encoding': 'gzip' }, 400, 'gzip stream is damaged'],
    ['a gzip bomb', gzipSync(Buffer.alloc(64 * megabyte, 10)), { 'content-encoding': 'gzip' }, 413, '16777216'],
    ['a zstd bomb', zstdCompressSync(Buffer.alloc(64 * megabyte, 10)), { 'content-encoding': 'zstd' }, 413, '16777216'],
    ['10,001 events', '{}\n'.repeat(10_001), {}, 413, '10000 events'],
    ['17 MiB', Buffer.alloc(17 * megabyte, 10), {}, 413, '16777216'],
    ['another encoding', '{}', { 'content-encoding': 'br' }, 415, 'br'],
    ['another type', '{}', { 'content-type': 'text/csv' }, 415, 'text/csv'],
    ['a wrong sequence', '{}', { 'spillway-sequence': '1-2' }, 400, 'counts 2 events'],
    ['a key too long', '{}', { 'idempotency-key': 'k'.repeat(256) }, 400, 'idempotency-key'],
    ['a huge value', JSON.stringify({ file: { name: 'x'.repeat(40_000) } }), {}, 400, 'No event of the body is valid'],
    ['deep nesting', `{"file":${'['.repeat(9_000)}${']'.repeat(9_000)}}`, {}, 400, 'No event of the body is valid'],
  ]

  it.each(cases)('with %s are refused by name', async (_, body, headers, status, words) => {
    const refused = problem(await send(body, headers))
    expect(refused.httpStatus).toBe(status)
    expect(JSON.stringify(refused)).toContain(words)
  })

  it('name every row that is wrong', async () => {
    const refused = problem(await send('{"file":{"name":7}}\nnothing'))
    expect(refused).toMatchObject({
      httpStatus: 400,
      code: 'INVALID_EVENTS',
      rejected: [
        { row: 1, path: 'file.name', reason: 'must be a string' },
        { row: 2, path: '', reason: expect.any(String) },
      ],
    })
  })

  it('need the permission', async () => {
    const reader = await server.apiClient(['file-events.read'])
    const answer = await server.post(path, [{}], { token: await server.token(reader) })
    expect(answer.status).toBe(403)
    expect((await server.post(path, [{}], { token: null })).status).toBe(401)
  })
})
