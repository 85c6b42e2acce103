import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { type Answer, type StubServer, startStubServer } from '../testing/stub-server.ts'
import { spillway } from '../testing/world.ts'

let directory: string
let server: StubServer
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'spillway-cli-'))
})
afterEach(() => server?.close())
afterAll(() => rmSync(directory, { recursive: true }))

const path = '/v1/ingest/file-events'
const rows = (count: number, from = 0) => Array.from({ length: count }, (_, row) => `{"n":${from + row}}\n`).join('')
const storeAll: Answer = ({ body }) => {
  const received = body.trimEnd().split('\n').length
  return { json: { received, stored: received, duplicates: 0, rejectedRows: 0, rejected: [] } }
}
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(directory, name), content)
  return join(directory, name)
}
const keys = () => server.received.map(({ headers }) => headers['idempotency-key'])

it('sends a file in batches, whole and in order', async () => {
  server = await startStubServer({ [path]: storeAll })
  const { code, output } = await spillway(['ingest', file('a.ndjson', rows(12_000))], server)
  expect(code).toBe(0)
  expect(output).toMatch(/^12,000 of 12,000 events stored/)
  const sent = server.received.map(({ body }) => body).sort((a, b) => JSON.parse(first(a)).n - JSON.parse(first(b)).n)
  expect(sent.join('')).toBe(rows(12_000))
  expect(sent.map((body) => body.split('\n').length - 1)).toEqual([5_000, 5_000, 2_000])
})

const first = (body: string) => body.slice(0, body.indexOf('\n'))

it('gives the same file the same idempotency keys, and new ones with --again', async () => {
  server = await startStubServer({ [path]: storeAll })
  const events = file('b.ndjson', rows(6_000))
  await spillway(['ingest', events], server)
  await spillway(['ingest', events], server)
  expect(new Set(keys()).size).toBe(2)
  await spillway(['ingest', events, '--again'], server)
  expect(new Set(keys()).size).toBe(4)
})

it('unpacks gzip and reads standard input, leaving blank lines out', async () => {
  server = await startStubServer({ [path]: storeAll })
  await spillway(['ingest', file('c.ndjson.gz', gzipSync(rows(3)))], server)
  await spillway(['ingest', '-'], { ...server, input: '\n{"n":0}\r\n   \n{"n":1}\n{"n":2}' })
  expect(server.received.map(({ body }) => body)).toEqual([rows(3), '{"n":0}\r\n{"n":1}\n{"n":2}\n'])
})

it('names refused rows by their line in the file and tells so by its exit code', async () => {
  const rejected = [{ row: 2, path: 'file.sizeInBytes', reason: 'must be a whole number' }]
  const receipt = { received: 2, stored: 1, duplicates: 0, rejectedRows: 1, rejected }
  server = await startStubServer({ [path]: () => ({ json: receipt }) })
  const outcome = await spillway(['ingest', '-'], { ...server, input: '{}\n\n\n{"file":{}}\n' })
  expect(outcome.code).toBe(6)
  expect(outcome.errors).toContain('line 4: file.sizeInBytes: must be a whole number')
  expect(outcome.output).toMatch(/^1 of 2 events stored .*1 refused/)
})

it('sums up as JSON', async () => {
  server = await startStubServer({ [path]: storeAll })
  const { output } = await spillway(['ingest', '-', '--json'], { ...server, input: rows(3) })
  expect(JSON.parse(output)).toEqual({ received: 3, stored: 3, duplicates: 0, refused: 0, rejected: [] })
})

it('stops at an error with the code for its kind', async () => {
  server = await startStubServer({ [path]: () => ({ status: 403, json: { code: 'FORBIDDEN' } }) })
  expect((await spillway(['ingest', '-'], { ...server, input: rows(3) })).code).toBe(3)
  expect((await spillway(['ingest', join(directory, 'absent.ndjson')], server)).code).toBe(4)
})
