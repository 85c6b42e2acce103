import type { RuleDraft } from '@spillway/contract'
import type { NewRow, Row } from '@spillway/control-store'
import type { RuleDefinition, RuleFamily } from '@spillway/detection'
import { nameKey } from '../identity/index.ts'
import type { OwnIndicator } from '../risk/index.ts'

/** Names of one person on the list of a rule. */
export interface RuleUser {
  readonly userIdFromAuthority: string
  readonly aliases: readonly string[]
}

/** What a rule says. */
export interface RuleWords {
  readonly name: string
  readonly description: string
  readonly severity: 'Low' | 'Medium' | 'High'
  readonly family: RuleFamily
  readonly definition: RuleDefinition
  readonly notifications: RuleDraft['notifications']
  readonly education: RuleDraft['education']
}

/** An indicator that the server took out of a rule, because it is no longer there. */
export interface GoneIndicator extends OwnIndicator {
  readonly at: string
}

/** Who made what comes with the product, and what the server changes by itself. */
export const ruleAuthor = 'Spillway'

export interface Rule extends RuleWords {
  readonly id: string
  readonly tenantId: string
  readonly isEnabled: boolean
  readonly isSystem: boolean
  readonly source: string
  readonly watchlistId: string | null
  readonly version: number
  readonly users: readonly RuleUser[]
  readonly removedIndicators?: readonly GoneIndicator[]
  /** Why the server switched it off. */
  readonly warning?: string | null
  readonly createdAt: string
  readonly createdBy: string
  readonly modifiedAt: string
  readonly modifiedBy: string
}

/** Whose id nobody gave: the published sentence stands for it. */
export const unknownUser = 'Null UserIdFromAuthority.  These usernames must be edited in the web app.'

export const ruleOf = (row: Row<'alert_rule'>): Rule => ({
  ...wordsOf(row),
  id: row.id,
  tenantId: row.tenant_id,
  isEnabled: row.enabled === 1,
  isSystem: row.system === 1,
  source: row.source,
  watchlistId: row.watchlist_id,
  version: Number(row.version),
  users: JSON.parse(row.users) as RuleUser[],
  removedIndicators: JSON.parse(row.removed_indicators) as GoneIndicator[],
  warning: row.warning,
  createdAt: row.created_at,
  createdBy: row.created_by,
  modifiedAt: row.modified_at,
  modifiedBy: row.modified_by,
})

type Words = Pick<
  Row<'alert_rule'>,
  'name' | 'description' | 'severity' | 'family' | 'definition' | 'notifications' | 'education'
>

export const wordsOf = (row: Words): RuleWords => ({
  name: row.name,
  description: row.description,
  severity: row.severity as RuleWords['severity'],
  family: row.family as RuleFamily,
  definition: JSON.parse(row.definition) as RuleDefinition,
  notifications: JSON.parse(row.notifications) as RuleWords['notifications'],
  education: row.education === null ? null : (JSON.parse(row.education) as RuleWords['education']),
})

export const columnsOf = ({ definition, notifications, education, ...words }: RuleWords): Words => ({
  ...words,
  definition: JSON.stringify(definition),
  notifications: JSON.stringify(notifications),
  education: education === null ? null : JSON.stringify(education),
})

/** A rule as rows: its present form, and the version that it is. */
export const rowOf = (rule: Rule): NewRow<'alert_rule'> => ({
  ...columnsOf(pickWords(rule)),
  name_key: nameKey(rule.name),
  id: rule.id,
  tenant_id: rule.tenantId,
  enabled: rule.isEnabled ? 1 : 0,
  system: rule.isSystem ? 1 : 0,
  source: rule.source,
  watchlist_id: rule.watchlistId,
  version: rule.version,
  users: JSON.stringify(rule.users),
  removed_indicators: JSON.stringify(rule.removedIndicators ?? []),
  warning: rule.warning ?? null,
  created_at: rule.createdAt,
  created_by: rule.createdBy,
  modified_at: rule.modifiedAt,
  modified_by: rule.modifiedBy,
})

export const versionRowOf = (rule: Rule): NewRow<'alert_rule_version'> => ({
  ...columnsOf(pickWords(rule)),
  rule_id: rule.id,
  version: rule.version,
  changed_at: rule.modifiedAt,
  changed_by: rule.modifiedBy,
})

const pickWords = (rule: Rule): RuleWords => ({
  name: rule.name,
  description: rule.description,
  severity: rule.severity,
  family: rule.family,
  definition: rule.definition,
  notifications: rule.notifications,
  education: rule.education,
})

/** The rule with other people on its list: the filter asks for all of their names. */
export const withUsers = (rule: Rule, users: readonly RuleUser[]): Rule => {
  const { definition } = rule
  const username = definition.filters?.username
  if (!username) return rule
  const usernames = [...new Set(users.flatMap(({ aliases }) => aliases))]
  const filters = { ...definition.filters, username: { ...username, usernames } }
  return { ...rule, users, definition: { ...definition, filters } }
}
