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
export const manifestHash = (events: readonly FileEvent[]): string => hashOf(idsOf(events))

const idsOf = (events: readonly FileEvent[]): string[] => events.map(({ event }) => event.id)

const hashOf = (ids: readonly string[]): string => {
  const hash = createHash('sha256')
  for (const id of ids) hash.update(`${id}\n`)
  return hash.digest('hex')
}

/** Fails with `SpillwayFeedGapError` when the events received are not those the manifest promises. */
export const checkManifest = ({ events, manifest }: FeedPage): void => checkIds(idsOf(events), manifest)

/** The same for the ids of whatever a page holds. */
export const checkIds = (ids: readonly string[], manifest: FeedManifest): void => {
  if (ids.length !== manifest.count)
    throw new SpillwayFeedGapError('The page holds another number of entries', manifest.count, ids.length)
  const hash = hashOf(ids)
  if (hash !== manifest.hash) throw new SpillwayFeedGapError('The page holds other entries', manifest.hash, hash)
}
