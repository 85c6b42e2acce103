import type { Flag, JsonText, Timestamp } from './scalars.ts'

export interface RiskSettingsTable {
  tenant_id: string
  /** Grows with every change of any of the three tables. */
  version: number
  /** JSON array of addresses and networks. */
  trusted_addresses: JsonText
  modified_at: Timestamp
}

/** What differs from the catalogue. */
export interface RiskIndicatorTable {
  tenant_id: string
  indicator_id: string
  /** Null for the default. */
  weight: number | null
  active: Flag
}

export interface FileNameIndicatorTable {
  /** `fileName-<uuid>` */
  id: string
  tenant_id: string
  name: string
  /** JSON array of patterns. */
  patterns: JsonText
  weight: number
  active: Flag
  modified_at: Timestamp
}
