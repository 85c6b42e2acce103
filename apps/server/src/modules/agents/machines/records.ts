import type { AgentRow } from './health.ts'

/** A machine with what is told of its owner and the owner's organization; both null where nobody owns it. */
export interface MachineRecord extends AgentRow {
  readonly owner_legacy_id: number | null
  readonly owner_username: string | null
  readonly owner_email: string | null
  readonly owner_first_name: string | null
  readonly owner_last_name: string | null
  readonly owner_active: number | null
  readonly owner_blocked: number | null
  readonly org_uid: string | null
  readonly org_legacy_id: number | null
  readonly org_guid: string | null
  readonly org_name: string | null
}

export interface MachineFilter {
  readonly active?: boolean | undefined
  readonly blocked?: boolean | undefined
  /** Whether any alert stands. */
  readonly alerted?: boolean | undefined
  /** Alerts, as bits, any of which stands. */
  readonly alertBits?: number | undefined
  readonly userUid?: string | undefined
  readonly userLegacyId?: number | undefined
  readonly organizationPath?: string | undefined
  readonly uid?: string | undefined
  readonly destinationGuid?: string | undefined
  readonly agentType?: string | undefined
  readonly serialNumber?: string | undefined
  readonly healthy?: boolean | undefined
  readonly anyIssue?: readonly string[] | undefined
  readonly anySystem?: readonly OperatingSystem[] | undefined
  /** Instants from which on, or before which, something happened. */
  readonly connectedSince?: string | undefined
  readonly notConnectedSince?: string | undefined
  readonly healthChangedSince?: string | undefined
  /** Part of name, host name or uid. */
  readonly search?: string | undefined
}

export type OperatingSystem = 'WIN' | 'MAC' | 'LINUX'

export interface MachineOrder {
  readonly by:
    | 'name'
    | 'user'
    | 'type'
    | 'hostname'
    | 'connected'
    | 'system'
    | 'number'
    | 'created'
    | 'archiveBytes'
    | 'lastBackup'
  readonly descending: boolean
}
