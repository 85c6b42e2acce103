import { posting } from '../core/calls.ts'
import { followPages } from '../core/paging.ts'
import type { CallOptions, Requester } from '../core/requester.ts'
import type { ExportQuery, FileEvent, FileEventGroup, FileEventPage, FileEventQuery, GroupingQuery } from '../types.ts'

const path = '/v2/file-events'
const defaultPageSize = 1000

/** Order in which events became searchable: the only one that late arrivals cannot slip past. */
const arrivalOrder = { srtKey: 'event.inserted', srtDir: 'asc' } as const

export const createFileEvents = (requester: Requester) => {
  /** One page. A query with problems fails with `SpillwayApiError`, whose `problems` list them. */
  const search = (query: FileEventQuery, options?: CallOptions) =>
    requester.json<FileEventPage>(posting(path, query, true, options))

  /** Page after page until the last, in order of arrival unless the query sorts itself. */
  const pages = (query: FileEventQuery, options?: CallOptions) =>
    followPages(async (pgToken) => {
      const page = await search({ ...arrivalOrder, pgSize: defaultPageSize, ...query, pgToken }, options)
      return { page, next: page.nextPgToken || null }
    })

  /** Every matching event, however many. */
  async function* searchAll(query: FileEventQuery, options?: CallOptions): AsyncGenerator<FileEvent> {
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
