import { type EventPart, type FieldPath, type Requirement, readerOf, renderSettings } from '@spillway/event-model'
import { compileRequirement } from '../query/index.ts'
import { dayOfEvent, eventTable } from '../schema/layout.ts'
import type { CallOptions, Engine } from './engine.ts'
import { joinLines } from './json-array.ts'
import type { Statement } from './statements.ts'

/** A stretch of time, half-open. */
export interface HistoryRange {
  readonly from: Date
  readonly to: Date
}

/**
 * How far the time of an event may lie before and after its receipt, in milliseconds; beyond that the event lies in the
 * past where it was received.
 */
export interface HistoryTiming {
  readonly late: number
  readonly ahead: number
}

interface Timed extends HistoryRange {
  readonly timing: HistoryTiming
}

export interface HistoryRequest<Path extends FieldPath> extends Timed {
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
  { fields, needed, requirement, ...timed }: HistoryRequest<Path>,
  call?: CallOptions,
): AsyncGenerator<readonly EventPart<Path>[]> {
  const { sql, read } = readerOf(fields, needed)
  const { where, parameters } = compileRequirement(requirement)
  for (const place of [asTold, asReceived]) {
    const text = `SELECT ${sql} FROM ${eventTable} WHERE ${place} AND ${where}`
    const chunks = engine.stream(statementOf(timed, text, parameters), 'JSONCompactEachRow', historySettings, call)
    for await (const rows of linesOf(chunks)) yield rows.map(read)
  }
}

async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<unknown[][]> {
  let rest: Uint8Array = new Uint8Array()
  for await (const chunk of ahead(chunks)) {
    const bytes = Buffer.concat([rest, chunk])
    const end = bytes.lastIndexOf(0x0a) + 1
    rest = bytes.subarray(end)
    yield JSON.parse(`[${Buffer.from(joinLines(bytes.subarray(0, end))).toString()}]`) as unknown[][]
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
export async function readExtent(engine: Engine, timed: Timed, call?: CallOptions): Promise<HistoryExtent> {
  const person = "if(user_email = '', user_id, lower(user_email))"
  const hours = await engine.rows<{ hour: number; events: number }>(
    statementOf(
      timed,
      `SELECT hour, sum(count) AS events FROM (${hoursAt(asTold, 'timestamp')} UNION ALL ${hoursAt(asReceived, 'event_ingested')})
       GROUP BY hour ORDER BY hour`,
    ),
    call,
  )
  const [counted] = await engine.rows<{ people: number }>(
    statementOf(
      timed,
      `SELECT uniqExact(person) AS people FROM (
         SELECT ${person} AS person FROM ${eventTable} WHERE ${asTold} AND (user_email != '' OR user_id != '') UNION ALL
         SELECT ${person} AS person FROM ${eventTable} WHERE ${asReceived} AND (user_email != '' OR user_id != ''))`,
    ),
    call,
  )
  return {
    hours: hours.map((each) => ({ start: Number(each.hour) * hour, events: Number(each.events) })),
    people: counted?.people ?? 0,
  }
}

const hoursAt = (place: string, at: string): string =>
  `SELECT intDiv(toUnixTimestamp64Milli(${at}), ${hour}) AS hour, count() AS count FROM ${eventTable} WHERE ${place} GROUP BY hour`

const [own, received] = ['toUnixTimestamp64Milli(timestamp)', 'toUnixTimestamp64Milli(event_ingested)']
const isBelieved = `${own} BETWEEN ${received} - {late:Int64} AND ${received} + {ahead:Int64}`

const between = (column: string): string =>
  `${column} >= {from:DateTime64(3, 'UTC')} AND ${column} < {to:DateTime64(3, 'UTC')}`

/** Where the event tells it was. The day is named beside the time, so that the engine can follow the table's order. */
const asTold = `${between('timestamp')} AND ${dayOfEvent} BETWEEN {first_day:Date32} AND {last_day:Date32} AND ${isBelieved}`
/** When it was received: what was is stored within minutes, and the engine finds it by that. */
const asReceived = `${between('event_ingested')} AND NOT (${isBelieved})
  AND event_inserted >= {from:DateTime64(3, 'UTC')} AND event_inserted < {to:DateTime64(3, 'UTC')} + INTERVAL 1 DAY`

const statementOf = (
  { from, to, timing }: Timed,
  sql: string,
  parameters: Statement['parameters'] = {},
): Statement => ({
  sql,
  parameters: {
    ...parameters,
    ...{ from: instant(from), to: instant(to), late: timing.late, ahead: timing.ahead },
    first_day: instant(from).slice(0, 10),
    last_day: instant(to).slice(0, 10),
  },
})

const instant = (at: Date): string => at.toISOString().replace('T', ' ').replace('Z', '')
