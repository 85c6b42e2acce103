import { SpillwayError } from '../../platform/errors.ts'
import { type RowBytes, stampRows } from './prepare/row-bytes.ts'

/** Where the writer puts its groups. `insert` resolves once the rows are durable and visible. */
export interface EventSink {
  insert(rows: Uint8Array, count: number, token: string): Promise<void>
}

export interface WriterLimits {
  /** Rows and bytes of one insert; a single batch may exceed them. */
  readonly groupRows: number
  readonly groupBytes: number
  /** Bytes of rows that may wait before new batches are turned away. */
  readonly queueBytes: number
}

export const writerLimits: WriterLimits = {
  groupRows: 50_000,
  groupBytes: 64 * 1024 * 1024,
  queueBytes: 128 * 1024 * 1024,
}

export interface WriterDependencies {
  readonly sink: EventSink
  readonly node: number
  /** Highest number this node ever stored, 0 for none. Asked before the first insert. */
  readonly highestSequence: () => Promise<bigint>
  readonly clock: () => Date
  /** True for failures that leave open whether the rows arrived. */
  readonly isUncertain: (error: unknown) => boolean
  /** Called after each group is durable. */
  readonly onCommit: () => void
  readonly limits?: WriterLimits
  readonly pause?: (milliseconds: number) => Promise<void>
}

/** The one writer of a node: an insert at a time, so that the order of numbers is the order of commits. */
export interface Writer {
  /** Resolves when the rows are durable. Rejects at once with `STORE_UNAVAILABLE` when too much is waiting. */
  write(rows: RowBytes): Promise<void>
  /** Number of the newest durable event of this process; null before any. */
  committed(): number | null
  waiting(): { readonly batches: number; readonly bytes: number }
  /** Turns new batches away and waits for those accepted, except where the store is away. */
  close(): Promise<void>
}

interface Waiting {
  readonly rows: RowBytes
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

const retryAfterSeconds = 2
const shortestPause = 100
const longestPause = 5_000

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

export const createWriter = (dependencies: WriterDependencies): Writer => {
  const {
    sink,
    node,
    highestSequence,
    clock,
    isUncertain,
    onCommit,
    limits = writerLimits,
    pause = sleep,
  } = dependencies
  const queue: Waiting[] = []
  let waitingBytes = 0
  let nextSequence: number | null = null
  let committed: number | null = null
  let loop: Promise<void> | null = null
  let storeAway = false
  let insertedAt = ''
  let closing = false

  const takeGroup = (): Waiting[] => {
    const group: Waiting[] = []
    let rows = 0
    let bytes = 0
    for (let head = queue[0]; head; head = queue[0]) {
      rows += head.rows.offsets.length
      bytes += head.rows.bytes.byteLength
      if (group.length > 0 && (rows > limits.groupRows || bytes > limits.groupBytes)) break
      group.push(head)
      queue.shift()
    }
    return group
  }

  /**
   * The next free number. A process starts no lower than the microseconds since 1970: beyond what an insert of its
   * predecessor, still on its way to the store, can bear, and growing even when retention has emptied the store.
   */
  const nextNumber = async (): Promise<number> =>
    nextSequence ?? Math.max(Number(await highestSequence()) + 1, clock().getTime() * 1000)

  /** Stores one group under new numbers. An insert whose fate is open is repeated with its token until it is known. */
  const store = async (group: readonly Waiting[]): Promise<void> => {
    const first = await nextNumber()
    // Scripts follow events by this time, so it must not step back with the clock.
    const now = storedInstant(clock())
    if (now > insertedAt) insertedAt = now
    let next = first
    for (const { rows } of group) {
      stampRows(rows, next, insertedAt)
      next += rows.offsets.length
    }
    nextSequence = next
    const bytes = joined(group)
    const last = next - 1
    for (let wait = shortestPause; ; wait = Math.min(wait * 2, longestPause)) {
      try {
        await sink.insert(bytes, last - first + 1, `${node}-${first}-${last}`)
        break
      } catch (error) {
        if (!isUncertain(error) || closing) throw error
        storeAway = true
        await pause(wait)
      }
    }
    committed = last
    onCommit()
  }

  const storeOrReject = async (group: readonly Waiting[]): Promise<void> => {
    try {
      await store(group)
      for (const { resolve } of group) resolve()
    } catch (error) {
      // One bad batch must not take its neighbours along.
      if (group.length > 1 && !isUncertain(error)) for (const single of group) await storeOrReject([single])
      else for (const { reject } of group) reject(isUncertain(error) ? away(error) : error)
    } finally {
      storeAway = false
    }
  }

  const drain = async (): Promise<void> => {
    while (queue.length > 0) {
      const group = takeGroup()
      await storeOrReject(group)
      for (const { rows } of group) waitingBytes -= rows.bytes.byteLength
    }
    loop = null
  }

  return {
    write: (rows) => {
      const bytes = rows.bytes.byteLength
      if (closing || storeAway || (waitingBytes > 0 && waitingBytes + bytes > limits.queueBytes)) {
        return Promise.reject(away())
      }
      return new Promise((resolve, reject) => {
        waitingBytes += bytes
        queue.push({ rows, resolve, reject })
        loop ??= Promise.resolve().then(drain)
      })
    },
    committed: () => committed,
    waiting: () => ({ batches: queue.length, bytes: waitingBytes }),
    close: async () => {
      closing = true
      while (loop) await loop
    },
  }
}

const joined = (group: readonly Waiting[]): Uint8Array => {
  const [only, ...others] = group
  return only && others.length === 0 ? only.rows.bytes : Buffer.concat(group.map(({ rows }) => rows.bytes))
}

const storedInstant = (at: Date): string => `${at.toISOString().slice(0, 23).replace('T', ' ')}000`

const away = (cause?: unknown): SpillwayError =>
  new SpillwayError('STORE_UNAVAILABLE', {
    reason: 'The event store is away or overloaded; send the batch again with the same idempotency key',
    retryAfterSeconds,
    ...(cause !== undefined && { cause }),
  })
