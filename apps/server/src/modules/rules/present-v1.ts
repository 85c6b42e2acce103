import { usersToAlertOn, v1EndpointActivity, v1FileCategories, v1Sharing, v1Volume } from '@spillway/detection'
import type { Rule } from './rule.ts'

const severities = { Low: 'LOW', Medium: 'MEDIUM', High: 'HIGH' } as const

/** What version 1 shows of rules of every family. */
const presentCommon = (rule: Rule) => ({
  id: rule.id,
  tenantId: rule.tenantId,
  name: rule.name,
  description: rule.description,
  severity: severities[rule.severity],
  isEnabled: rule.isEnabled,
  isSystem: rule.isSystem,
  ruleSource: rule.source,
  fileBelongsTo: {
    usersToAlertOn: usersToAlertOn(rule.definition),
    userList: [...(rule.definition.filters?.username?.usernames ?? [])],
  },
  notificationConfig: {
    enabled: rule.notifications.isEnabled,
    notificationInfo: rule.notifications.contacts.map(({ address }) => ({
      notificationType: 'EMAIL' as const,
      notificationAddress: address,
    })),
  },
  fileCategoryWatch: v1FileCategories(rule.definition),
  createdAt: rule.createdAt,
  createdBy: rule.createdBy,
  modifiedAt: rule.modifiedAt,
  modifiedBy: rule.modifiedBy,
})

export const presentEndpointRule = (rule: Rule) => ({
  ...presentCommon(rule),
  ...v1Volume(rule.definition),
  fileActivityIs: v1EndpointActivity(rule.definition),
})

export const presentCloudShareRule = (rule: Rule) => ({ ...presentCommon(rule), ...v1Sharing(rule.definition) })

export const presentMismatchRule = presentCommon

export const presentFileNameRule = (rule: Rule) => ({
  ...presentCommon(rule),
  fileNamePatterns: [...(rule.definition.filters?.fileName?.patterns ?? [])],
})

export const presentUsers = (rule: Rule) => ({
  type$: 'USERS_IN_RULE_RESPONSE' as const,
  usersToAlertOn: usersToAlertOn(rule.definition),
  users: rule.users.map(({ userIdFromAuthority, aliases }) => ({
    type$: 'USER_BAG' as const,
    userIdFromAuthority,
    userAliasList: [...aliases],
  })),
})

/** A rule among the results of a search. */
export const presentMetadata = (rule: Rule) => ({
  type$: 'RULE_METADATA' as const,
  id: rule.id,
  observerRuleId: rule.id,
  tenantId: rule.tenantId,
  type: rule.family,
  name: rule.name,
  description: rule.description,
  severity: severities[rule.severity],
  isSystem: rule.isSystem,
  isEnabled: rule.isEnabled,
  ruleSource: rule.source,
  ruleWarning: rule.warning ?? null,
  createdAt: rule.createdAt,
  createdBy: rule.createdBy,
  modifiedAt: rule.modifiedAt,
  modifiedBy: rule.modifiedBy,
})
