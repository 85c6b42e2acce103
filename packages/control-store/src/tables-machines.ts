import type { Counter, FlagWithDefault, Optional, TextWithDefault, Timestamp } from './scalars.ts'

export interface AgentTable {
  uid: string
  legacy_id: number
  tenant_id: string
  user_uid: string | null
  /** Organization of the user, null without one. Kept by the database: it moves as the user does. */
  owner_org_uid: Optional
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
  /** Its key is void until the machine is registered anew. */
  deauthorized: FlagWithDefault
  token_generation: Counter
  /** Run of numbers the agent counts in; a new spool starts a new stream. */
  stream: TextWithDefault
  /** Number the next event of that stream must bear. */
  next_expected: Counter
  /** What the last heartbeat told; null before the first. */
  health: string | null
  /** JSON array of health issue types that the agent reported; `[]` is healthy. */
  health_issues: TextWithDefault
  health_modified_at: Optional<Timestamp>
  spooled_events: number | null
  dropped_events: number | null
  /** `CODE42AAT`, `COMBINED` or `CODE42`. */
  agent_type: TextWithDefault
  os_arch: Optional
  /** Own address and port. */
  address: Optional
  /** Address and port the server sees. */
  remote_address: Optional
  product_version: Optional
  /** Build stamp, in milliseconds since 1970. */
  build_stamp: Optional<number>
  build_version: Optional<number>
  /** `CrashPlan`, `Artemis` or empty. */
  service: TextWithDefault
  java_version: TextWithDefault
  time_zone: TextWithDefault
  machine_id: Optional
  serial_number: Optional
  external_reference: Optional
  notes: Optional
  /** Bits: 1 and 2 connection warning and critical, 8 and 16 backup warning and critical. */
  alert_state: Counter
  /** The latest backup, and bytes of archives, of all its destinations together. Kept by the database. */
  last_backup_at: Optional<Timestamp>
  archive_bytes: Counter
  /** Whether it had fallen silent when lists last looked. See `agents/machines/silence.ts`. */
  silent: FlagWithDefault
  /** The settings document of a backup agent; null for others. */
  settings: Optional
  /** Named values that the agent reports of itself, such as `fullDiskAccess`. */
  properties: TextWithDefault
  /** JSON array of `{path, files, bytes}`: the folders the agent watches and what it knows in each. */
  watched_folders: TextWithDefault
  /** Why the agent last failed to deliver, in its own words; null while all is well. */
  last_error: Optional
  /** When an administrator asked for an upgrade; the request stands until the agent acknowledges it. */
  upgrade_requested_at: Optional<Timestamp>
  /** When the request first went out with a heartbeat's answer. */
  upgrade_delivered_at: Optional<Timestamp>
  upgrade_acknowledged_at: Optional<Timestamp>
  /** What the agent made of it: `accepted` or `unsupported`. */
  upgrade_outcome: Optional
  /** Raised with every change of `settings`. */
  settings_revision: Counter
  /** The revision that the agent says it holds. */
  settings_acknowledged: Counter
  login_at: Optional<Timestamp>
  /** Uid of the user or organization whose deactivation took this machine along. */
  deactivated_with: Optional
  created_at: Timestamp
  modified_at: Timestamp
  last_connected_at: Optional<Timestamp>
}

/** Whether a machine was shut against its user, and the words that open it. */
export interface AccessLockTable {
  agent_uid: string
  locked: FlagWithDefault
  passphrase: string
  locked_by: string
  unlocked_by: Optional
  unlocked_at: Optional<Timestamp>
  created_at: Timestamp
  modified_at: Timestamp
}

export interface DestinationTable {
  guid: string
  legacy_id: number
  tenant_id: string
  name: string
  name_key: string
  /** `SERVER`, `CLUSTER` or `PROVIDER`. */
  type: string
  server_guid: string
  server_name: string
  created_at: Timestamp
  modified_at: Timestamp
}

interface BackupFigures {
  selected_files: Counter
  selected_bytes: Counter
  todo_files: Counter
  todo_bytes: Counter
  archive_bytes: Counter
  billable_bytes: Counter
  send_rate_average: Counter
  completion_rate_average: Counter
}

export interface BackupUsageTable extends BackupFigures {
  agent_uid: string
  destination_guid: string
  archive_guid: string
  archive_format: TextWithDefault
  /** 0 to 100. */
  percent_complete: Counter
  alert_state: Counter
  in_use: FlagWithDefault
  last_backup_at: Optional<Timestamp>
  last_completed_backup_at: Optional<Timestamp>
  last_connected_at: Optional<Timestamp>
  last_maintenance_at: Optional<Timestamp>
  last_compact_at: Optional<Timestamp>
  created_at: Timestamp
  modified_at: Timestamp
}

/** One row per machine, destination and day. */
export interface BackupUsageHistoryTable extends BackupFigures {
  agent_uid: string
  destination_guid: string
  /** `YYYY-MM-DD` */
  day: string
  last_completed_backup_at: Optional<Timestamp>
  last_connected_at: Optional<Timestamp>
  created_at: Timestamp
}
