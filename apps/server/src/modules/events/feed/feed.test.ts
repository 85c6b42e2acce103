import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCommitSignal } from '../../ingest/commit-signal.ts'
import { readFeedCursor, writeFeedCursor } from './cursor.ts'
import type { GivenPositions } from './given.ts'
import { createFeedService, type FeedStore } from './service.ts'

describe('a cursor', () => {
  const vectors = fc.dictionary(
    fc.nat({ max: 2 ** 32 - 1 }).map(String),
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
  )

  it('comes back as it was written', () => {
    fc.assert(
      fc.property(vectors, (vector) => {
        expect(readFeedCursor(writeFeedCursor(vector))).toEqual({ ...vector })
      }),
    )
  })

  it('is empty at the beginning', () => expect([readFeedCursor(undefined), readFeedCursor('')]).toEqual([{}, {}]))

  it.each([
    'x',
    'f1.',
    'f1.e30x!',
    writeFeedCursor({ a: '1' }),
    writeFeedCursor({ 1: '-1' }),
    writeFeedCursor({ 1: '01' }),
    writeFeedCursor({ 4294967296: '1' }),
    `f2.${'e30'}`,
  ])('is refused as %j', (text) => {
    expect(() => readFeedCursor(text)).toThrow(expect.objectContaining({ code: 'MALFORMED_REQUEST' }))
  })
})

/** As the control store keeps them. */
const keptPositions = (): GivenPositions => {
  const kept = new Map<string, bigint>()
  return {
    beyond: async (cursor) =>
      Object.entries(cursor).filter(([node, number]) => BigInt(number) > (kept.get(node) ?? -1n)),
    remember: async (cursor) => {
      for (const [node, number] of Object.entries(cursor)) kept.set(node, BigInt(number))
    },
  }
}

const setUp = () => {
  const stored: number[] = []
  const commits = createCommitSignal()
  let looks = 0
  const store: FeedStore = {
    highestSequence: async (node) => BigInt(node === 1 ? (stored.at(-1) ?? 0) : 0),
    feed: async ({ after, limit }) => {
      looks++
      const fresh = stored.filter((seq) => seq > Number(after['1'] ?? 0)).slice(0, limit)
      const last = fresh.at(-1)
      return {
        events: (async function* () {
          yield Buffer.from(fresh.join(','))
        })(),
        manifest: {
          count: fresh.length,
          first: fresh.length > 0 ? `1:${fresh[0]}` : null,
          last: last ? `1:${last}` : null,
          hash: '',
        },
        cursor: last ? { 1: String(last) } : after,
      }
    },
  }
  const commit = (seq: number) => {
    stored.push(seq)
    commits.raise()
  }
  const expire = () => void stored.splice(0)
  return { service: createFeedService({ store, given: keptPositions(), commits }), commit, looks: () => looks, expire }
}
const never = new AbortController().signal

describe('the feed', () => {
  it('goes on where the last page ended', async () => {
    const { service, commit } = setUp()
    for (const seq of [1, 2, 3]) commit(seq)
    const first = await service.read({ cursor: undefined, limit: 2, wait: 0 }, never)
    const second = await service.read({ cursor: first.cursor, limit: 2, wait: 0 }, never)
    expect([first.manifest.count, second.manifest.first, second.manifest.count]).toEqual([2, '1:3', 1])
  })

  it('answers an empty page at once when not asked to wait, with the cursor it was given', async () => {
    const { service, commit } = setUp()
    commit(7)
    const cursor = writeFeedCursor({ 1: '7' })
    expect(await service.read({ cursor, limit: 2, wait: 0 }, never)).toMatchObject({ cursor, manifest: { count: 0 } })
  })

  it('takes a cursor it gave out when nothing of the node is left', async () => {
    const { service, commit, expire } = setUp()
    commit(7)
    const { cursor } = await service.read({ cursor: undefined, limit: 2, wait: 0 }, never)
    expire()
    expect(await service.read({ cursor, limit: 2, wait: 0 }, never)).toMatchObject({ cursor, manifest: { count: 0 } })
  })

  it.each([
    [{ 1: '8' }, 'lies beyond the last event of node 1'],
    [{ 1: '7', 2: '0' }, 'names node 2, of which this feed has no event'],
  ])('refuses a cursor at %j, which cannot have been given out', async (vector, reason) => {
    const { service, commit } = setUp()
    commit(7)
    const details = expect.objectContaining({ field: 'query.cursor', reason })
    await expect(service.read({ cursor: writeFeedCursor(vector), limit: 2, wait: 0 }, never)).rejects.toMatchObject({
      code: 'MALFORMED_REQUEST',
      details,
    })
  })

  it('waits for a commit', async () => {
    const { service, commit, looks } = setUp()
    const page = service.read({ cursor: undefined, limit: 2, wait: 20 }, never)
    await expect.poll(looks).toBe(1)
    commit(5)
    expect((await page).manifest).toMatchObject({ count: 1, first: '1:5' })
  })

  it('stops waiting when the client goes away', async () => {
    const { service, looks } = setUp()
    const client = new AbortController()
    const page = service.read({ cursor: undefined, limit: 2, wait: 30 }, client.signal)
    await expect.poll(looks).toBe(1)
    client.abort()
    expect((await page).manifest.count).toBe(0)
  })
})
