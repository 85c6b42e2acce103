import type { Route } from '../../../http/index.ts'
import type { CommitSignal } from '../../ingest/index.ts'
import { feedRoutes } from './routes.ts'
import { createFeedService, type FeedStore } from './service.ts'

export type { FeedCursor } from './cursor.ts'
export type { FeedStore, StoredPage } from './service.ts'

interface Dependencies {
  readonly eventStore: FeedStore
  readonly commits: Pick<CommitSignal, 'wait'>
}

/** The event feed: everything stored, once, in order of insertion. */
export const createFeedModule = ({ eventStore, commits }: Dependencies): { readonly routes: readonly Route[] } => ({
  routes: feedRoutes(createFeedService({ store: eventStore, commits })),
})
