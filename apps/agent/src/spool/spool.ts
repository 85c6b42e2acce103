import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Observation } from '../inventory/observation.ts'
import { type Batch, type BatchLimits, createReader } from './reader.ts'
import { loadSegments, removeSegment, type Segment } from './segments.ts'
import { readState, type SpoolState, writeState } from './state-file.ts'
import { createWriter, type Draft } from './writer.ts'

export interface SpoolOptions {
  readonly directory: string
  /** A segment is closed once it holds this much. */
  readonly segmentBytes: number
  /** Most bytes that may wait for delivery; beyond it the newest events are dropped and counted. */
  readonly capacityBytes: number
  readonly newId: () => string
  /** What the records on disk and the new ones say about the watched tree, in order. */
  readonly onObservation: (observation: Observation, sequence: number | null) => void
  readonly onDropped: (count: number, error: unknown) => void
}

export interface SpoolStatus {
  readonly pending: number
  readonly pendingBytes: number
  readonly droppedTotal: number
}

export interface OutgoingBatch extends Batch {
  /** Losses to announce with this batch. */
  readonly dropped: number
}

export type Spool = Awaited<ReturnType<typeof openSpool>>

/** Opens the disk queue between the collectors and the server. Everything it says it stored survives a SIGKILL. */
export const openSpool = async (options: SpoolOptions) => {
  const { directory, segmentBytes, capacityBytes, newId, onObservation } = options
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const statePath = join(directory, 'state.json')
  let state = await readState(statePath, newId)
  const segments = await loadSegments(directory, ({ observation, sequence }) => onObservation(observation, sequence))
  const highest = Math.max(state.delivered, ...segments.map(({ last }) => last))
  for (const empty of segments.filter(isEmpty)) await removeSegment(empty)
  removeWhere(segments, isEmpty)
  await writeState(statePath, state)

  let listener: (() => void) | null = null
  let saving: Promise<unknown> = Promise.resolve()
  let dirty = false
  const change = (changes: Partial<SpoolState>): Promise<void> => {
    state = { ...state, ...changes }
    dirty = true
    const saved = saving.then(async () => {
      if (!dirty) return
      dirty = false
      await writeState(statePath, state)
    })
    saving = saved.catch(() => {
      dirty = true
    })
    return saved
  }

  const pendingBytes = () => segments.reduce((sum, { last, bytes }) => (last > state.delivered ? sum + bytes : sum), 0)
  const onStored = (drafts: readonly Draft[]): void => {
    for (const { observation } of drafts) onObservation(observation, null)
    listener?.()
  }
  const onDropped = (count: number, error: unknown): void => {
    const { unannounced, droppedTotal } = state
    change({ unannounced: unannounced + count, droppedTotal: droppedTotal + count }).catch(() => undefined)
    options.onDropped(count, error)
  }
  const writer = createWriter({
    directory,
    segments,
    segmentBytes,
    nextSequence: highest + 1,
    hasRoom: (bytes) => pendingBytes() + bytes <= capacityBytes,
    onStored,
    onDropped,
  })
  const reader = createReader(segments)

  /**
   * The next batch to send, null when all is delivered. Its bounds are durable before it is returned: after a crash
   * the very same batch comes out again, so the server can recognise it.
   */
  const next = async (limits: BatchLimits): Promise<OutgoingBatch | null> => {
    const { inFlight, delivered, unannounced } = state
    const batch = await reader.read(delivered, inFlight ? upTo(inFlight.last) : limits)
    if (!batch) return null
    const dropped = inFlight?.dropped ?? unannounced
    if (inFlight?.last !== batch.last) await change({ inFlight: { last: batch.last, dropped } })
    return { ...batch, dropped }
  }

  /** The server has answered for everything up to `last`. */
  const delivered = async (last: number): Promise<void> => {
    const unannounced = state.unannounced - (state.inFlight?.dropped ?? 0)
    await change({ delivered: last, inFlight: null, unannounced })
  }

  /** Gives the batch in flight narrower bounds, to part good events from one the server cannot take. */
  const narrow = async (last: number): Promise<void> => {
    if (state.inFlight) await change({ inFlight: { ...state.inFlight, last } })
  }

  const isDone = (segment: Segment) => segment.last <= state.delivered && segment !== writer.active()

  return {
    stream: state.stream,
    append: writer.append,
    between: writer.between,
    next,
    narrow,
    delivered,
    /** Calls `wake` whenever an event was stored. */
    onAppend: (wake: () => void) => {
      listener = wake
    },
    /** Bytes of delivered segments that could go if the inventory did not need them. */
    reclaimable: () => segments.filter(isDone).reduce((sum, { bytes }) => sum + bytes, 0),
    /** Removes delivered segments whose observations a snapshot through number `through` holds. */
    reclaim: async (through: number): Promise<void> => {
      const gone = segments.filter((segment) => isDone(segment) && segment.last <= through)
      removeWhere(segments, (segment) => gone.includes(segment))
      for (const segment of gone) await removeSegment(segment)
    },
    status: (): SpoolStatus => ({
      pending: segments.reduce(
        (sum, { first, last }) => sum + Math.max(0, last - Math.max(first - 1, state.delivered)),
        0,
      ),
      pendingBytes: pendingBytes(),
      droppedTotal: state.droppedTotal,
    }),
    close: async (): Promise<void> => {
      await writer.close()
      await change({})
    },
  }
}

/** A repeated batch has the bounds it had, whatever the limits are now. */
const upTo = (last: number): BatchLimits => ({
  events: Number.POSITIVE_INFINITY,
  bytes: Number.POSITIVE_INFINITY,
  last,
})

const isEmpty = ({ first, last }: Segment): boolean => last < first

const removeWhere = (segments: Segment[], unwanted: (segment: Segment) => boolean): void => {
  segments.splice(0, segments.length, ...segments.filter((segment) => !unwanted(segment)))
}
