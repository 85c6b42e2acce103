export type {
  EventStoreDriver,
  InsertOptions,
  Parameters,
  ParameterValue,
  QueryTag,
  ServerAddress,
  Settings,
  StatementOptions,
  StreamOptions,
} from './drivers/driver.ts'
export { type EmbeddedOptions, openEmbeddedDriver } from './drivers/embedded.ts'
export { openRemoteDriver, type RemoteOptions } from './drivers/remote.ts'
export { EventStoreFault, EventStoreUnavailable, InvalidPageToken, QueryTimeout } from './errors.ts'
export * from './query/index.ts'
export { createTableStatements } from './schema/create-table.ts'
export { eventLayout, eventTable } from './schema/layout.ts'
export type { ActivityPage, ActivityRequest, StoredActivity } from './store/activity.ts'
export type { EventStoreStatus } from './store/bookkeeping.ts'
export type { CallOptions, QueryBudget } from './store/engine.ts'
export { createEventStore, type EventGroup, type EventStore, type EventStoreOptions } from './store/event-store.ts'
export type { FeedCursor, FeedManifest, FeedPage, FeedRequest } from './store/feed.ts'
export type { FollowPage, FollowRequest } from './store/follow.ts'
export type { HistoryExtent, HistoryRange, HistoryRequest, HistoryTiming } from './store/history.ts'
export type { SearchPage } from './store/search.ts'
