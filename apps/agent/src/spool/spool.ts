import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Observation } from '../inventory/observation.ts'
import { createDelivery, type Delivery } from './delivery.ts'
import { type Batch, type BatchLimits, createReader } from './reader.ts'
import { loadSegments, removeSegment, type Segment } from './segments.ts'
import { readState } from './state-file.ts'
import { createWriter, type SpoolWriter } from './writer.ts'

export interface SpoolOptions {
  readonly directory: string
  /** A segment is closed once it holds this much. */
  readonly segmentBytes: number
  /** Most bytes that may wait for delivery; beyond it the newest events are dropped and counted. */
  readonly capacityBytes: number
  readonly newId: () => string
  /** What the records say about the watched tree, in order; numbered while they are read back, null when they are new. */
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

interface Parts {
  readonly segments: Segment[]
  readonly delivery: Delivery
  readonly writer: SpoolWriter
}

export type Spool = Awaited<ReturnType<typeof openSpool>>

/** Opens the disk queue between the collectors and the server. Everything it says it stored survives a SIGKILL. */
export const openSpool = async (options: SpoolOptions) => {
  const { directory, newId, onObservation } = options
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const statePath = join(directory, 'state.json')
  const delivery = createDelivery(statePath, await readState(statePath, newId))
  await delivery.save()
  const loaded = await loadSegments(directory, ({ observation, sequence }) => {
    if (observation) onObservation(observation, sequence)
  })
  const highest = Math.max(delivery.state().delivered, ...loaded.map(({ last }) => last))
  for (const empty of loaded.filter(isEmpty)) await removeSegment(empty)
  const segments = loaded.filter((segment) => !isEmpty(segment))
  const bell: { ring: () => void } = { ring: () => undefined }
  const writer = openWriter(options, segments, delivery, highest + 1, bell)
  const parts = { segments, delivery, writer }
  return {
    stream: delivery.state().stream,
    append: writer.append,
    between: writer.between,
    ...sending(parts),
    ...housekeeping(parts),
    /** Calls `wake` whenever an event was stored. */
    onAppend: (wake: () => void) => {
      bell.ring = wake
    },
  }
}

const openWriter = (
  { directory, segmentBytes, capacityBytes, onObservation, onDropped }: SpoolOptions,
  segments: Segment[],
  delivery: Delivery,
  nextSequence: number,
  bell: { ring: () => void },
): SpoolWriter =>
  createWriter({
    directory,
    segments,
    segmentBytes,
    nextSequence,
    hasRoom: (bytes) => bytesWaiting(segments, delivery) + bytes <= capacityBytes,
    onStored: (drafts) => {
      for (const { observation } of drafts) if (observation) onObservation(observation, null)
      bell.ring()
    },
    onDropped: (count, error) => {
      delivery.drop(count)
      onDropped(count, error)
    },
  })

const sending = ({ segments, delivery }: Parts) => {
  const reader = createReader(segments)
  return {
    /**
     * The next batch to send, null when all is delivered. Its bounds are durable before it is returned: after a crash
     * the very same batch comes out again, so the server can recognise it.
     */
    next: async (limits: BatchLimits): Promise<OutgoingBatch | null> => {
      const { inFlight, delivered } = delivery.state()
      const batch = await reader.read(delivered, inFlight ? upTo(inFlight.last) : limits)
      return batch && { ...batch, dropped: await delivery.begin(batch.last) }
    },
    /** The server has answered for everything up to `last`. */
    delivered: delivery.complete,
    /** Gives the batch in flight narrower bounds, to part good events from one the server cannot take. */
    narrow: delivery.narrow,
  }
}

const housekeeping = ({ segments, delivery, writer }: Parts) => {
  const isDone = (segment: Segment) => segment.last <= delivery.state().delivered && segment !== writer.active()
  return {
    /** Bytes of delivered segments that could go if the inventory did not need them. */
    reclaimable: (): number => segments.filter(isDone).reduce((sum, { bytes }) => sum + bytes, 0),
    /** Removes delivered segments whose observations a snapshot through number `through` holds. */
    reclaim: async (through: number): Promise<void> => {
      const gone = segments.filter((segment) => isDone(segment) && segment.last <= through)
      segments.splice(0, segments.length, ...segments.filter((segment) => !gone.includes(segment)))
      for (const segment of gone) await removeSegment(segment)
    },
    status: (): SpoolStatus => ({
      pending: segments.reduce((sum, segment) => sum + waitingIn(segment, delivery.state().delivered), 0),
      pendingBytes: bytesWaiting(segments, delivery),
      droppedTotal: delivery.state().droppedTotal,
    }),
    close: async (): Promise<void> => {
      await writer.close()
      await delivery.save()
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

const waitingIn = ({ first, last }: Segment, delivered: number): number =>
  Math.max(0, last - Math.max(first - 1, delivered))

const bytesWaiting = (segments: readonly Segment[], delivery: Delivery): number =>
  segments.reduce((sum, { last, bytes }) => (last > delivery.state().delivered ? sum + bytes : sum), 0)
