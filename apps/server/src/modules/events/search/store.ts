import type { CompiledExport, CompiledGrouping, CompiledSearch, QueryTag } from '@spillway/event-store'

export interface StoreOptions {
  readonly signal?: AbortSignal
  readonly tag?: QueryTag
}

/** A page as the engine wrote it. */
export interface StoredPage {
  readonly totalCount: number
  readonly nextPageToken: string | null
  /** JSON objects joined by commas, without brackets. */
  readonly events: AsyncIterable<Uint8Array>
}

export interface ValueCount {
  readonly value: string
  readonly docCount: number
}

/** What search needs of the event store. */
export interface SearchStore {
  search(query: CompiledSearch, options?: StoreOptions): Promise<StoredPage>
  group(query: CompiledGrouping, options?: StoreOptions): Promise<readonly ValueCount[]>
  exportCsv(query: CompiledExport, options?: StoreOptions): AsyncIterable<Uint8Array>
}
