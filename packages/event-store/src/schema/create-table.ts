import type { EventColumn } from '@spillway/event-model'
import { eventTable, shardTable, type TableLayout } from './layout.ts'

/** How many inserts back a repeated token is recognised. */
const deduplicationWindow = 10_000

export interface TablePlan {
  readonly layout: TableLayout
  readonly retentionDays: number
  /** Name of the cluster to lay the table over, if any. */
  readonly cluster?: string | undefined
}

/** The statements that create the event table where it is missing. */
export function createTableStatements(plan: TablePlan): string[] {
  return plan.cluster === undefined ? [singleTable(plan)] : [shard(plan, plan.cluster), distributed(plan.cluster)]
}

/** Name of the table that owns columns, indexes and retention. */
export function storageTable(cluster: string | undefined): string {
  return cluster === undefined ? eventTable : shardTable
}

export function columnDefinition({ name, type, codec, default: value }: EventColumn): string {
  return `${name} ${type}${value === undefined ? '' : ` DEFAULT ${value}`}${codec === undefined ? '' : ` CODEC(${codec})`}`
}

export function retentionExpression(days: number): string {
  if (!Number.isSafeInteger(days) || days < 1) throw new RangeError(`Retention must be whole days, got ${days}`)
  return `toDateTime(event_inserted) + toIntervalDay(${days})`
}

function singleTable({ layout, retentionDays }: TablePlan): string {
  const window = { non_replicated_deduplication_window: deduplicationWindow }
  return [
    `CREATE TABLE IF NOT EXISTS ${eventTable} (${definitions(layout)})`,
    `ENGINE = MergeTree ${clauses(layout, retentionDays, window)}`,
  ].join(' ')
}

function shard({ layout, retentionDays }: TablePlan, cluster: string): string {
  const window = { replicated_deduplication_window: deduplicationWindow }
  const place = `'/clickhouse/tables/{shard}/{database}/${shardTable}', '{replica}'`
  return [
    `CREATE TABLE IF NOT EXISTS ${shardTable} ON CLUSTER ${identifier(cluster)} (${definitions(layout)})`,
    `ENGINE = ReplicatedMergeTree(${place}) ${clauses(layout, retentionDays, window)}`,
  ].join(' ')
}

/** Rows of one actor share a shard. */
function distributed(cluster: string): string {
  const name = identifier(cluster)
  return [
    `CREATE TABLE IF NOT EXISTS ${eventTable} ON CLUSTER ${name} AS ${shardTable}`,
    `ENGINE = Distributed(${name}, currentDatabase(), ${shardTable}, cityHash64(user_email))`,
  ].join(' ')
}

function definitions({ columns, indexes, projections }: TableLayout): string {
  return [
    ...columns.map(columnDefinition),
    ...indexes.map(({ name, definition }) => `INDEX ${name} ${definition}`),
    ...projections.map(({ name, definition }) => `PROJECTION ${name} (${definition})`),
  ].join(', ')
}

function clauses(layout: TableLayout, retentionDays: number, more: Record<string, number>): string {
  const settings = settingAssignments({ ...layout.settings, ...more })
  return [
    `PARTITION BY ${layout.partitionBy}`,
    `ORDER BY ${layout.orderBy}`,
    `TTL ${retentionExpression(retentionDays)}`,
    `SETTINGS ${settings.join(', ')}`,
  ].join(' ')
}

/** Settings as the engine writes them down again. */
export function settingAssignments(settings: TableLayout['settings']): string[] {
  return Object.entries(settings).map(([name, value]) => `${name} = ${literal(value)}`)
}

function literal(value: string | number): string {
  return typeof value === 'number' ? String(value) : `'${value}'`
}

export function identifier(name: string): string {
  if (!/^[A-Za-z_][\w.-]*$/.test(name)) throw new TypeError(`Not a cluster name: ${name}`)
  return `\`${name}\``
}
