import { alertSeverities, alertStates } from '@spillway/contract'
import { ruleFamilies } from '@spillway/detection'
import { sql } from 'kysely'
import { column, flagValue, oneOf, termsOf } from '../rules/index.ts'

const exact = (name: string) => ({ column: column(name), kind: 'exact' }) as const
const text = (name: string) => ({ column: column(name), kind: 'text' }) as const
const instant = (name: string) => ({ column: column(name), kind: 'instant' }) as const
const severity = { ...exact('severity'), value: oneOf(['HIGH', 'MEDIUM', 'LOW']) }
/** `MEDIUM` is what old clients call moderate. */
const riskSeverity = { ...exact('risk_severity'), value: oneOf(alertSeverities, { MEDIUM: 'MODERATE' }) }

/** What alerts can be searched by (domain reference 1.10). */
export const alertTerms = termsOf({
  AlertId: exact('id'),
  TenantId: exact('tenant_id'),
  Type: { ...exact('type'), value: oneOf(ruleFamilies) },
  Name: text('name'),
  Description: text('description'),
  Actor: text('actor'),
  ActorId: exact('actor_id'),
  /** Every alert shows the same there. */
  Target: { column: sql`cast('N/A' as text)`, kind: 'exact' },
  RuleId: exact('rule_id'),
  RuleSource: exact('rule_source'),
  State: { ...exact('state'), value: oneOf(alertStates, { DISMISSED: 'RESOLVED' }) },
  Severity: severity,
  AlertSeverity: severity,
  RiskSeverity: riskSeverity,
  HasAuthSignificantWatchlist: { column: column('significant_watchlist'), kind: 'flag', value: flagValue },
  CreatedAt: instant('created_at'),
  StateLastModifiedAt: instant('state_modified_at'),
  StateLastModifiedBy: exact('state_modified_by'),
  LastModifiedTime: instant('modified_at'),
  LastModifiedBy: exact('modified_by'),
})
