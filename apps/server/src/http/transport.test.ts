import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Sample, seen, startSample } from './test/sample.ts'

let sample: Sample
beforeAll(async () => {
  sample = await startSample()
})
afterAll(() => sample.app.close())

const send: Sample['send'] = (...call) => sample.send(...call)
const post: Sample['post'] = (...call) => sample.post(...call)

describe('size', () => {
  it('over 1 MiB is a 413, with and without a length', async () => {
    const big = JSON.stringify({ name: 'x'.repeat(1_100_000) })
    expect((await post('/v2/things/a', big)).status).toBe(413)
    expect((await sample.chunked('/v2/things/a', big)).status).toBe(413)
  })

  it('of a raw body is the one its operation declares', async () => {
    const type = 'application/x-ndjson'
    expect(await (await post('/v1/upload', 'x'.repeat(100_000), 'writer', type)).json()).toEqual({ bytes: 100_000 })
    expect((await post('/v1/upload', 'x'.repeat(100_001), 'writer', type)).status).toBe(413)
    expect((await sample.chunked('/v1/upload', 'x'.repeat(900_001))).status).toBe(413)
    expect((await post('/v1/upload', 'x', 'writer', 'text/xml')).status).toBe(415)
    expect(await (await send('/v1/upload', { method: 'POST' })).json()).toEqual({ bytes: 0 })
  })
})

describe('the server', () => {
  it('answers its own defects with 500, a request id and no detail', async () => {
    const response = await send('/fail/defect')
    const body = await response.text()
    expect([response.status, body.includes('secret')]).toEqual([500, false])
    expect(JSON.parse(body)).toMatchObject({ code: 'INTERNAL', requestId: response.headers.get('x-request-id') })
    expect((await send('/fail/shape')).status).toBe(500)
  })

  it('answers 503 with whole seconds while a store is away', async () => {
    const away = await send('/fail/away')
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, '1'])
    expect((await send('/fail/later')).headers.get('retry-after')).toBe('2')
  })

  it('turns a stream that fails at once into an error body', async () => {
    const response = await send('/v1/download?fail=1')
    expect([response.status, await response.json()]).toEqual([500, expect.objectContaining({ code: 'QUERY_FAILED' })])
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    expect(response.headers.has('content-disposition')).toBe(false)
  })

  it('reads a stream no faster than the client, and stops when the client goes away', async () => {
    seen.chunksRead = 0
    const controller = new AbortController()
    const response = await send('/v1/download', { signal: controller.signal })
    expect(response.headers.get('content-disposition')).toBe('attachment; filename=a.csv')
    const reader = response.body?.getReader()
    await reader?.read()
    await settled(() => seen.chunksRead)
    expect(seen.chunksRead).toBeLessThan(400)
    controller.abort()
    await reader?.cancel().catch(() => undefined)
    await expect.poll(() => [seen.returned, seen.aborted]).toEqual([true, true])
  })

  it('counts what it answers', async () => {
    await send('/open')
    const page = await sample.metrics.registry.metrics()
    expect(page).toMatch(/spillway_http_requests_total\{operation="open.get",method="GET",status="200"\} \d+/)
    expect(page).toContain('spillway_http_request_duration_seconds_bucket')
  })
})

describe('clients that go away', () => {
  const page = ({ metrics }: Sample) => metrics.registry.metrics()
  const inFlight = async (of: Sample) => (await page(of)).match(/_in_flight (\d+)/)?.[1]

  it('are no longer waited for, and no error of the server', async () => {
    const other = await startSample()
    const { polls } = seen
    const controller = new AbortController()
    const paths = ['/v1/poll?deaf=always', '/v1/poll?deaf=until-gone', '/v1/download']
    const calls = paths.map((path) => other.send(path, { signal: controller.signal }))
    await calls[2]
    await expect.poll(() => seen.polls).toBe(polls + 2)
    expect(await inFlight(other)).toBe('3')
    controller.abort()
    await Promise.allSettled(calls)
    await expect.poll(() => inFlight(other)).toBe('0')
    expect(await page(other)).toContain('{operation="poll",method="GET",status="499"} 2')
    expect(other.logged).toEqual([])
    const before = performance.now()
    await other.app.close()
    expect(performance.now() - before).toBeLessThan(400)
  })
})

describe('a closing server', () => {
  it('lets long polls answer, and turns new clients away', async () => {
    const closing = await startSample()
    const { polls } = seen
    const answer = closing.send('/v1/poll')
    await expect.poll(() => seen.polls).toBe(polls + 1)
    const closed = closing.app.close()
    expect(await (await answer).json()).toEqual({ id: '1', name: 'answered' })
    await closed
    await expect(closing.send('/open')).rejects.toThrow()
  })

  it('gives its hooks longer than that grace', () => {
    expect(sample.app.initialConfig.pluginTimeout).toBeGreaterThan(10_000)
  })

  it('cuts off what does not end within its grace', async () => {
    const closing = await startSample()
    const { polls } = seen
    const answer = closing.send('/v1/poll?deaf=1')
    await expect.poll(() => seen.polls).toBe(polls + 1)
    await Promise.all([closing.app.close(), expect(answer).rejects.toThrow()])
  })
})

describe('a bare socket', () => {
  it('that sends no HTTP gets a 400', async () => {
    expect(await sample.exchange('BREW coffee\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 .*application\/problem\+json/s)
  })

  it('with oversized headers gets a 431', async () => {
    expect(await sample.exchange(`GET / HTTP/1.1\r\nhost: x\r\nbig: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 /,
    )
  })

  it('that dawdles gets a 408 and is closed', async () => {
    const head =
      'POST /v1/upload HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-ndjson\r\ncontent-length: 10\r\n\r\nab'
    expect(await sample.exchange(head)).toMatch(/^HTTP\/1\.1 408 /)
  }, 60_000)
})

/** Waits until a number has not moved for 100 ms. */
const settled = async (read: () => number): Promise<void> => {
  for (let before = -1; before !== read(); ) {
    before = read()
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
