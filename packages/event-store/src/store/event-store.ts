import type { EventPart, FieldPath } from '@spillway/event-model'
import type { EventStoreDriver } from '../drivers/driver.ts'
import type { CompiledExport, CompiledGrouping, CompiledSearch } from '../query/index.ts'
import { storageTable } from '../schema/create-table.ts'
import { eventLayout, eventTable } from '../schema/layout.ts'
import { migrateEventTable } from '../schema/migrate.ts'
import { type ActivityPage, type ActivityRequest, readActivity } from './activity.ts'
import { type EventStoreStatus, highestSequence, readStatus, storedRows } from './bookkeeping.ts'
import { type CallOptions, createEngine, defaultBudget, type QueryBudget } from './engine.ts'
import { exportCsv } from './export.ts'
import { type FeedPage, type FeedRequest, readFeed } from './feed.ts'
import { type FollowPage, type FollowRequest, followEvents } from './follow.ts'
import {
  type HistoryExtent,
  type HistoryRange,
  type HistoryRequest,
  type HistoryTiming,
  readExtent,
  readHistory,
} from './history.ts'
import { type SearchPage, search } from './search.ts'
import { groupStatement } from './statements.ts'

export interface EventGroup {
  value: string
  docCount: number
}

/** File events, stored once and found again. Failures are those of the driver, and `InvalidPageToken`. */
export interface EventStore {
  /** Creates the table, or adds what an older one lacks. Must have succeeded before anything else is asked. */
  migrate(): Promise<void>
  /** Stores NDJSON rows of `toEventRow`; resolves once they are durable. A repeated token stores nothing. */
  insert(rows: Uint8Array, count: number, token: string): Promise<void>
  search(query: CompiledSearch, call?: CallOptions): Promise<SearchPage>
  group(query: CompiledGrouping, call?: CallOptions): Promise<EventGroup[]>
  exportCsv(query: CompiledExport, call?: CallOptions): AsyncIterable<Uint8Array>
  feed(request: FeedRequest, call?: CallOptions): Promise<FeedPage>
  follow<Path extends FieldPath>(request: FollowRequest<Path>, call?: CallOptions): Promise<FollowPage<Path>>
  /** Parts of events by the time at which they are judged, in no order, some thousands at once. */
  history<Path extends FieldPath>(
    request: HistoryRequest<Path>,
    call?: CallOptions,
  ): AsyncIterable<readonly EventPart<Path>[]>
  extent(range: HistoryRange & { readonly timing: HistoryTiming }, call?: CallOptions): Promise<HistoryExtent>
  activity(request: ActivityRequest, call?: CallOptions): Promise<ActivityPage>
  storedRows(batch: string, call?: CallOptions): Promise<Set<string>>
  highestSequence(node: number, call?: CallOptions): Promise<bigint>
  status(call?: CallOptions): Promise<EventStoreStatus>
  /** Resolves when the engine answers. */
  ping(): Promise<void>
  close(): Promise<void>
}

export interface EventStoreOptions {
  driver: EventStoreDriver
  /** Days after its insertion that an event is kept. */
  retentionDays?: number
  budget?: QueryBudget
  /** Named in the engine's log beside each query. */
  tenantId?: string
}

const defaultRetentionDays = 90

export function createEventStore(options: EventStoreOptions): EventStore {
  const { driver, retentionDays = defaultRetentionDays, budget = defaultBudget, tenantId } = options
  const engine = createEngine(driver, budget, tenantId)
  const { cluster } = driver
  return {
    migrate: () => migrateEventTable(driver, { layout: eventLayout, retentionDays, cluster }),
    async insert(rows, count, token) {
      if (count > 0) await driver.insert(eventTable, rows, { deduplicationToken: token })
    },
    search: (query, call) => search(engine, query, call),
    group: (query, call) => engine.rows<EventGroup>(groupStatement(query), call),
    exportCsv: (query, call) => exportCsv(engine, query, call),
    feed: (request, call) => readFeed(engine, request, call),
    follow: (request, call) => followEvents(engine, request, call),
    history: (request, call) => readHistory(engine, request, call),
    extent: (range, call) => readExtent(engine, range, call),
    activity: (request, call) => readActivity(engine, request, call),
    storedRows: (batch, call) => storedRows(engine, batch, call),
    highestSequence: (node, call) => highestSequence(engine, node, call),
    status: (call) => readStatus(engine, storageTable(cluster), call),
    ping: () => driver.ping(),
    close: () => driver.close(),
  }
}
