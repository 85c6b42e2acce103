import type { AgentHeartbeat } from '@spillway/sdk'
import type { FolderTotal } from './inventory/folder-totals.ts'
import type { Machine } from './machine/machine.ts'
import { agentVersion } from './version.ts'

/** How the agent fares. */
export interface Condition {
  /** Events on disk that wait. */
  readonly pending: number
  readonly droppedTotal: number
  /** Why the last upload failed; null while all is well. */
  readonly failure: string | null
  /** Rows of the last batch that the server refused. */
  readonly rejectedRows: number
  readonly watchedFolders: readonly FolderTotal[]
}

const longestError = 1000
const longestPath = 4096
const maximumFolders = 100

/** Facts of the machine as registrations and heartbeats tell them. */
export const machineFacts = (machine: Machine) => {
  const address = machine.address()
  return {
    hostname: machine.hostname,
    operatingSystem: machine.operatingSystem,
    osVersion: machine.osVersion.slice(0, 100),
    architecture: machine.architecture,
    agentVersion,
    ...(machine.timeZone && { timeZone: machine.timeZone }),
    ...(machine.machineId !== null && { machineId: machine.machineId }),
    ...(address !== null && { address }),
  }
}

/** A heartbeat. */
export const statusOf = (machine: Machine, condition: Condition): AgentHeartbeat => ({
  ...machineFacts(machine),
  health: condition.failure === null ? 'OK' : 'NOT_DELIVERING',
  healthIssues: issuesOf(condition),
  lastError: condition.failure?.slice(0, longestError) ?? null,
  spooledEvents: condition.pending,
  droppedEvents: condition.droppedTotal,
  watchedFolders: condition.watchedFolders.filter(({ path }) => path.length <= longestPath).slice(0, maximumFolders),
})

/** In the names under which the published API knows them. */
const issuesOf = ({ failure, rejectedRows }: Condition): string[] => [
  ...(failure === null ? [] : ['NOT_SENDING_SECURITY_EVENTS']),
  ...(rejectedRows === 0 ? [] : ['SECURITY_INGEST_REJECTED']),
]
