import { createHash } from 'node:crypto'
import type { FeedManifest } from '@spillway/contract'
import { SpillwayFeedGapError } from '../core/errors.ts'
import type { FileEvent } from '../types.ts'

export interface FeedPage {
  readonly events: readonly FileEvent[]
  /** Where the next page starts. */
  readonly cursor: string
  readonly manifest: FeedManifest
}

/** SHA-256 over the event ids in order, each followed by a line feed, as lower-case hex. */
export const manifestHash = (events: readonly FileEvent[]): string => {
  const hash = createHash('sha256')
  for (const { event } of events) hash.update(`${event.id}\n`)
  return hash.digest('hex')
}

/** Fails with `SpillwayFeedGapError` when the events received are not those the manifest promises. */
export const checkManifest = ({ events, manifest }: FeedPage): void => {
  if (events.length !== manifest.count) {
    throw new SpillwayFeedGapError('The page holds another number of events', manifest.count, events.length)
  }
  const hash = manifestHash(events)
  if (hash !== manifest.hash) throw new SpillwayFeedGapError('The page holds other events', manifest.hash, hash)
}
