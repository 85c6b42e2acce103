import { columnsOfShapes, renderEventSql, type Shape, type Version } from '@spillway/event-model'
import type { Parameters, Settings } from '../drivers/driver.ts'
import {
  afterPosition,
  type CompiledExport,
  type CompiledGrouping,
  type CompiledSearch,
  type CompiledSort,
  type SortPosition,
} from '../query/index.ts'
import { copiedColumns, dayOfEvent, eventTable, userOfEvent } from '../schema/layout.ts'

/** Constant SQL with its bound values. */
export interface Statement {
  readonly sql: string
  readonly parameters: Parameters
  readonly settings?: Settings
}

/** Where a row lies: enough to read it again through the primary key. */
export interface RowKey {
  readonly day: string
  readonly at: string
  /** Its sequence number. */
  readonly number: string
  readonly id: string
  readonly user: string
  readonly shape: Shape
}

/** Selects a `RowKey`. */
export const rowKey = `toString(${dayOfEvent}) AS day, toString(timestamp) AS at, toString(seq) AS number, event_id AS id, ${userOfEvent} AS user, shape`

/** Keys of one page and of one row more, which tells whether another page follows. */
export function pageKeysStatement(query: CompiledSearch, after: SortPosition | null): Statement {
  const { where, parameters, sort, page } = query
  const beyond = after === null ? null : afterPosition(sort, after)
  const condition = beyond === null ? where : `(${where}) AND ${beyond.where}`
  const offset = page.kind === 'window' ? page.offset : 0
  const rows = page.limit + 1
  const leads = offset + rows <= leadingRows && !isLookup(where)
  const orderBy = leads ? sort.orderBy : asStored(sort)
  return {
    sql: `SELECT ${rowKey} FROM ${eventTable} WHERE ${condition} ORDER BY ${orderBy} LIMIT {page_rows:UInt64} OFFSET {page_offset:UInt64}`,
    parameters: { ...parameters, ...beyond?.parameters, page_rows: rows, page_offset: offset },
    settings: leads ? leadingSettings : {},
  }
}

/** Sorted copies find such values at once, but not together with the skipping of what lies behind the page. */
const isLookup = (where: string): boolean => copiedColumns.some((column) => where.includes(`lower(${column}) `))

/** Up to so many rows from the start of an order, the engine skips what lies behind the last of them it has found. */
const leadingRows = 20_000

const leadingSettings: Settings = {
  query_plan_max_limit_for_top_k_optimization: leadingRows,
  query_plan_max_limit_for_lazy_materialization: leadingRows,
}

export function countStatement({ where, parameters }: Pick<CompiledSearch, 'where' | 'parameters'>): Statement {
  return { sql: `SELECT count() AS count FROM ${eventTable} WHERE ${where}`, parameters }
}

/** The sort position of the event that a page token names. */
export function positionStatement({ sort }: Pick<CompiledSearch, 'sort'>, id: string): Statement {
  return {
    sql: `SELECT ${sort.positionSql} AS value, event_id AS id FROM ${eventTable} WHERE lower(event_id) = lower({id:String}) AND event_id = {id:String} LIMIT 1`,
    parameters: { id },
  }
}

/** The same order, said so that the engine reads day by day and holds a day in memory, when it sorts by the time of the event. */
const asStored = ({ value, direction, orderBy }: CompiledSort): string =>
  value === 'timestamp' ? `${dayOfEvent} ${direction}, ${orderBy}` : orderBy

/** Whole events by their keys. */
export function eventsStatement(version: Version, keys: readonly RowKey[], orderBy: string): Statement {
  return {
    sql: [
      `SELECT ${renderEventSql(version, columnsOfShapes(keys.map(({ shape }) => shape)))} FROM ${eventTable}`,
      `WHERE ${dayOfEvent} IN {days:Array(Date32)} AND ${userOfEvent} IN {users:Array(String)}`,
      `AND timestamp IN {times:Array(DateTime64(3, 'UTC'))} AND seq IN {seqs:Array(UInt64)} ORDER BY ${orderBy}`,
    ].join(' '),
    parameters: {
      days: distinct(keys.map(({ day }) => day)),
      users: distinct(keys.map(({ user }) => user)),
      times: distinct(keys.map(({ at }) => at)),
      seqs: keys.map(({ number }) => BigInt(number)),
    },
  }
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)]

export function groupStatement(query: CompiledGrouping): Statement {
  const { key, where, present, value, limit, parameters } = query
  return {
    sql: [
      `SELECT ${value} AS value, sum(c) AS docCount`,
      `FROM (SELECT ${key} AS k, count() AS c FROM ${eventTable} WHERE ${where} GROUP BY k) WHERE ${present}`,
      'GROUP BY value ORDER BY docCount DESC, value LIMIT {group_limit:UInt64}',
    ].join(' '),
    parameters: { ...parameters, group_limit: limit },
  }
}

export function exportStatement(query: CompiledExport): Statement {
  const { columns, where, sort, limit, parameters } = query
  const cells = columns.map(({ sql }, index) => `${sql} AS c${index}`).join(', ')
  const all = `SELECT ${cells} FROM ${eventTable} WHERE ${where} ORDER BY ${asStored(sort)}`
  if (limit === null) return { sql: all, parameters }
  return { sql: `${all} LIMIT {export_rows:UInt64}`, parameters: { ...parameters, export_rows: limit } }
}
