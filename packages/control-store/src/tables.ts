import type { Insertable, Selectable } from 'kysely'
import type { Counter, FlagWithDefault, JsonText, Optional, Timestamp } from './scalars.ts'
import type { AccountMessageTable, PasswordResetRequestTable } from './tables-accounts.ts'
import type { ActorAliasTable, ActorTable, CloudActorTable, RevisionTable } from './tables-actors.ts'
import type { AlertActivityTable, AlertTable, ChangeCounterTable, DetectionShardTable } from './tables-alerts.ts'
import type { BacktestAlertTable, BacktestTable } from './tables-backtests.ts'
import type { BehaviorPositionTable, BehaviorProfileTable } from './tables-behavior.ts'
import type { LessonNotificationTable, LessonTable, WatchlistLessonTable } from './tables-lessons.ts'
import type {
  AccessLockTable,
  AgentTable,
  BackupUsageHistoryTable,
  BackupUsageTable,
  DestinationTable,
} from './tables-machines.ts'
import type { NotificationChannelTable, NotificationTable } from './tables-notifications.ts'
import type {
  DepartmentTable,
  DirectoryGroupMemberTable,
  DirectoryGroupTable,
  DirectoryProfileTable,
  ListingRankTable,
  ListingTallyTable,
  OrganizationTable,
  RoleTable,
  UserRoleTable,
  UserTable,
} from './tables-people.ts'
import type { FileNameIndicatorTable, RiskIndicatorTable, RiskSettingsTable } from './tables-risk.ts'
import type { AlertRuleStateTable, AlertRuleTable, AlertRuleVersionTable } from './tables-rules.ts'
import type { SessionAlertTable, SessionEntryTable, SessionMarkTable, SessionTable } from './tables-sessions.ts'
import type { TrustedActivityStateTable, TrustedActivityTable } from './tables-trust.ts'
import type {
  DepartmentMembershipTable,
  GroupMembershipTable,
  WatchlistRuleTable,
  WatchlistTable,
} from './tables-watchlists.ts'

export type * from './scalars.ts'
export type * from './tables-actors.ts'
export type * from './tables-alerts.ts'
export type * from './tables-backtests.ts'
export type * from './tables-behavior.ts'
export type * from './tables-lessons.ts'
export type * from './tables-machines.ts'
export type * from './tables-notifications.ts'
export type * from './tables-people.ts'
export type * from './tables-risk.ts'
export type * from './tables-rules.ts'
export type * from './tables-sessions.ts'
export type * from './tables-trust.ts'
export type * from './tables-watchlists.ts'

export interface TenantTable {
  id: string
  name: string
  registration_key: string
  created_at: Timestamp
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
  /** Organization beyond which the client reaches nothing; null for the whole tenant. */
  org_uid: Optional
  token_generation: Counter
  created_by: string | null
  created_at: Timestamp
  modified_at: Timestamp
  last_used_at: Timestamp | null
}

/** Long-lived bearer of an identity provider; revoked ones are gone. */
export interface ProvisioningTokenTable {
  /** `scim-<uuid>` */
  id: string
  tenant_id: string
  name: string
  secret_hash: string
  /** Organization beyond which the token reaches nothing; null for the whole tenant. */
  org_uid: Optional
  /** Null for one that never runs out. */
  expires_at: Timestamp | null
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

/** When somebody is to look after something next; whoever moves that on does. */
export interface UpkeepRoundTable {
  name: string
  due_at: Timestamp
}

/** Every table of the control store by name. */
export interface Tables {
  tenant: TenantTable
  organization: OrganizationTable
  user: UserTable
  listing_tally: ListingTallyTable
  listing_rank: ListingRankTable
  role: RoleTable
  user_role: UserRoleTable
  password_reset_request: PasswordResetRequestTable
  account_message: AccountMessageTable
  department: DepartmentTable
  directory_profile: DirectoryProfileTable
  directory_group: DirectoryGroupTable
  directory_group_member: DirectoryGroupMemberTable
  actor: ActorTable
  actor_alias: ActorAliasTable
  cloud_actor: CloudActorTable
  revision: RevisionTable
  department_membership: DepartmentMembershipTable
  group_membership: GroupMembershipTable
  watchlist: WatchlistTable
  watchlist_rule: WatchlistRuleTable
  agent: AgentTable
  access_lock: AccessLockTable
  destination: DestinationTable
  backup_usage: BackupUsageTable
  backup_usage_history: BackupUsageHistoryTable
  api_client: ApiClientTable
  provisioning_token: ProvisioningTokenTable
  signing_key: SigningKeyTable
  revoked_token: RevokedTokenTable
  saved_search: SavedSearchTable
  audit_record: AuditRecordTable
  ingest_batch: IngestBatchTable
  loss_ledger: LossLedgerTable
  trusted_activity: TrustedActivityTable
  alert: AlertTable
  alert_activity: AlertActivityTable
  detection_shard: DetectionShardTable
  change_counter: ChangeCounterTable
  session: SessionTable
  session_alert: SessionAlertTable
  session_mark: SessionMarkTable
  session_entry: SessionEntryTable
  backtest: BacktestTable
  backtest_alert: BacktestAlertTable
  alert_rule: AlertRuleTable
  alert_rule_version: AlertRuleVersionTable
  alert_rule_state: AlertRuleStateTable
  trusted_activity_state: TrustedActivityStateTable
  notification_channel: NotificationChannelTable
  notification: NotificationTable
  lesson: LessonTable
  watchlist_lesson: WatchlistLessonTable
  lesson_notification: LessonNotificationTable
  node: NodeTable
  setting: SettingTable
  upkeep_round: UpkeepRoundTable
  risk_settings: RiskSettingsTable
  risk_indicator: RiskIndicatorTable
  file_name_indicator: FileNameIndicatorTable
  behavior_profile: BehaviorProfileTable
  behavior_position: BehaviorPositionTable
}

/** A row as read from a table. */
export type Row<Name extends keyof Tables> = Selectable<Tables[Name]>
/** A row as written to a table. */
export type NewRow<Name extends keyof Tables> = Insertable<Tables[Name]>
