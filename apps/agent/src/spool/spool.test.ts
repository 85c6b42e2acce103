import { appendFile, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Observation } from '../inventory/observation.ts'
import { temporaryFolder } from '../testing/helpers.ts'
import { openSpool, type Spool, type SpoolOptions } from './spool.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let observed: string[]
let drops: number

beforeEach(async () => {
  folder = await temporaryFolder()
  observed = []
  drops = 0
})
afterEach(async () => {
  for (const spool of opened.splice(0)) await spool.close()
  await folder.remove()
})

const opened: Spool[] = []
/** Another spool on the same folder sees what a crash of the first would have left. */
const open = async (options: Partial<SpoolOptions> = {}): Promise<Spool> => {
  const spool = await openSpool({
    directory: folder.path,
    segmentBytes: 1_000_000,
    capacityBytes: 10_000_000,
    newId: () => 'stream-1',
    onObservation: ({ path }: Observation) => observed.push(path),
    onDropped: (count) => {
      drops += count
    },
    ...options,
  })
  opened.push(spool)
  return spool
}
const draft = (path: string) => ({ observation: { path, identity: null }, event: JSON.stringify({ path }) })
const everything = { events: 100, bytes: 1_000_000 }
const names = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `f${from + index}`)
const fill = async (spool: Spool, from: number, to: number) =>
  Promise.all(names(from, to).map((name) => spool.append(draft(name))))
const segmentFiles = async () => (await readdir(folder.path)).filter((name) => name.endsWith('.segment')).sort()

it('numbers events from 1 in the order they came, over restarts', async () => {
  const spool = await open()
  await fill(spool, 1, 3)
  const again = await open()
  await fill(again, 4, 5)
  const batch = await again.next(everything)
  expect(batch).toMatchObject({ first: 1, last: 3, events: names(1, 3).map((path) => JSON.stringify({ path })) })
  await again.delivered(3)
  expect(await again.next(everything)).toMatchObject({ first: 4, last: 5 })
  await again.delivered(5)
  expect(await again.next(everything)).toBeNull()
  expect((await open()).status()).toEqual({ pending: 0, pendingBytes: 0, droppedTotal: 0 })
})

it('goes on with the next number after everything was delivered and removed', async () => {
  const spool = await open({ segmentBytes: 100 })
  await fill(spool, 1, 4)
  await spool.append(draft('f5'))
  await spool.append(draft('f6'))
  await spool.delivered(6)
  await spool.reclaim(6)
  const again = await open()
  await again.reclaim(6)
  expect(await segmentFiles()).toEqual([])
  const last = await open()
  await last.append(draft('f7'))
  expect(await last.next(everything)).toMatchObject({ first: 7, last: 7 })
})

it('cuts off a torn or damaged tail and tells what is left', async () => {
  const spool = await open()
  await fill(spool, 1, 2)
  const [segment = ''] = await segmentFiles()
  await appendFile(join(folder.path, segment), '0badc0de 3\t{"path":"torn"')
  observed = []
  const again = await open()
  expect(observed).toEqual(['f1', 'f2'])
  await again.append(draft('f3'))
  await again.delivered(2)
  expect(await again.next(everything)).toMatchObject({ first: 3, last: 3 })
  expect(String(await readFile(join(folder.path, segment)))).not.toContain('torn')
})

describe('a batch in flight', () => {
  it('comes out with the same bounds after a crash, whatever was added', async () => {
    const spool = await open()
    await fill(spool, 1, 3)
    expect(await spool.next(everything)).toMatchObject({ first: 1, last: 3 })
    const again = await open()
    await fill(again, 4, 9)
    expect(await again.next({ events: 2, bytes: 10 })).toMatchObject({ first: 1, last: 3 })
  })

  it('can be narrowed to part good events from bad', async () => {
    const spool = await open()
    await fill(spool, 1, 4)
    await spool.next(everything)
    await spool.narrow(2)
    expect(await (await open()).next(everything)).toMatchObject({ first: 1, last: 2 })
  })

  it('is bounded by number and bytes, but never empty', async () => {
    const spool = await open()
    await fill(spool, 1, 4)
    expect(await spool.next({ events: 3, bytes: 1_000 })).toMatchObject({ last: 3 })
    await spool.delivered(3)
    expect(await spool.next({ events: 3, bytes: 1 })).toMatchObject({ first: 4, last: 4 })
  })
})

describe('a full spool', () => {
  it('drops the newest, counts them, and announces them once', async () => {
    const spool = await open({ capacityBytes: 200 })
    const stored = await fill(spool, 1, 10)
    const kept = stored.filter(Boolean).length
    expect(kept).toBeGreaterThan(0)
    expect(stored.slice(0, kept).every(Boolean)).toBe(true)
    expect(drops).toBe(10 - kept)
    expect(observed).toEqual(names(1, kept))
    expect(await spool.next(everything)).toMatchObject({ first: 1, last: kept, dropped: drops })
    await spool.close()
    const again = await open({ capacityBytes: 10_000 })
    expect(await again.next(everything)).toMatchObject({ dropped: drops })
    await again.delivered(kept)
    await again.append(draft('later'))
    expect(await again.next(everything)).toMatchObject({ first: kept + 1, dropped: 0 })
    expect(again.status().droppedTotal).toBe(drops)
  })
})

it('keeps delivered segments until a snapshot has taken them in', async () => {
  const spool = await open({ segmentBytes: 50 })
  for (const name of names(1, 4)) await spool.append(draft(name))
  expect(await segmentFiles()).toHaveLength(4)
  await spool.delivered(3)
  expect(spool.reclaimable()).toBeGreaterThan(100)
  await spool.reclaim(2)
  expect(await segmentFiles()).toHaveLength(2)
  await spool.reclaim(4)
  expect(await segmentFiles()).toHaveLength(1)
})
