import type { ControlStore, Row } from '@spillway/control-store'
import { sql } from 'kysely'

export interface UsageRecord extends Row<'backup_usage'> {
  readonly destination_legacy_id: number
  readonly destination_name: string
  readonly destination_type: string
  readonly server_guid: string
  readonly server_name: string
}

export type HistoryRow = Row<'backup_usage_history'>
export type DestinationRow = Row<'destination'>
export type BackupRepository = ReturnType<typeof createBackupRepository>

/** Days of history shown at most. */
const longestHistory = 90

/** Where machines back up to, and how far they have come. */
export const createBackupRepository = ({ db }: Pick<ControlStore, 'db'>) => ({
  destinations: (tenantId: string): Promise<DestinationRow[]> =>
    db.selectFrom('destination').selectAll().where('tenant_id', '=', tenantId).orderBy('legacy_id').execute(),

  /** Usage of a page of machines, by machine. */
  usageOf: async (agentUids: readonly string[]): Promise<ReadonlyMap<string, readonly UsageRecord[]>> => {
    if (agentUids.length === 0) return new Map()
    const rows: UsageRecord[] = await db
      .selectFrom('backup_usage')
      .innerJoin('destination', 'destination.guid', 'backup_usage.destination_guid')
      .selectAll('backup_usage')
      .select([
        'destination.legacy_id as destination_legacy_id',
        'destination.name as destination_name',
        'destination.type as destination_type',
        'destination.server_guid',
        'destination.server_name',
      ])
      .where('agent_uid', 'in', agentUids)
      .orderBy('destination.legacy_id')
      .execute()
    return Map.groupBy(rows, ({ agent_uid }) => agent_uid)
  },

  /** The latest days of each machine and destination, by `machine destination`, the newest first. */
  historyOf: async (
    agentUids: readonly string[],
    since: string,
  ): Promise<ReadonlyMap<string, readonly HistoryRow[]>> => {
    if (agentUids.length === 0) return new Map()
    const rows = await db
      .selectFrom('backup_usage_history')
      .selectAll()
      .where('agent_uid', 'in', agentUids)
      .where('day', '>=', since)
      .orderBy('day', 'desc')
      .execute()
    return Map.groupBy(rows, ({ agent_uid, destination_guid }) => `${agent_uid} ${destination_guid}`)
  },
})

/** Days of machines and destinations that one statement removes. */
const daysAtOnce = 1_000

/** Removes some days of the history that are shown no more. Answers how many, and whether there may be others. */
export const forgetHistory = async (
  { db }: Pick<ControlStore, 'db'>,
  now: Date,
): Promise<{ readonly deleted: number; readonly isDone: boolean }> => {
  const rows = await db
    .selectFrom('backup_usage_history')
    .select(['agent_uid', 'destination_guid', 'day'])
    .where('day', '<', historyStart(now))
    .orderBy('day')
    .limit(daysAtOnce)
    .execute()
  if (rows.length === 0) return { deleted: 0, isDone: true }
  const keys = rows.map(({ agent_uid, destination_guid, day }) => sql`(${agent_uid}, ${destination_guid}, ${day})`)
  await sql`delete from backup_usage_history
    where (agent_uid, destination_guid, day) in (values ${sql.join(keys)})`.execute(db)
  return { deleted: rows.length, isDone: rows.length < daysAtOnce }
}

/** First day of the history that is shown. */
export const historyStart = (now: Date): string =>
  new Date(now.getTime() - longestHistory * 24 * 60 * 60 * 1000).toISOString().slice(0, 10)
