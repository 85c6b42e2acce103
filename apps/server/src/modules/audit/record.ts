import { createHash } from 'node:crypto'
import type { NewRow } from '@spillway/control-store'

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue }

/** What is recorded, in the past tense. The published names keep their spelling; the rest follows it. */
export type AuditType =
  | 'logged_in'
  | 'login_failed'
  | 'logged_out'
  | 'token_issued'
  | 'search_issued'
  | 'saved_search_created'
  | 'saved_search_updated'
  | 'saved_search_deleted'
  | 'user_registered'
  | 'user_password_changed'
  | 'user_second_factor_enabled'
  | 'user_second_factor_removed'
  | 'user_invited'
  | 'user_invitation_accepted'
  | 'user_password_reset_requested'
  | 'user_password_reset_issued'
  | 'user_password_reset'
  | 'user_message_not_delivered'
  | 'user_licenses_changed'
  | 'user_updated'
  | 'user_activated'
  | 'user_deactivated'
  | 'user_moved'
  | 'user_roles_changed'
  | 'role_created'
  | 'role_updated'
  | 'role_deleted'
  | 'organization_created'
  | 'organization_updated'
  | 'organization_activated'
  | 'organization_deactivated'
  | 'organization_blocked'
  | 'organization_unblocked'
  | 'user_blocked'
  | 'user_unblocked'
  | 'api_client_created'
  | 'api_client_updated'
  | 'api_client_secret_reset'
  | 'api_client_disabled'
  | 'api_client_enabled'
  | 'provisioning_token_created'
  | 'provisioning_token_rotated'
  | 'provisioning_token_revoked'
  | 'agent_registered'
  | 'agent_updated'
  | 'agent_activated'
  | 'agent_deactivated'
  | 'agent_key_reset'
  | 'agent_blocked'
  | 'agent_unblocked'
  | 'agent_deauthorized'
  | 'agent_upgrade_requested'
  | 'agent_upgrade_acknowledged'
  | 'agent_access_locked'
  | 'agent_access_unlocked'
  | 'directory_group_created'
  | 'directory_group_updated'
  | 'directory_group_deleted'
  | 'actor_updated'
  | 'actor_aliases_changed'
  | 'actor_adopted'
  | 'actor_released'
  | 'risk_settings_updated'
  | 'file_name_indicator_created'
  | 'file_name_indicator_updated'
  | 'file_name_indicator_deleted'
  | 'trusted_activity_created'
  | 'trusted_activity_updated'
  | 'trusted_activity_deleted'
  | 'watchlist_created'
  | 'watchlist_updated'
  | 'watchlist_deleted'
  | 'watchlist_membership_changed'
  | 'backtest_started'
  | 'backtest_cancelled'
  | 'backtest_deleted'
  | 'alert_rule_created'
  | 'alert_rule_updated'
  | 'alert_rule_deleted'
  | 'alert_rule_enabled'
  | 'alert_rule_disabled'
  | 'alert_rule_users_changed'
  | 'alert_state_changed'
  | 'alert_note_edited'
  | 'session_state_changed'
  | 'session_note_added'
  | 'notification_channel_created'
  | 'notification_channel_updated'
  | 'notification_channel_deleted'
  | 'notification_channel_secret_rotated'
  | 'notification_channel_tested'
  | 'notifications_replayed'
  | 'lesson_created'
  | 'lesson_updated'
  | 'lesson_deleted'
  | 'lesson_sent'
  | 'lesson_notification_fetched'
  | 'watchlist_lesson_changed'
  | 'audit_records_lost'

/** Who did it: a request's caller fits as it is. */
export interface AuditActor {
  readonly kind: 'user' | 'api-client' | 'agent' | 'unknown'
  readonly id: string
  readonly name: string
  readonly ip: string
  readonly userAgent: string
}

export interface AuditEntry {
  readonly type: AuditType
  /** Null for what the server does by itself. */
  readonly actor: AuditActor | null
  /** Flat keys beside the common ones, such as `resultCount`. */
  readonly details?: { readonly [key: string]: JsonValue }
}

/** Longest text kept of one detail, in characters: a search body may be as long as a request. */
const maximumDetail = 16_384

const actorTypes = { user: 'USER', 'api-client': 'API_CLIENT', agent: 'SYSTEM', unknown: 'UNKNOWN' } as const

/** The record as the audit log shows it: flat, with the published keys. */
export const presentEntry = ({ type, actor, details }: AuditEntry, at: Date): Record<string, JsonValue> => ({
  ...Object.fromEntries(Object.entries(details ?? {}).map(([key, value]) => [key, shortened(value)])),
  type$: `audit_log::${type}/1`,
  actorId: actor?.id ?? 'SYSTEM',
  actorName: actor?.name ?? 'SYSTEM',
  actorType: actor ? actorTypes[actor.kind] : 'SYSTEM',
  actorAgent: actor?.userAgent ?? null,
  actorIpAddress: actor?.ip ?? null,
  timestamp: at.toISOString(),
})

const shortened = (value: JsonValue): JsonValue =>
  typeof value === 'string' && value.length > maximumDetail ? value.slice(0, maximumDetail) : value

/** JSON with sorted keys and no spaces: one text for one value. */
export const canonicalJson = (value: JsonValue): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1))
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`
  }
  return JSON.stringify(value)
}

export interface ChainEnd {
  readonly seq: number
  readonly hash: string
}

export const chainStart: ChainEnd = { seq: 0, hash: '0'.repeat(64) }

/** Hash of a link: what stood before, and the record. Hexadecimal SHA-256. */
export const linkHash = (previousHash: string, record: string): string =>
  createHash('sha256').update(previousHash).update(record).digest('hex')

/** Links records to the end of the chain. */
export const linkRecords = (
  end: ChainEnd,
  tenantId: string,
  records: readonly Record<string, JsonValue>[],
): NewRow<'audit_record'>[] => {
  let { seq, hash } = end
  return records.map((fields) => {
    const record = canonicalJson(fields)
    const previousHash = hash
    hash = linkHash(previousHash, record)
    return { seq: ++seq, tenant_id: tenantId, ...columnsOf(fields), record, previous_hash: previousHash, hash }
  })
}

/** The columns one searches by; copies of what the record says. */
export const columnsOf = (fields: Record<string, JsonValue>) => ({
  occurred_at: text(fields.timestamp),
  type: text(fields.type$),
  actor_id: storable(text(fields.actorId)),
  actor_name: storable(text(fields.actorName)),
  actor_type: text(fields.actorType),
  actor_ip: typeof fields.actorIpAddress === 'string' ? storable(fields.actorIpAddress) : null,
})

const text = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '')

/** Text that comes back from both dialects as it went in: PostgreSQL refuses NUL, and half a surrogate pair has no UTF-8. */
const storable = (value: string): string => value.replaceAll('\0', '').toWellFormed()
