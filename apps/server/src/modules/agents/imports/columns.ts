import type { ImportedAgent } from '@spillway/contract'
import type { AgentRow } from '../repository.ts'

const columns = {
  hostname: 'hostname',
  osName: 'os_name',
  osVersion: 'os_version',
  osArch: 'os_arch',
  address: 'address',
  remoteAddress: 'remote_address',
  serialNumber: 'serial_number',
  externalReference: 'external_reference',
  notes: 'notes',
} as const satisfies Partial<Record<keyof ImportedAgent, keyof AgentRow>>

/** Columns of what a row tells; empty text clears. */
export const columnsOf = (row: ImportedAgent): Partial<AgentRow> => ({
  ...Object.fromEntries(
    (Object.keys(columns) as (keyof typeof columns)[])
      .filter((name) => row[name] !== undefined)
      .map((name) => [columns[name], row[name] === '' ? null : row[name]]),
  ),
  ...(row.name && { name: row.name }),
  ...(row.agentType && { agent_type: row.agentType }),
  ...(row.agentVersion !== undefined && {
    agent_version: row.agentVersion || null,
    product_version: row.agentVersion || null,
  }),
  ...(row.lastConnected && { last_connected_at: new Date(row.lastConnected).toISOString() }),
})

/** Those columns that are not so already. */
export const differing = (agent: AgentRow, wanted: Partial<AgentRow>): Partial<AgentRow> =>
  Object.fromEntries(Object.entries(wanted).filter(([column, value]) => agent[column as keyof AgentRow] !== value))
