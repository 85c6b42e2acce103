import type { ControlStore } from '@spillway/control-store'
import { sql } from 'kysely'
import { isWithin, type Reach } from '../../identity/index.ts'

/** What the machines within reach keep at one destination. */
export interface DestinationFigures {
  readonly computers: number
  readonly online: number
  readonly users: number
  readonly organizations: number
  readonly archiveBytes: number
  readonly selectedBytes: number
  readonly todoBytes: number
}

/** Figures of every destination by guid; `since` is the instant from which a machine counts as connected. */
export const figuresByDestination = async (
  { db }: Pick<ControlStore, 'db'>,
  reach: Reach,
  since: string,
): Promise<ReadonlyMap<string, DestinationFigures>> => {
  const rows = await db
    .selectFrom('backup_usage')
    .innerJoin('agent', 'agent.uid', 'backup_usage.agent_uid')
    .where(isWithin('agent', reach))
    .groupBy('backup_usage.destination_guid')
    .select(['backup_usage.destination_guid as guid', ...columns])
    .select(sql<number>`sum(case when agent.last_connected_at >= ${since} then 1 else 0 end)`.as('online'))
    .execute()
  return new Map(rows.map(({ guid, ...figures }) => [guid, numbers(figures)]))
}

const columns = [
  sql<number>`count(*)`.as('computers'),
  sql<number>`count(distinct agent.user_uid)`.as('users'),
  sql<number>`count(distinct agent.owner_org_uid)`.as('organizations'),
  sql<number>`sum(backup_usage.archive_bytes)`.as('archiveBytes'),
  sql<number>`sum(backup_usage.selected_bytes)`.as('selectedBytes'),
  sql<number>`sum(backup_usage.todo_bytes)`.as('todoBytes'),
] as const

/** PostgreSQL gives sums as text. */
const numbers = (figures: DestinationFigures): DestinationFigures => ({
  computers: Number(figures.computers),
  online: Number(figures.online),
  users: Number(figures.users),
  organizations: Number(figures.organizations),
  archiveBytes: Number(figures.archiveBytes),
  selectedBytes: Number(figures.selectedBytes),
  todoBytes: Number(figures.todoBytes),
})

export const noFigures: DestinationFigures = {
  computers: 0,
  online: 0,
  users: 0,
  organizations: 0,
  archiveBytes: 0,
  selectedBytes: 0,
  todoBytes: 0,
}
