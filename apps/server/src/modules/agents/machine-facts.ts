import type { AgentHeartbeat, WatchedFolder } from '@spillway/contract'
import type { z } from 'zod'
import type { AgentRow } from './repository.ts'

/** What registrations and heartbeats have in common. */
type Told = Pick<
  z.output<typeof AgentHeartbeat>,
  'osVersion' | 'architecture' | 'address' | 'timeZone' | 'machineId' | 'serialNumber'
>

/** Columns for what an agent told of its machine; what it left out stays as it is. */
export const machineColumns = (told: Told) => ({
  ...(told.osVersion !== undefined && { os_version: told.osVersion }),
  ...(told.architecture !== undefined && { os_arch: told.architecture }),
  ...(told.address !== undefined && { address: told.address }),
  ...(told.timeZone !== undefined && { time_zone: told.timeZone }),
  ...(told.machineId !== undefined && { machine_id: told.machineId }),
  ...(told.serialNumber !== undefined && { serial_number: told.serialNumber }),
})

export const watchedFoldersOf = ({ watched_folders }: AgentRow) =>
  JSON.parse(watched_folders) as z.output<typeof WatchedFolder>[]
