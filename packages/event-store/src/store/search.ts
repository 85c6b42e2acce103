import { renderSettings, type Version } from '@spillway/event-model'
import { InvalidPageToken } from '../errors.ts'
import type { CompiledSearch, Page, SortPosition } from '../query/index.ts'
import type { CallOptions, Engine } from './engine.ts'
import { joinElements, joinLines } from './json-array.ts'
import { countStatement, eventsStatement, pageKeysStatement, positionStatement, type RowKey } from './statements.ts'

export interface SearchPage {
  /** Events that match the query, on whatever page. */
  totalCount: number
  /** Id of the last event of the page when more follow in the stream, else null. */
  nextPageToken: string | null
  /** JSON objects joined by commas, without brackets. */
  events: AsyncIterable<Uint8Array>
}

/** Events rendered by one statement: enough to keep both cores busy, few enough to hold in memory. */
const sliceRows = 2_500

/** First the keys of the page from few columns, then whole events by their keys, and beside them the total. */
export async function search(engine: Engine, query: CompiledSearch, call?: CallOptions): Promise<SearchPage> {
  const after = await resumePosition(engine, query, call)
  const keys = await engine.rows<RowKey>(pageKeysStatement(query, after), call)
  const page = keys.slice(0, query.page.limit)
  const continues = query.page.kind === 'stream' && keys.length > page.length
  const [totalCount, events] = await Promise.all([
    totalOfLast(query.page, after, keys.length) ?? countOf(engine, query, call),
    renderEvents(engine, query.version, page, query.sort.orderBy, call),
  ])
  return { totalCount, nextPageToken: continues ? (page.at(-1)?.id ?? null) : null, events }
}

/**
 * What the last page tells of the total, null where it leaves it open. Counted apart, a total could tell of an event
 * that came in between.
 */
function totalOfLast(page: Page, after: SortPosition | null, found: number): number | null {
  const skipped = page.kind === 'window' ? page.offset : 0
  const isOpen = after !== null || found > page.limit || (found === 0 && skipped > 0)
  return isOpen ? null : skipped + found
}

async function countOf(engine: Engine, query: CompiledSearch, call?: CallOptions): Promise<number> {
  const [row] = await engine.rows<{ count: number }>(countStatement(query), call)
  return row?.count ?? 0
}

/**
 * Renders events in the given order. The first slice is there when this resolves, so that a failing engine is
 * noticed before an answer has begun; each slice is computed while the one before is being read.
 */
export async function renderEvents(
  engine: Engine,
  version: Version,
  keys: readonly RowKey[],
  orderBy: string,
  call?: CallOptions,
): Promise<AsyncIterable<Uint8Array>> {
  const slices = Array.from({ length: Math.ceil(keys.length / sliceRows) }, (_, index) =>
    keys.slice(index * sliceRows, (index + 1) * sliceRows),
  )
  const render = async (slice: readonly RowKey[] | undefined) =>
    slice ? joinLines(await engine.whole(eventsStatement(version, slice, orderBy), renderSettings, call)) : undefined
  const ahead = [render(slices[0]), render(slices[1])]
  for (const slice of ahead) slice.catch(() => undefined)
  await ahead[0]
  return joinElements(inOrder(ahead, slices.slice(2), render))
}

async function* inOrder(
  ahead: Promise<Uint8Array | undefined>[],
  waiting: (readonly RowKey[])[],
  render: (slice: readonly RowKey[] | undefined) => Promise<Uint8Array | undefined>,
): AsyncGenerator<Uint8Array> {
  for (let next = ahead.shift(); next; next = ahead.shift()) {
    const slice = await next
    const following = waiting.shift()
    if (following) {
      const rendered = render(following)
      rendered.catch(() => undefined)
      ahead.push(rendered)
    }
    if (slice) yield slice
  }
}

async function resumePosition(engine: Engine, query: CompiledSearch, call?: CallOptions): Promise<SortPosition | null> {
  const { page } = query
  if (page.kind === 'window' || page.after === null || page.after === '') return null
  const [position] = await engine.rows<SortPosition>(positionStatement(query, page.after), call)
  if (!position) throw new InvalidPageToken(page.after)
  return position
}
