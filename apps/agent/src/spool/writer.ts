import type { FileHandle } from 'node:fs/promises'
import type { Observation } from '../inventory/observation.ts'
import { encodeRecord } from './record.ts'
import { createSegment, type Segment } from './segments.ts'

/** An event that has no number yet. */
export interface Draft {
  readonly observation: Observation | null
  readonly event: string
}

interface Waiting {
  readonly draft: Draft
  readonly settle: (stored: boolean) => void
}

interface WriterDependencies {
  readonly directory: string
  /** Oldest first; the writer appends to it. */
  readonly segments: Segment[]
  readonly segmentBytes: number
  readonly nextSequence: number
  readonly hasRoom: (bytes: number) => boolean
  /** Called in order, once the records are durable. */
  readonly onStored: (drafts: readonly Draft[]) => void
  readonly onDropped: (count: number, error: unknown) => void
}

export interface SpoolWriter {
  /** Resolves once the event is durable, with false when it was dropped for want of room. */
  readonly append: (draft: Draft) => Promise<boolean>
  /** Runs a job between two writes, with the number of the last stored record. */
  readonly between: <T>(job: (through: number) => Promise<T>) => Promise<T>
  readonly active: () => Segment | null
  readonly close: () => Promise<void>
}

const recordsPerWrite = 1_000

/** A single writer: whatever waits while one write is made durable goes into the next. */
export const createWriter = (dependencies: WriterDependencies): SpoolWriter => {
  const { directory, segments, segmentBytes, hasRoom, onStored, onDropped } = dependencies
  let next = dependencies.nextSequence
  let open: { segment: Segment; handle: FileHandle } | null = null
  let turn: Promise<unknown> = Promise.resolve()
  const waiting: Waiting[] = []

  const inTurn = <T>(job: () => Promise<T>): Promise<T> => {
    const result = turn.then(job)
    turn = result.catch(() => undefined)
    return result
  }
  const openSegment = async () => {
    if (open && open.segment.bytes < segmentBytes) return open
    await open?.handle.close()
    open = null
    open = await createSegment(directory, next)
    segments.push(open.segment)
    return open
  }
  const store = async (text: string, count: number): Promise<void> => {
    const { segment, handle } = await openSegment()
    const bytes = Buffer.from(text)
    try {
      await writeWhole(handle, bytes, segment.bytes)
      await handle.datasync()
    } catch (error) {
      await handle.truncate(segment.bytes).catch(() => undefined)
      throw error
    }
    segment.bytes += bytes.length
    segment.last = next + count - 1
    next += count
  }
  const flush = async (): Promise<void> => {
    const taken = waiting.splice(0, recordsPerWrite)
    const { kept, text, refused } = number(taken, next, hasRoom)
    try {
      if (kept.length > 0) await store(text, kept.length)
      onStored(kept.map(({ draft }) => draft))
      if (refused.length > 0) onDropped(refused.length, null)
      for (const item of kept) item.settle(true)
    } catch (error) {
      onDropped(taken.length, error)
      for (const item of kept) item.settle(false)
    }
    for (const item of refused) item.settle(false)
  }

  return {
    append: (draft) =>
      new Promise((settle) => {
        waiting.push({ draft, settle })
        if (waiting.length === 1)
          void inTurn(async () => {
            while (waiting.length > 0) await flush()
          })
      }),
    between: (job) => inTurn(() => job(next - 1)),
    active: () => open?.segment ?? null,
    close: () =>
      inTurn(async () => {
        await open?.handle.close()
        open = null
      }),
  }
}

/** Numbers what fits; the newest are refused first, so that what is kept stays without gaps. */
const number = (taken: readonly Waiting[], next: number, hasRoom: (bytes: number) => boolean) => {
  const kept: Waiting[] = []
  let text = ''
  for (const item of taken) {
    const line = encodeRecord({ sequence: next + kept.length, ...item.draft })
    if (!hasRoom(text.length + line.length)) break
    text += line
    kept.push(item)
  }
  return { kept, text, refused: taken.slice(kept.length) }
}

const writeWhole = async (handle: FileHandle, bytes: Buffer, position: number): Promise<void> => {
  for (let written = 0; written < bytes.length; ) {
    written += (await handle.write(bytes, written, bytes.length - written, position + written)).bytesWritten
  }
}
