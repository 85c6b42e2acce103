import { createHash } from 'node:crypto'
import type { FeedManifest } from '@spillway/contract'
import { startTestServer, type TestServer } from '@spillway/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'

interface Page {
  readonly events: { readonly event: { readonly id: string }; readonly file: { readonly name: string } }[]
  readonly cursor: string
  readonly manifest: FeedManifest
}

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const read = async (query: Record<string, string>): Promise<Page> => {
  const answer = await server.get(`/v1/spillway/event-feed?${new URLSearchParams(query)}`)
  expect(answer.status).toBe(200)
  const page = answer.json<Page>()
  const hash = createHash('sha256')
  for (const { event } of page.events) hash.update(`${event.id}\n`)
  expect(page.manifest).toMatchObject({ count: page.events.length, hash: hash.digest('hex') })
  return page
}
const store = (names: readonly string[]) => server.ingest(names.map((name) => ({ file: { name } })))

it('gives every event once while many writers store at the same time, whatever the page size', async () => {
  const names = Array.from({ length: 40 }, (_, batch) => Array.from({ length: 25 }, (_, row) => `f-${batch}-${row}`))
  let writing = true
  const writers = Promise.all(
    [0, 1, 2, 3].map(async (writer) => {
      for (const [index, batch] of names.entries()) if (index % 4 === writer) await store(batch)
    }),
  ).finally(() => {
    writing = false
  })
  const seen: string[] = []
  let cursor = ''
  for (let rest = true; rest; ) {
    const finished = !writing
    const page = await read({ limit: '37', ...(cursor && { cursor }) })
    seen.push(...page.events.map(({ file }) => file.name))
    cursor = page.cursor
    rest = !finished || page.events.length > 0
  }
  await writers
  expect(seen).toHaveLength(1_000)
  expect(seen.toSorted()).toEqual(names.flat().toSorted())
  // Events of one batch stay together and in order.
  for (const batch of names) {
    const start = seen.indexOf(batch[0] ?? '')
    expect(seen.slice(start, start + batch.length)).toEqual(batch)
  }
})

it('waits for the next event and brings it as soon as it is stored', async () => {
  let { cursor } = await read({ limit: '10000' })
  const waiting = read({ cursor, wait: '20' })
  await store(['fresh'])
  const page = await waiting
  expect(page.events.map(({ file }) => file.name)).toEqual(['fresh'])
  cursor = page.cursor
  expect(await read({ cursor })).toMatchObject({ events: [], cursor, manifest: { count: 0, first: null, last: null } })
})

it.each(['cursor=nonsense', 'limit=0', 'limit=10001', 'wait=31', 'wait=x', 'page=2'])('refuses %s', async (query) => {
  const answer = await server.get(`/v1/spillway/event-feed?${query}`)
  expect([answer.status, answer.json()]).toEqual([400, expect.objectContaining({ code: 'MALFORMED_REQUEST' })])
})

/** Such a cursor as the server writes, with other numbers. */
const forged = (cursor: string, change: (vector: Record<string, string>) => object): string => {
  const [prefix, encoded = ''] = cursor.split('.')
  const vector = JSON.parse(Buffer.from(encoded, 'base64url').toString()) as Record<string, string>
  return `${prefix}.${Buffer.from(JSON.stringify(change(vector))).toString('base64url')}`
}

it.each([
  ['beyond the end', () => ({ 1: '18446744073709551615' })],
  ['one beyond the end', ({ 1: last = '0' }: Record<string, string>) => ({ 1: String(BigInt(last) + 1n) })],
  ['of an unknown node', (vector: object) => ({ ...vector, 7: '1' })],
  ['of a node beyond numbers', () => ({ 9999999999: '1' })],
])('refuses a cursor %s, naming field and reason', async (_, change) => {
  await store(['one'])
  const { cursor } = await read({ limit: '10000' })
  const answer = await server.get(`/v1/spillway/event-feed?cursor=${forged(cursor, change)}`)
  expect([answer.status, answer.json()]).toEqual([
    400,
    expect.objectContaining({ code: 'MALFORMED_REQUEST', field: 'query.cursor', detail: expect.any(String) }),
  ])
})

it('is closed to those who may not read events', async () => {
  const token = await server.token(await server.apiClient(['file-events.write']))
  expect((await server.get('/v1/spillway/event-feed', { token })).status).toBe(403)
})

it('lets waiting readers go when the server closes', async () => {
  const { cursor } = await read({ limit: '10000' })
  const waiting = read({ cursor, wait: '30' })
  await new Promise((resolve) => setTimeout(resolve, 300))
  const before = performance.now()
  await server.server.close()
  expect(await waiting).toMatchObject({ events: [], cursor })
  expect(performance.now() - before).toBeLessThan(8_000)
})
