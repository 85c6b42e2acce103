import { type EventPart, type FieldPath, type Requirement, readerOf, renderSettings } from '@spillway/event-model'
import { compileRequirement } from '../query/index.ts'
import { dayOfEvent, eventTable } from '../schema/layout.ts'
import type { CallOptions, Engine } from './engine.ts'
import { joinLines } from './json-array.ts'
import type { Statement } from './statements.ts'

/** A stretch of time, half-open, by the time of the events. */
export interface HistoryRange {
  readonly from: Date
  readonly to: Date
}

export interface HistoryRequest<Path extends FieldPath> extends HistoryRange {
  /** Only events that may meet it; the reader sees a few that do not. */
  readonly requirement: Requirement
  /** Leaves that the parts have. */
  readonly fields: readonly Path[]
  /** Leaves that are read; the others stay absent. */
  readonly needed: ReadonlySet<FieldPath>
}

/** How much lies in a stretch of time. */
export interface HistoryExtent {
  /** Events by hour; `start` in milliseconds since 1970. Hours without any are not there. */
  readonly hours: readonly { readonly start: number; readonly events: number }[]
  /** Different people, as the events name them. */
  readonly people: number
}

const hour = 3_600_000

const historySettings = {
  ...renderSettings,
  // Beside what else goes on; writing the rows is the work of one thread anyway.
  max_threads: 1,
  // The reader's time counts too.
  max_execution_time: 3_600,
}

/** Parts of the events of a stretch of time, in no order, some thousands at once; the next are read meanwhile. */
export async function* readHistory<Path extends FieldPath>(
  engine: Engine,
  { fields, needed, requirement, ...range }: HistoryRequest<Path>,
  call?: CallOptions,
): AsyncGenerator<readonly EventPart<Path>[]> {
  const { sql, read } = readerOf(fields, needed)
  const { where, parameters } = compileRequirement(requirement)
  const statement = within(range, `SELECT ${sql} FROM ${eventTable}`, `AND ${where}`, parameters)
  const chunks = engine.stream(statement, 'JSONCompactEachRow', historySettings, call)
  let rest: Uint8Array = new Uint8Array()
  for await (const chunk of ahead(chunks)) {
    const bytes = Buffer.concat([rest, chunk])
    const end = bytes.lastIndexOf(0x0a) + 1
    rest = bytes.subarray(end)
    const rows = JSON.parse(`[${Buffer.from(joinLines(bytes.subarray(0, end))).toString()}]`) as unknown[][]
    yield rows.map(read)
  }
}

/** Asks for the next while the present one is worked on. */
async function* ahead<Item>(source: AsyncIterable<Item>): AsyncGenerator<Item> {
  const items = source[Symbol.asyncIterator]()
  try {
    let next = items.next()
    for (let item = await next; !item.done; item = await next) {
      next = items.next()
      // Whoever stops here has no use for a failure that comes later.
      next.catch(() => undefined)
      yield item.value
    }
  } finally {
    await items.return?.()
  }
}

/** How many events there are by hour, and of how many people. */
export async function readExtent(engine: Engine, range: HistoryRange, call?: CallOptions): Promise<HistoryExtent> {
  const byHour = `SELECT intDiv(toUnixTimestamp64Milli(timestamp), ${hour}) AS hour, count() AS events FROM ${eventTable}`
  const people = `SELECT uniqExact(if(user_email = '', user_id, lower(user_email))) AS people FROM ${eventTable}`
  const hours = await engine.rows<{ hour: number; events: number }>(
    within(range, byHour, 'GROUP BY hour ORDER BY hour'),
    call,
  )
  const [counted] = await engine.rows<{ people: number }>(
    within(range, people, "AND (user_email != '' OR user_id != '')"),
    call,
  )
  return {
    hours: hours.map((each) => ({ start: each.hour * hour, events: each.events })),
    people: counted?.people ?? 0,
  }
}

/** The day is named beside the time, so that the engine can follow the table's order. */
const within = (
  { from, to }: HistoryRange,
  select: string,
  more: string,
  parameters: Statement['parameters'] = {},
): Statement => ({
  sql: [
    `${select} WHERE timestamp >= {from:DateTime64(3, 'UTC')} AND timestamp < {to:DateTime64(3, 'UTC')}`,
    `AND ${dayOfEvent} BETWEEN {first_day:Date32} AND {last_day:Date32} ${more}`,
  ].join(' '),
  parameters: {
    ...parameters,
    from: instant(from),
    to: instant(to),
    first_day: instant(from).slice(0, 10),
    last_day: instant(to).slice(0, 10),
  },
})

const instant = (at: Date): string => at.toISOString().replace('T', ' ').replace('Z', '')
