import type { Flag, JsonText, Timestamp } from './scalars.ts'

export interface TrustedActivityTable {
  tenant_id: string
  /** Counts up within the tenant; never used again. */
  id: number
  type: string
  value: string
  /** SHA-256 of the form in which values are compared: one entry for each meaning. */
  value_hash: string
  description: string | null
  is_high_value_source: Flag
  /** JSON array of `{ type, providers }`. */
  actions: JsonText
  /** `USER`, `API_KEY`, `DEVICE` or `SERVICE`: who changed it last. */
  principal_type: string
  principal_id: string
  principal_name: string
  created_at: Timestamp
  updated_at: Timestamp
}

export interface TrustedActivityStateTable {
  tenant_id: string
  /** Grows with every change, so that another server sees that there was one. */
  revision: number
  last_id: number
}
