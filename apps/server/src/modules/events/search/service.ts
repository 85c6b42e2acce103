import {
  type CompileContext,
  compileExport,
  compileGrouping,
  compileSearch,
  type QueryLimits,
} from '@spillway/event-store'
import type { Clock } from '../../../platform/clock.ts'
import type { Audit } from '../../audit/index.ts'
import { compiledOrThrow } from './problems.ts'
import type { SearchRequest } from './request.ts'
import { createSearchAudit } from './search-audit.ts'
import { splice } from './splice.ts'
import type { SearchStore, StoreOptions, ValueCount } from './store.ts'

export interface SearchDependencies {
  readonly store: SearchStore
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
  readonly limits: QueryLimits
}

type Bytes = AsyncIterable<Uint8Array | string>

const optionsOf = ({ caller, signal }: SearchRequest, operation: string): StoreOptions => ({
  signal,
  tag: { surface: 'api', operation, tenant: caller.tenantId, client: caller.id },
})

/** Forensic search over the event store. Answers are passed on as the engine writes them; every query is audited. */
export const createSearchService = ({ store, audit, clock, limits }: SearchDependencies) => {
  const audited = createSearchAudit(audit)
  const context = (): CompileContext => ({ now: clock(), limits })

  return {
    /** A page of events as the bytes of its JSON answer. */
    search: (request: SearchRequest): Promise<Bytes> =>
      audited(request, async (found) => {
        const query = compiledOrThrow(compileSearch(request.body, request.version, context()))
        const page = await store.search(query, optionsOf(request, 'search'))
        found(page.totalCount)
        const head = `{"totalCount":${page.totalCount},"fileEvents":[`
        return splice(head, page.events, `],"nextPgToken":${JSON.stringify(page.nextPageToken)},"problems":null}`)
      }),

    /** Values of the grouping term with their counts. */
    group: (request: SearchRequest): Promise<readonly ValueCount[]> =>
      audited(request, async (found) => {
        const query = compiledOrThrow(compileGrouping(request.body, request.version, context()))
        const groups = await store.group(query, optionsOf(request, 'group'))
        found(groups.length)
        return groups
      }),

    /** A CSV file as the store writes it. */
    exportCsv: (request: SearchRequest): Promise<Bytes> =>
      audited(request, () => {
        const query = compiledOrThrow(compileExport(request.body, request.version, context()))
        return splice('', store.exportCsv(query, optionsOf(request, 'export')), '')
      }),
  }
}

export type SearchService = ReturnType<typeof createSearchService>
