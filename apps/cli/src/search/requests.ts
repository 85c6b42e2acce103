import type { FileEventGroup, FileEventQuery, QueryGroups, SortDirection, SpillwayClient } from '@spillway/sdk'
import type { ApiVersion } from './query.ts'

export interface EventPage {
  readonly totalCount: number
  readonly fileEvents: readonly Record<string, unknown>[]
  readonly nextPgToken: string | null
}

export interface Sorted extends QueryGroups {
  readonly srtKey: string
  readonly srtDir: SortDirection
}

/** Both versions of the file-event operations, asked in the same way. */
export const createSearchRequests = (client: SpillwayClient, version: ApiVersion, signal: AbortSignal) => {
  const post = (path: string, body: unknown) => ({
    method: 'POST' as const,
    path: `/${version}/file-events${path}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    repeatable: true,
    signal,
  })
  const page = (query: FileEventQuery) => client.requester.json<EventPage>(post('', query))

  return {
    count: async (query: QueryGroups) => (await page({ ...query, pgSize: 1 })).totalCount,

    /** Pages in the order of the query until `limit` events came or there are no more. */
    pages: async function* (query: Sorted, limit: number): AsyncGenerator<EventPage> {
      let left = limit
      for (let pgToken: string | null = ''; pgToken !== null && left > 0; ) {
        const answer: EventPage = await page({ ...query, pgToken, pgSize: Math.min(left, 1_000) })
        yield answer
        left -= answer.fileEvents.length
        pgToken = answer.nextPgToken || null
      }
    },

    groups: async (query: QueryGroups, groupingTerm: string, size: number) =>
      (await client.requester.json<{ groups: FileEventGroup[] }>(post('/grouping', { ...query, groupingTerm, size })))
        .groups,

    csv: (query: Sorted, columns: readonly string[] | undefined) =>
      client.requester.bytes(post('/export', { ...query, ...(columns && { columns }) })),
  }
}

export type SearchRequests = ReturnType<typeof createSearchRequests>
