import { type DefaultRule, defaultRules, derivedId, watchlistRule } from '@spillway/detection'
import type { Clock } from '../../platform/clock.ts'
import type { RuleRepository } from './repository.ts'
import { type Rule, ruleAuthor } from './rule.ts'

interface Dependencies {
  readonly repository: RuleRepository
  readonly clock: Clock
}

/**
 * Adds the rules that come with the product, switched on, and with each watchlist, switched off. Their ids are made of
 * what they are, so that one that was removed does not come again and two servers add none twice.
 */
export const createSeeds = ({ repository, clock }: Dependencies) => {
  const wanted = async (tenantId: string): Promise<readonly Rule[]> => {
    const lists = await repository.watchlists(tenantId)
    return [
      ...defaultRules.map((rule) => seeded(tenantId, derivedId('default-rule', tenantId, rule.key), rule, null)),
      ...lists.map(({ id, list_type, title }) => {
        const rule = watchlistRule(id, title ?? titleOf(list_type))
        const seed = seeded(tenantId, derivedId('watchlist-rule', tenantId, id), rule, id)
        return { ...seed, source: sourceOf(list_type) }
      }),
    ]
  }
  const seeded = (tenantId: string, id: string, rule: Omit<DefaultRule, 'key'>, watchlistId: string | null): Rule => {
    const at = clock().toISOString()
    return {
      ...{ id, tenantId, watchlistId, version: 1, users: [], source: 'Alerting' },
      ...{ name: rule.name, description: rule.description, severity: rule.severity, definition: rule.definition },
      family: 'FED_COMPOSITE',
      notifications: { isEnabled: false, contacts: [] },
      education: null,
      isEnabled: watchlistId === null,
      isSystem: watchlistId !== null,
      ...{ createdAt: at, createdBy: ruleAuthor, modifiedAt: at, modifiedBy: ruleAuthor },
    }
  }
  const settled = new Set<string>()

  return async (tenantId: string): Promise<void> => {
    const missing = (await wanted(tenantId)).filter(({ id }) => !settled.has(id))
    if (missing.length === 0) return
    await repository.change(tenantId, async (within) => {
      const used = await repository.used(within, tenantId)
      const names = await repository.names(within, tenantId)
      for (const rule of missing.filter(({ id }) => !used.has(id)))
        await repository.insert(within, { ...rule, name: freeName(rule.name, names) })
    })
    for (const { id } of missing) settled.add(id)
  }
}

/** Old clients tell by the source that people cannot be added; they know one lens that is a watchlist today. */
const sourceOf = (listType: string): string => (listType === 'DEPARTING_EMPLOYEE' ? 'Departing Employee' : 'Watchlist')

/** `DEPARTING_EMPLOYEE` → `Departing employee`. */
const titleOf = (listType: string): string => {
  const words = listType.replaceAll('_', ' ').toLowerCase()
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}

/** The name, or with a number where a rule has it already. */
const freeName = (name: string, taken: Set<string>): string => {
  let free = name
  for (let number = 2; taken.has(free); number++) free = `${name} (${number})`
  taken.add(free)
  return free
}
