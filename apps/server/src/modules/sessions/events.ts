import { compileSearch, openLimits } from '@spillway/event-store'
import type { AlertFacts } from '../alerts/index.ts'

/** A page as the engine wrote it. */
export interface SessionEventStore {
  search(
    query: ReturnType<typeof compiled>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<{ readonly totalCount: number; readonly events: AsyncIterable<Uint8Array> }>
}

/** Events of one answer. */
const largestAnswer = 10_000

const compiled = (ids: readonly string[]) => {
  const filters = [{ term: 'event.id', operator: 'IS_ANY', value: ids }]
  const body = { groups: [{ filters }], srtKey: '@timestamp', srtDir: 'asc', pgSize: largestAnswer }
  const outcome = compileSearch(body, 'v2', {
    now: new Date(0),
    limits: { ...openLimits, valuesPerFilter: largestAnswer },
  })
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  return outcome.query
}

/** Ids of the events that alerts show, each once. */
export const eventIdsOf = (alerts: readonly AlertFacts[]): readonly string[] => [
  ...new Set(
    alerts.flatMap(({ window }) => window.buckets.flatMap(({ files }) => files.map(({ eventId }) => eventId))),
  ),
]

/** Whole events by their ids, in the order of their time, as far as they are still kept. */
export const findEvents = (store: SessionEventStore, ids: readonly string[], signal: AbortSignal) =>
  store.search(compiled(ids.slice(0, largestAnswer)), { signal })
