import { type Expression, sql } from 'kysely'
import type { Place, Placing, Ranked } from '../../identity/index.ts'
import type { MachineOrder, MachineRecord } from './records.ts'

/** As the indexes have it. */
const sortable = {
  name: sql<string>`${sql.ref('agent.name')}`,
  user: sql<string>`coalesce(${sql.ref('agent.user_uid')}, '')`,
  type: sql<string>`${sql.ref('agent.agent_type')}`,
  hostname: sql<string>`coalesce(${sql.ref('agent.hostname')}, '')`,
  connected: sql<string>`coalesce(${sql.ref('agent.last_connected_at')}, '')`,
  system: sql<string>`coalesce(${sql.ref('agent.os_name')}, '')`,
  created: sql<string>`${sql.ref('agent.created_at')}`,
  lastBackup: sql<string>`coalesce(${sql.ref('agent.last_backup_at')}, '')`,
  archiveBytes: sql<string>`${sql.ref('agent.archive_bytes')}`,
} as const

/** Machines that are the same go by their numbers, the same way, so that one index serves both directions. */
export const orderOf = ({ by, descending }: MachineOrder, reversed = false): Expression<unknown> => {
  const direction = sql.raw(descending === reversed ? 'asc' : 'desc')
  const number = sql`${sql.ref('agent.legacy_id')} ${direction}`
  return by === 'number' ? number : sql`${sortable[by]} ${direction}, ${number}`
}

/** What changes with every contact or backup is not in the journal. */
export const placingOf = ({ by, descending }: MachineOrder): Placing | null => {
  if (by === 'connected' || by === 'lastBackup' || by === 'archiveBytes') return null
  return { key: by === 'number' ? null : sortable[by], descending }
}

export const placeOf = (machine: MachineRecord, { by }: MachineOrder): Place => {
  const keys: Partial<Record<MachineOrder['by'], string | null>> = {
    ...{ name: machine.name, hostname: machine.hostname, user: machine.user_uid, type: machine.agent_type },
    ...{ system: machine.os_name, created: machine.created_at },
  }
  return { key: keys[by] ?? '', number: machine.legacy_id }
}

export const rankOf = (order: MachineOrder): Ranked | null => {
  const { by, descending } = order
  // Counted by the hour.
  if (by === 'connected') return { list: 'agent.connected', key: sortable.connected, descending, isFixed: true }
  const placing = ['number', 'name', 'hostname'].includes(by) ? placingOf(order) : null
  return placing && { list: `agent.${by}`, ...placing }
}
