import type { AlertRule, OwnRule, RuleDraft } from '@spillway/contract'
import { RuleFilters, RuleVectors } from '@spillway/contract'
import type { RuleVersion } from './repository.ts'
import type { Rule, RuleWords } from './rule.ts'

/** A rule as version 2 shows it: a threshold that is not set is 0 there. */
export const presentRule = (rule: Rule): AlertRule => {
  const { vectors, filters, alertOnBlockedBrowserActivity } = criteriaOf(rule)
  const volume = filters?.fileVolume
  return {
    id: rule.id,
    name: rule.name,
    description: rule.description,
    severity: rule.severity,
    isEnabled: rule.isEnabled,
    source: rule.source,
    notifications: rule.notifications,
    education: rule.education,
    vectors,
    filters: filters && {
      ...filters,
      fileVolume: volume
        ? {
            ...volume,
            countGreaterThan: volume.countGreaterThan ?? 0,
            sizeGreaterThanInBytes: volume.sizeGreaterThanInBytes ?? 0,
          }
        : null,
    },
    alertOnBlockedBrowserActivity,
    createdAt: rule.createdAt,
    createdBy: rule.createdBy,
    modifiedAt: rule.modifiedAt,
    modifiedBy: rule.modifiedBy,
    isSystemRule: rule.isSystem,
    systemRemovedRiskIndicators: (rule.removedIndicators ?? []).map((gone) => ({
      indicatorId: gone.id,
      indicatorName: gone.name,
      categoryId: gone.categoryId,
      subCategoryId: gone.subcategoryId,
      timestamp: gone.at,
    })),
  }
}

/** A rule with everything there is to know about it. */
export const presentOwn = (rule: Rule): OwnRule => ({
  ...presentWords(rule),
  id: rule.id,
  version: rule.version,
  isEnabled: rule.isEnabled,
  isSystem: rule.isSystem,
  watchlistId: rule.watchlistId,
  createdAt: rule.createdAt,
  createdBy: rule.createdBy,
  modifiedAt: rule.modifiedAt,
  modifiedBy: rule.modifiedBy,
})

export const presentVersion = ({ version, changedAt, changedBy, ...words }: RuleVersion) => ({
  version,
  ...presentWords(words),
  changedAt,
  changedBy,
})

const presentWords = (words: RuleWords): RuleDraft => ({
  name: words.name,
  description: words.description,
  severity: words.severity,
  type: words.family,
  ...criteriaOf(words),
  notifications: words.notifications,
  education: words.education,
})

/** Every vector and filter by name, null where the rule has none: what comes with the product leaves them out. */
const criteriaOf = ({ definition: { vectors, filters, ...rest } }: RuleWords) => ({
  ...rest,
  vectors: vectors && RuleVectors.parse(vectors),
  filters: filters && RuleFilters.parse(filters),
})
