import type { searchFileEventsV1 } from '@spillway/contract'
import { posting } from '../core/calls.ts'
import type { ResponseOf } from '../core/operation-types.ts'
import { followPages } from '../core/paging.ts'
import type { CallOptions, Requester } from '../core/requester.ts'
import type { ExportQuery, FileEvent, FileEventGroup, FileEventPage, FileEventQuery, GroupingQuery } from '../types.ts'

const defaultPageSize = 1000

/** One v1 file event. */
export type FileEventV1 = NonNullable<ResponseOf<typeof searchFileEventsV1>['fileEvents']>[number]

/** A version of the file-event API, and its sort key for the order in which events became searchable. */
interface FileEventApi {
  readonly path: string
  readonly arrival: string
}

const current: FileEventApi = { path: '/v2/file-events', arrival: 'event.inserted' }
const older: FileEventApi = { path: '/v1/file-events', arrival: 'insertionTimestamp' }

const createFileEventApi = <Event>(requester: Requester, { path, arrival }: FileEventApi) => {
  // The only order that late arrivals cannot slip past.
  const arrivalOrder = { srtKey: arrival, srtDir: 'asc' } as const

  /** One page. A query with problems fails with `SpillwayApiError`, whose `problems` list them. */
  const search = (query: FileEventQuery, options?: CallOptions) =>
    requester.json<FileEventPage<Event>>(posting(path, query, true, options))

  /** Page after page until the last, in order of arrival unless the query sorts itself. */
  const pages = (query: FileEventQuery, options?: CallOptions) =>
    followPages(async (pgToken) => {
      const page = await search({ ...arrivalOrder, pgSize: defaultPageSize, ...query, pgToken }, options)
      return { page, next: page.nextPgToken || null }
    })

  /** Every matching event, however many. */
  async function* searchAll(query: FileEventQuery, options?: CallOptions): AsyncGenerator<Event> {
    for await (const page of pages(query, options)) yield* page.fileEvents ?? []
  }

  /** Number of events by value of a term, largest first. */
  const group = async (query: GroupingQuery, options?: CallOptions) => {
    const { groups } = await requester.json<{ groups: FileEventGroup[] }>(
      posting(`${path}/grouping`, query, true, options),
    )
    return groups
  }

  /** CSV as bytes while they arrive: UTF-8 with a byte order mark. */
  const exportCsv = (query: ExportQuery, options?: CallOptions) =>
    requester.bytes(posting(`${path}/export`, query, true, options))

  return { search, pages, searchAll, group, exportCsv }
}

export const createFileEvents = (requester: Requester) => createFileEventApi<FileEvent>(requester, current)

/** Version 1: the same events and queries in the older words. */
export const createFileEventsV1 = (requester: Requester) => createFileEventApi<FileEventV1>(requester, older)
