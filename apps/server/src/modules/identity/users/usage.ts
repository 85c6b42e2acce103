import type { ControlStore } from '@spillway/control-store'
import { sql } from 'kysely'
import { inChunks } from '../in-chunks.ts'

/** What a user's machines keep at one destination, together. */
export interface UserUsage {
  readonly user_uid: string
  readonly destination_guid: string
  readonly destination_legacy_id: number
  readonly destination_name: string
  readonly destination_type: string
  readonly server_guid: string
  readonly server_name: string
  readonly computers: number
  readonly selected_files: number
  readonly selected_bytes: number
  readonly todo_files: number
  readonly todo_bytes: number
  readonly archive_bytes: number
  readonly billable_bytes: number
  readonly last_backup_at: string | null
  readonly last_completed_backup_at: string | null
  readonly last_connected_at: string | null
}

export type UserUsages = ReturnType<typeof createUserUsages>

/** Machines and backups of users, as the console shows them beside the users. */
export const createUserUsages = ({ db }: Pick<ControlStore, 'db'>) => ({
  /** By user, one entry for each destination. */
  ofMany: async (uids: readonly string[]): Promise<ReadonlyMap<string, readonly UserUsage[]>> => {
    const rows = await inChunks(uids, (some) =>
      db
        .selectFrom('backup_usage')
        .innerJoin('agent', 'agent.uid', 'backup_usage.agent_uid')
        .innerJoin('destination', 'destination.guid', 'backup_usage.destination_guid')
        .where('agent.user_uid', 'in', some)
        .groupBy(['agent.user_uid', ...destinationColumns])
        .select(['agent.user_uid', ...named, ...sums, ...latest, sql<number>`count(*)`.as('computers')])
        .orderBy('destination.legacy_id')
        .execute(),
    )
    return Map.groupBy(rows.map(counted), ({ user_uid }) => user_uid)
  },

  /** Machines by user; those without are not among them. */
  computers: async (uids: readonly string[]): Promise<ReadonlyMap<string, number>> => {
    const rows = await inChunks(uids, (some) =>
      db
        .selectFrom('agent')
        .where('user_uid', 'in', some)
        .groupBy('user_uid')
        .select(['user_uid', sql<number>`count(*)`.as('rows')])
        .execute(),
    )
    return new Map(rows.map(({ user_uid, rows: count }) => [user_uid ?? '', Number(count)]))
  },
})

const destinationColumns = [
  'destination.guid',
  'destination.legacy_id',
  'destination.name',
  'destination.type',
  'destination.server_guid',
  'destination.server_name',
] as const

const named = [
  'destination.guid as destination_guid',
  'destination.legacy_id as destination_legacy_id',
  'destination.name as destination_name',
  'destination.type as destination_type',
  'destination.server_guid',
  'destination.server_name',
] as const

const figures = [
  'selected_files',
  'selected_bytes',
  'todo_files',
  'todo_bytes',
  'archive_bytes',
  'billable_bytes',
] as const
const sums = figures.map((name) => sql<number>`sum(${sql.ref(`backup_usage.${name}`)})`.as(name))
const instants = ['last_backup_at', 'last_completed_backup_at', 'last_connected_at'] as const
const latest = instants.map((name) => sql<string | null>`max(${sql.ref(`backup_usage.${name}`)})`.as(name))

/** PostgreSQL gives sums as text. */
const counted = (row: object): UserUsage => {
  const usage = row as UserUsage
  const numbers = [...figures, 'computers' as const].map((name) => [name, Number(usage[name])])
  return { ...usage, ...Object.fromEntries(numbers) }
}
