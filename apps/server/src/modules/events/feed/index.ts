import type { ControlStore } from '@spillway/control-store'
import type { Route } from '../../../http/index.ts'
import type { Clock } from '../../../platform/clock.ts'
import type { CommitSignal } from '../../ingest/index.ts'
import { createGivenPositions } from './given.ts'
import { feedRoutes } from './routes.ts'
import { createFeedService, type FeedStore } from './service.ts'

export type { FeedCursor } from './cursor.ts'
export type { FeedStore, StoredPage } from './service.ts'

interface Dependencies {
  readonly eventStore: FeedStore
  readonly controlStore: Pick<ControlStore, 'db'>
  readonly commits: Pick<CommitSignal, 'wait'>
  readonly clock: Clock
}

/** The event feed: everything stored, once, in order of insertion. */
export const createFeedModule = (dependencies: Dependencies): { readonly routes: readonly Route[] } => {
  const { eventStore, controlStore, commits, clock } = dependencies
  const given = createGivenPositions(controlStore, clock)
  return { routes: feedRoutes(createFeedService({ store: eventStore, given, commits })) }
}
