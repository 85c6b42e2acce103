import { gzipSync } from 'node:zlib'
import { ingestLimits } from '@spillway/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SpillwayError } from '../../../platform/errors.ts'
import type { Origin } from '../enrich/index.ts'
import { createScoring } from '../score.ts'
import { defaultScoringSettings } from '../scoring-settings.ts'
import { askNobody } from '../test-support/context.ts'
import { createPreparer, type Preparer } from './pool.ts'
import { type BatchInput, type PrepareLimits, prepareBatch } from './prepare.ts'
import { type RowBytes, selectRows, stampRows } from './row-bytes.ts'

const origin: Origin = {
  tenantId: '3d5c9f3e-0000-4000-8000-000000000000',
  node: 3,
  batch: '0123456789abcdef'.repeat(4),
  receivedAt: '2026-02-01T10:00:00.000000Z',
  ip: '192.0.2.7',
  agent: null,
}
const score = createScoring()(defaultScoringSettings)
const ndjson = (events: readonly unknown[]) => Buffer.from(events.map((event) => JSON.stringify(event)).join('\n'))
const input = (body: Uint8Array, more: Partial<BatchInput> = {}): BatchInput => ({
  body,
  type: 'application/x-ndjson',
  encoding: 'identity',
  origin,
  ...more,
})
const prepared = (batch: BatchInput, limits: PrepareLimits = ingestLimits) =>
  prepareBatch(batch, { score, ask: askNobody }, limits)
const prepare = (events: readonly unknown[], limits?: Partial<PrepareLimits>) =>
  prepared(input(ndjson(events)), { ...ingestLimits, ...limits })
const stamped = (rows: RowBytes): Record<string, unknown>[] => {
  stampRows(rows, 41, '2026-02-01 10:00:01.000000')
  const lines = Buffer.from(rows.bytes).toString().split('\n').filter(Boolean)
  expect(lines).toHaveLength(rows.offsets.length)
  return lines.map((line) => JSON.parse(line))
}
const codeOf = async (work: () => Promise<unknown>) => {
  try {
    await work()
  } catch (error) {
    return (error as SpillwayError).code
  }
  return null
}

describe('prepared rows', () => {
  it('carry system columns, numbers in order and the time of insertion', async () => {
    const rows = stamped(await prepare([{ file: { name: 'a.txt' } }, { file: { name: 'ü😀.txt' } }]))
    expect(rows).toMatchObject([
      {
        seq: 41,
        node: 3,
        tenant_id: origin.tenantId,
        batch: origin.batch,
        event_inserted: '2026-02-01 10:00:01.000000',
      },
      { seq: 42, file_name: 'ü😀.txt', event_ingested: '2026-02-01 10:00:00.000000', risk_score: 0 },
    ])
  })

  it('keep any text whole', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'binary', minLength: 1 }), { minLength: 1 }), async (names) => {
        const usable = names.filter((name) => !name.includes('\0'))
        const rows = stamped(await prepare(usable.map((name) => ({ file: { name } }))))
        expect(rows.map((row) => row.file_name)).toEqual(usable.map((name) => name.toWellFormed()))
      }),
    )
  })

  it('outgrow the first guess of their size', async () => {
    const events = Array.from({ length: 50 }, (_, index) => ({ file: { name: '\u0001'.repeat(3_000) + index } }))
    expect(stamped(await prepare(events)).map((row) => row.file_name)).toEqual(events.map(({ file }) => file.name))
  })

  it('can be narrowed to those still missing', async () => {
    const batch = await prepare([1, 2, 3, 4].map((count) => ({ file: { name: `${count}.txt` } })))
    const rows = stamped(selectRows(batch, (index) => index % 2 === 1))
    expect(rows.map((row) => [row.seq, row.file_name])).toEqual([
      [41, '2.txt'],
      [42, '4.txt'],
    ])
  })
})

