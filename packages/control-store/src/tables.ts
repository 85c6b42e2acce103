import type { ColumnType, Insertable, Selectable } from 'kysely'

/** Portable truth value: SQLite has no boolean, so both dialects store 0 or 1. */
export type Flag = 0 | 1
/** Instant as ISO 8601 in UTC with milliseconds, so that text order is time order. */
export type Timestamp = string
/** JSON document kept as text. */
export type JsonText = string
/** Whole number up to 2^53, with the default given by the table. */
type Counter = ColumnType<number, number | undefined, number>
type FlagWithDefault = ColumnType<Flag, Flag | undefined, Flag>

export interface TenantTable {
  id: string
  name: string
  registration_key: string
  created_at: Timestamp
}

export interface OrganizationTable {
  /** Decimal text of a 64-bit number: exceeds what a JSON number can hold. */
  uid: string
  /** Numeric id of the console API. */
  legacy_id: number
  guid: string
  tenant_id: string
  parent_uid: string | null
  name: string
  active: FlagWithDefault
  blocked: FlagWithDefault
  created_at: Timestamp
  modified_at: Timestamp
}

export interface UserTable {
  uid: string
  legacy_id: number
  tenant_id: string
  org_uid: string
  username: string
  /** Lower-cased user name; what makes a name unique. */
  username_key: string
  email: string
  first_name: string | null
  last_name: string | null
  /** Argon2id in PHC form; null bars signing in with a password. */
  password_hash: string | null
  /** Base32 secret of the second factor; null while it is off. */
  totp_secret: string | null
  /** Last accepted time step; a code is good once. */
  totp_last_step: number | null
  /** JSON array of role names. */
  roles: JsonText
  active: FlagWithDefault
  blocked: FlagWithDefault
  /** Tokens carry it; raising it ends every token issued before. */
  token_generation: Counter
  created_at: Timestamp
  modified_at: Timestamp
}

export interface AgentTable {
  uid: string
  legacy_id: number
  tenant_id: string
  user_uid: string | null
  /** Whose machine it is, as the agent tells; stands also where no such user exists. */
  user_email: string | null
  name: string
  hostname: string | null
  os_name: string | null
  os_version: string | null
  agent_version: string | null
  key_hash: string
  active: FlagWithDefault
  blocked: FlagWithDefault
  token_generation: Counter
  /** Run of numbers the agent counts in; a new spool starts a new stream. */
  stream: ColumnType<string, string | undefined, string>
  /** Number the next event of that stream must bear. */
  next_expected: Counter
  /** What the last heartbeat told; null before the first. */
  health: string | null
  spooled_events: number | null
  dropped_events: number | null
  created_at: Timestamp
  modified_at: Timestamp
  last_connected_at: Timestamp | null
}

export interface ApiClientTable {
  /** `key-<uuid>` */
  id: string
  tenant_id: string
  name: string
  description: string
  secret_hash: string
  /** JSON array of permission names. */
  permissions: JsonText
  disabled: FlagWithDefault
  token_generation: Counter
  created_by: string | null
  created_at: Timestamp
  modified_at: Timestamp
  last_used_at: Timestamp | null
}

export interface SigningKeyTable {
  kid: string
  algorithm: string
  private_jwk: JsonText
  public_jwk: JsonText
  created_at: Timestamp
  /** From here on the key signs nothing new. */
  retires_at: Timestamp
  /** From here on no token bears a live signature of it. */
  expires_at: Timestamp
}

export interface RevokedTokenTable {
  jti: string
  revoked_at: Timestamp
  /** When the token would have ended anyway, and the row may go. */
  expires_at: Timestamp
}

export interface SavedSearchTable {
  id: string
  tenant_id: string
  name: string
  notes: string | null
  /** 1 or 2: the version whose terms the definition speaks. */
  api_version: number
  /** groups, groupClause, srtKey, srtDir, columns as JSON. */
  definition: JsonText
  created_by_uid: string
  created_by_username: string
  created_at: Timestamp
  modified_by_uid: string
  modified_by_username: string
  modified_at: Timestamp
}

export interface AuditRecordTable {
  seq: number
  tenant_id: string
  occurred_at: Timestamp
  type: string
  actor_id: string
  actor_name: string
  actor_type: string
  actor_ip: string | null
  /** The whole record as canonical JSON; what the hash covers. */
  record: JsonText
  previous_hash: string
  hash: string
}

export interface IngestBatchTable {
  key: string
  caller_id: string
  body_hash: string
  status: 'pending' | 'stored'
  node: Counter
  row_count: number
  stored_count: Counter
  first_seq: number | null
  last_seq: number | null
  /** The answer to give again on a retry. */
  result: JsonText | null
  created_at: Timestamp
  expires_at: Timestamp
}

export interface LossLedgerTable {
  id: string
  agent_uid: string
  stream: string
  first_missing: number
  last_missing: number
  count: number
  reason: string
  detected_at: Timestamp
  resolved_at: Timestamp | null
}

export interface NodeTable {
  id: number
  name: string
  lease_owner: string | null
  lease_expires_at: Timestamp | null
  created_at: Timestamp
}

export interface SettingTable {
  name: string
  value: JsonText
  modified_at: Timestamp
}

/** Every table of the control store by name. */
export interface Tables {
  tenant: TenantTable
  organization: OrganizationTable
  user: UserTable
  agent: AgentTable
  api_client: ApiClientTable
  signing_key: SigningKeyTable
  revoked_token: RevokedTokenTable
  saved_search: SavedSearchTable
  audit_record: AuditRecordTable
  ingest_batch: IngestBatchTable
  loss_ledger: LossLedgerTable
  node: NodeTable
  setting: SettingTable
}

/** A row as read from a table. */
export type Row<Name extends keyof Tables> = Selectable<Tables[Name]>
/** A row as written to a table. */
export type NewRow<Name extends keyof Tables> = Insertable<Tables[Name]>
