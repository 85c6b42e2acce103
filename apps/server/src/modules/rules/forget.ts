import type { ControlStore } from '@spillway/control-store'
import type { ForgetIndicator } from '../risk/index.ts'
import { createRuleRepository } from './repository.ts'
import { type GoneIndicator, type Rule, ruleAuthor } from './rule.ts'

/** The published word for a rule that asks for no indicator any more. */
const lastIndicatorRemoved = 'DISABLED_DUE_TO_LAST_INDICATOR_REMOVED'

/**
 * Takes an indicator that is no longer there out of every rule, within the change that removed it. Without its last one
 * a rule would ask for nothing or for everything: it is switched off instead.
 */
export const createForgetIndicator = (store: Pick<ControlStore, 'db' | 'transaction'>): ForgetIndicator => {
  const repository = createRuleRepository(store)
  return async (within, tenantId, gone, at) => {
    await repository.raise(within, tenantId)
    const rules = await repository.all(tenantId, within)
    const changed = rules.flatMap((rule) => withoutIndicator(rule, { ...gone, at }) ?? [])
    for (const rule of changed) await repository.save(within, rule)
  }
}

/** Null where the rule does not name the indicator, by its id or by its name. */
const withoutIndicator = (rule: Rule, gone: GoneIndicator): Rule | null => {
  const { filters } = rule.definition
  const rest = (filter: NonNullable<typeof filters>['riskIndicator']) =>
    filter && { ...filter, indicators: filter.indicators.filter((one) => one !== gone.id && one !== gone.name) }
  const [wanted, unwanted] = [rest(filters?.riskIndicator), rest(filters?.riskIndicatorExcludes)]
  const isSame =
    wanted?.indicators.length === filters?.riskIndicator?.indicators.length &&
    unwanted?.indicators.length === filters?.riskIndicatorExcludes?.indicators.length
  if (isSame) return null
  const isEmpty = wanted != null && wanted.indicators.length + wanted.categories.length === 0
  return {
    ...rule,
    definition: {
      ...rule.definition,
      filters: {
        ...filters,
        ...(wanted !== undefined && { riskIndicator: wanted }),
        ...(unwanted !== undefined && { riskIndicatorExcludes: unwanted }),
      },
    },
    version: rule.version + 1,
    removedIndicators: [...(rule.removedIndicators ?? []), gone],
    ...(isEmpty && { isEnabled: false, warning: lastIndicatorRemoved }),
    ...{ modifiedAt: gone.at, modifiedBy: ruleAuthor },
  }
}