describe('bad rows', () => {
  it('are named with line, place and reason while the good ones stay', async () => {
    const good = JSON.stringify({ file: { name: 'a' } })
    const batch = await prepared(
      input(
        Buffer.from(`${good}\n\n{"file":{"sizeInBytes":"big"}}\n{broken\n[]\n${good}\n{"file":{"name":"a\\u0000b"}}\n`),
      ),
    )
    expect(batch).toMatchObject({ received: 6, rejectedRows: 4, duplicates: 0 })
    expect(batch.offsets).toHaveLength(2)
    expect(batch.rejected).toEqual([
      { row: 3, path: 'file.sizeInBytes', reason: 'must be an integer' },
      { row: 4, path: '', reason: expect.stringMatching(/^is not JSON: /) },
      { row: 5, path: '', reason: 'must be an object' },
      { row: 7, path: 'file.name', reason: 'holds a NUL character' },
    ])
  })

  it('are refused for their size and depth before they are parsed', async () => {
    const deep = `{"x":${'['.repeat(5_000)}${']'.repeat(5_000)}}`
    const large = JSON.stringify({ file: { name: 'x'.repeat(ingestLimits.rowBytes) } })
    expect((await prepared(input(Buffer.from(`${deep}\n${large}`)))).rejected).toEqual([
      { row: 1, path: '', reason: 'nests deeper than 64 levels' },
      { row: 2, path: '', reason: 'is larger than 1048576 bytes' },
    ])
  })

  it('stop being named after the limit, never being counted', async () => {
    const batch = await prepare(Array(30).fill(7), { problems: 10 })
    expect([batch.rejected.length, batch.rejectedRows]).toEqual([10, 30])
  })

  it('throw nothing but errors for the client, whatever the bytes', async () => {
    const body = fc.oneof(fc.uint8Array(), fc.json().map(Buffer.from), fc.string({ unit: 'binary' }).map(Buffer.from))
    const type = fc.constantFrom('application/json' as const, 'application/x-ndjson' as const)
    const encoding = fc.constantFrom('identity', 'gzip', 'zstd', 'br')
    await fc.assert(
      fc.asyncProperty(body, type, encoding, async (bytes, type, encoding) => {
        try {
          stamped(await prepared(input(bytes, { type, encoding })))
        } catch (error) {
          expect(error).toBeInstanceOf(SpillwayError)
        }
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('limits', () => {
  it('take 10,000 events and refuse one more', async () => {
    const line = Buffer.from('{}\n')
    const lines = (count: number) => input(Buffer.concat(Array(count).fill(line)))
    expect((await prepared(lines(10_000))).received).toBe(10_000)
    expect(await codeOf(() => prepared(lines(10_001)))).toBe('PAYLOAD_TOO_LARGE')
  })

  it('refuse invalid UTF-8 as a whole', async () => {
    expect(await codeOf(() => prepared(input(Buffer.from([0x7b, 0xff, 0x7d]))))).toBe('MALFORMED_REQUEST')
  })
})

describe('repeated ids in a body', () => {
  it('are stored once', async () => {
    const batch = await prepare([{ event: { id: 'a' } }, { event: { id: 'b' } }, { event: { id: 'a' } }, {}, {}])
    expect([batch.duplicates, batch.ids.length]).toEqual([1, 4])
    expect(new Set(batch.ids).size).toBe(4)
  })
})

describe('a pool', () => {
  let pool: Preparer
  beforeAll(() => {
    pool = createPreparer({ threads: 1, inlineBytes: 0 })
  })
  afterAll(() => pool.close())

  it('prepares in a thread what it would prepare at once', async () => {
    const events = Array.from({ length: 300 }, (_, index) => ({ file: { name: `${index}.pdf` } }))
    const here = await prepared(input(gzipSync(ndjson(events)), { encoding: 'gzip' }))
    const there = await pool.prepare(
      input(gzipSync(ndjson(events)), { encoding: 'gzip' }),
      defaultScoringSettings,
      askNobody,
    )
    expect(stamped(there)).toEqual(stamped(here))
    expect({ ...there, bytes: null, offsets: null }).toEqual({ ...here, bytes: null, offsets: null })
  })

  it('hands errors for the client on', async () => {
    await expect(
      pool.prepare(input(Buffer.from('[1'), { type: 'application/json' }), defaultScoringSettings, askNobody),
    ).rejects.toMatchObject({
      code: 'MALFORMED_REQUEST',
      details: { field: 'body' },
    })
  })

  it('works through more bodies than it has threads', async () => {
    const batches = await Promise.all(
      [1, 2, 3, 4, 5].map((count) =>
        pool.prepare(input(ndjson(Array(count).fill({}))), defaultScoringSettings, askNobody),
      ),
    )
    expect(batches.map(({ received }) => received)).toEqual([1, 2, 3, 4, 5])
  })

  it('goes on after its thread rested and gave way to a fresh one', async () => {
    const restless = createPreparer({ threads: 1, inlineBytes: 0, rest: 1 })
    const received = async (rows: number) =>
      (await restless.prepare(input(ndjson(Array(rows).fill({}))), defaultScoringSettings, askNobody)).received
    expect(await received(1)).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await Promise.all([received(2), received(3)])).toEqual([2, 3])
    await restless.close()
  })
})
