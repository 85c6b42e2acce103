import type { EventStoreDriver } from '../drivers/driver.ts'
import { EventStoreFault } from '../errors.ts'
import {
  columnDefinition,
  createTableStatements,
  identifier,
  retentionExpression,
  settingAssignments,
  storageTable,
  type TablePlan,
} from './create-table.ts'
import { eventTable } from './layout.ts'

interface ExistingColumn {
  name: string
  type: string
}

interface ExistingTable {
  columns: ExistingColumn[]
  indexes: string[]
  projections: string[]
  /** The statement that created it, as the engine keeps it. */
  definition: string
}

/**
 * Creates the event table, or adds to an older one what it lacks: columns, indexes, projections, a changed retention.
 * Nothing is ever dropped, so an older server goes on working beside a newer one.
 */
export async function migrateEventTable(driver: EventStoreDriver, plan: TablePlan): Promise<void> {
  for (const statement of createTableStatements(plan)) await driver.command(statement)
  const table = storageTable(plan.cluster)
  const existing = await readTable(driver, table)
  refuseChangedTypes(existing, plan)
  for (const statement of additions(existing, plan)) await driver.command(statement)
}

/** The ALTER statements that bring an existing table up to the plan. Settings change by themselves, at once. */
export function additions(existing: ExistingTable, plan: TablePlan): string[] {
  const { layout, cluster, retentionDays } = plan
  const known = new Set(existing.columns.map(({ name }) => name))
  const indexes = layout.indexes.filter(({ name }) => !existing.indexes.includes(name))
  const projections = layout.projections.filter(({ name }) => !existing.projections.includes(name))
  const columns = layout.columns
    .filter(({ name }) => !known.has(name))
    .map((column) => `ADD COLUMN IF NOT EXISTS ${columnDefinition(column)}`)
  const changes = [
    ...columns,
    ...indexes.map(({ name, definition }) => `ADD INDEX IF NOT EXISTS ${name} ${definition}`),
    ...projections.map(({ name, definition }) => `ADD PROJECTION IF NOT EXISTS ${name} (${definition})`),
    ...(keeps(existing, retentionDays) ? [] : [`MODIFY TTL ${retentionExpression(retentionDays)}`]),
  ]
  const onDistributed = cluster === undefined ? [] : alter(eventTable, cluster, columns)
  const settings = changedSettings(existing, plan)
  return [...[changes, settings].flatMap((of) => alter(storageTable(cluster), cluster, of)), ...onDistributed]
}

function alter(table: string, cluster: string | undefined, changes: readonly string[]): string[] {
  if (changes.length === 0) return []
  const where = cluster === undefined ? '' : ` ON CLUSTER ${identifier(cluster)}`
  return [`ALTER TABLE ${table}${where} ${changes.join(', ')}`]
}

async function readTable(driver: EventStoreDriver, table: string): Promise<ExistingTable> {
  const of = 'database = currentDatabase() AND table = {table:String}'
  const names = async (source: string) => {
    const rows = await driver.rows<{ name: string }>(`SELECT name FROM ${source} WHERE ${of}`, { table })
    return rows.map(({ name }) => name)
  }
  const [columns, indexes, projections, [created]] = await Promise.all([
    driver.rows<ExistingColumn>(`SELECT name, type FROM system.columns WHERE ${of}`, { table }),
    names('system.data_skipping_indices'),
    names('system.projections'),
    driver.rows<{ definition: string }>(
      'SELECT create_table_query AS definition FROM system.tables WHERE database = currentDatabase() AND name = {table:String}',
      { table },
    ),
  ])
  return { columns, indexes, projections, definition: created?.definition ?? '' }
}

/** Settings of the layout that the table was not created with. */
function changedSettings({ definition }: ExistingTable, { layout }: TablePlan): string[] {
  const known = `${definition},`
  const assignments = settingAssignments(layout.settings).filter((assignment) => !known.includes(`${assignment},`))
  return assignments.length === 0 ? [] : [`MODIFY SETTING ${assignments.join(', ')}`]
}

function keeps({ definition }: ExistingTable, retentionDays: number): boolean {
  return definition.includes(`TTL ${retentionExpression(retentionDays)} `)
}

/** A stored type is never rewritten in place: that would be a rewrite of the table, decided by an operator. */
function refuseChangedTypes(existing: ExistingTable, { layout }: TablePlan): void {
  const wanted = new Map(layout.columns.map(({ name, type }) => [name, type]))
  const changed = existing.columns.filter(({ name, type }) => wanted.has(name) && wanted.get(name) !== type)
  if (changed.length === 0) return
  const list = changed.map(({ name, type }) => `${name} is ${type}, not ${wanted.get(name)}`).join('; ')
  throw new EventStoreFault(`The event table has columns of other types than this version: ${list}`)
}
