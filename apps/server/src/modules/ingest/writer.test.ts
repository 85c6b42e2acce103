import { parseFileEvent } from '@spillway/event-model'
import { describe, expect, it } from 'vitest'
import type { Origin } from './enrich/index.ts'
import { createRowRenderer } from './prepare/row-bytes.ts'
import { createWriter, type WriterDependencies } from './writer.ts'

const origin: Origin = {
  tenantId: 't',
  node: 7,
  batch: 'b',
  receivedAt: '2026-02-01T10:00:00.000000Z',
  ip: null,
  agent: null,
}
const rowsNamed = (...ids: string[]) => {
  const events = ids.map((id) => {
    const parsed = parseFileEvent({ event: { id } })
    if (!parsed.ok) throw new Error('Not an event')
    parsed.event.event.ingested = origin.receivedAt
    return parsed.event
  })
  const renderer = createRowRenderer(origin, 0)
  renderer.append(events)
  return renderer.finish()
}

interface Insert {
  readonly rows: { seq: number; event_id: string; event_inserted: string }[]
  readonly token: string
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}
class Away extends Error {}
class Refused extends Error {}

const start = 1_770_000_000_000
const setUp = (more: Partial<WriterDependencies> = {}) => {
  const inserts: Insert[] = []
  let commits = 0
  let now = start
  const writer = createWriter({
    sink: {
      insert: (bytes, _count, token) =>
        new Promise((resolve, reject) => {
          const rows = Buffer.from(bytes)
            .toString()
            .split('\n')
            .filter(Boolean)
            .map((line) => JSON.parse(line))
          inserts.push({ rows, token, resolve, reject })
        }),
    },
    node: 7,
    highestSequence: async () => 0n,
    clock: () => new Date(now),
    isUncertain: (error) => error instanceof Away,
    onCommit: () => commits++,
    pause: async () => undefined,
    ...more,
  })
  const nextInsert = async (index: number): Promise<Insert> => {
    for (let turn = 0; turn < 1_000; turn++) {
      const insert = inserts[index]
      if (insert) return insert
      await new Promise((resolve) => setImmediate(resolve))
    }
    throw new Error(`There is no insert ${index}`)
  }
  const setClock = (milliseconds: number) => {
    now = milliseconds
  }
  return { writer, inserts, nextInsert, setClock, commits: () => commits }
}
const ids = (insert: Insert) => insert.rows.map((row) => row.event_id)

describe('the writer', () => {
  it('makes one insert at a time and gathers what comes meanwhile into the next', async () => {
    const { writer, inserts, nextInsert, commits } = setUp()
    const writes = [writer.write(rowsNamed('a'))]
    const first = await nextInsert(0)
    writes.push(writer.write(rowsNamed('b', 'c')), writer.write(rowsNamed('d')))
    expect(inserts).toHaveLength(1)
    first.resolve()
    const second = await nextInsert(1)
    expect([ids(first), ids(second)]).toEqual([['a'], ['b', 'c', 'd']])
    expect(second.rows.map(({ seq }) => seq - (first.rows[0]?.seq ?? 0))).toEqual([1, 2, 3])
    second.resolve()
    await Promise.all(writes)
    expect([commits(), writer.committed()]).toEqual([2, second.rows[2]?.seq])
  })

  it('acknowledges nothing before it is durable', async () => {
    const { writer, nextInsert } = setUp()
    let acknowledged = false
    const write = writer.write(rowsNamed('a')).then(() => {
      acknowledged = true
    })
    const insert = await nextInsert(0)
    await new Promise((resolve) => setImmediate(resolve))
    expect([acknowledged, writer.committed()]).toEqual([false, null])
    insert.resolve()
    await write
  })

  it('numbers on from the highest number or from the clock, whichever is more', async () => {
    for (const [highest, expected] of [
      [5n, start * 1000],
      [BigInt(start) * 2000n, start * 2000 + 1],
    ] as const) {
      const { writer, nextInsert } = setUp({ highestSequence: async () => highest })
      const write = writer.write(rowsNamed('a'))
      const insert = await nextInsert(0)
      expect(insert.rows[0]?.seq).toBe(expected)
      insert.resolve()
      await write
    }
  })

  it('never steps back with the time of insertion', async () => {
    const { writer, nextInsert, setClock } = setUp()
    const times: (string | undefined)[] = []
    for (const [index, now] of [start, start - 5_000, start + 1].entries()) {
      setClock(now)
      const write = writer.write(rowsNamed('a'))
      const insert = await nextInsert(index)
      times.push(insert.rows[0]?.event_inserted)
      insert.resolve()
      await write
    }
    expect(times).toEqual(['2026-02-02 02:40:00.000000', '2026-02-02 02:40:00.000000', '2026-02-02 02:40:00.001000'])
  })

  it('repeats an insert whose fate is open, unchanged, and turns new batches away meanwhile', async () => {
    const { writer, nextInsert } = setUp()
    const write = writer.write(rowsNamed('a'))
    const first = await nextInsert(0)
    first.reject(new Away())
    const second = await nextInsert(1)
    await expect(writer.write(rowsNamed('b'))).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      details: { retryAfterSeconds: 2 },
    })
    expect([second.token, second.rows]).toEqual([first.token, first.rows])
    second.resolve()
    await write
    const later = writer.write(rowsNamed('c'))
    ;(await nextInsert(2)).resolve()
    await later
  })

  it('keeps the neighbours of a batch that the store refuses', async () => {
    const { writer, nextInsert } = setUp()
    const first = writer.write(rowsNamed('a'))
    const opening = await nextInsert(0)
    const [good, bad] = [writer.write(rowsNamed('b')), writer.write(rowsNamed('c'))]
    const outcome = Promise.allSettled([good, bad])
    opening.resolve()
    ;(await nextInsert(1)).reject(new Refused('too odd'))
    ;(await nextInsert(2)).resolve()
    ;(await nextInsert(3)).reject(new Refused('too odd'))
    expect((await outcome).map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    await first
    await expect(bad).rejects.toBeInstanceOf(Refused)
  })

  it('turns batches away when too much is waiting', async () => {
    const { writer, nextInsert } = setUp({ limits: { groupRows: 10, groupBytes: 1e6, queueBytes: 1_250 } })
    const rows = rowsNamed('a', 'b', 'c')
    const write = writer.write(rows)
    const insert = await nextInsert(0)
    const waiting = [writer.write(rowsNamed('d'))]
    await expect(writer.write(rowsNamed('e', 'f', 'g'))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    insert.resolve()
    ;(await nextInsert(1)).resolve()
    await Promise.all([write, ...waiting])
    expect(writer.waiting()).toEqual({ batches: 0, bytes: 0 })
  })

  it('splits what waits into inserts of bounded size', async () => {
    const { writer, nextInsert } = setUp({ limits: { groupRows: 3, groupBytes: 1e6, queueBytes: 1e6 } })
    const writes = ['a', 'b', 'c', 'd', 'e'].map((id) => writer.write(rowsNamed(id, `${id}2`)))
    const groups: string[][] = []
    for (let index = 0; index < 5; index++) {
      const insert = await nextInsert(index)
      groups.push(ids(insert))
      insert.resolve()
    }
    await Promise.all(writes)
    expect(groups.map((group) => group.length)).toEqual([2, 2, 2, 2, 2])
  })

  it('finishes what it accepted and takes no more when it closes', async () => {
    const { writer, nextInsert } = setUp()
    const write = writer.write(rowsNamed('a'))
    const closed = writer.close()
    await expect(writer.write(rowsNamed('b'))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    ;(await nextInsert(0)).resolve()
    await Promise.all([write, closed])
  })
})
