import { type CompiledRule, compileRule } from '@spillway/detection'
import type { RuleRepository } from './repository.ts'
import type { Rule } from './rule.ts'

export interface ActiveRule {
  readonly rule: Rule
  readonly judge: CompiledRule
}

/** The same list stands for the same rules. */
export type ActiveRules = (tenantId: string) => Promise<readonly ActiveRule[]>

interface Dependencies {
  readonly repository: RuleRepository
  readonly settle: (tenantId: string) => Promise<void>
}

/** Compiles the rules that are on anew only when their revision has grown. */
export const createActiveRules = ({ repository, settle }: Dependencies): ActiveRules => {
  let held: { readonly tenantId: string; readonly revision: number; readonly rules: readonly ActiveRule[] } | null =
    null
  return async (tenantId) => {
    if (held === null) await settle(tenantId)
    // Before the rules: what changes in between makes them newer than their label, never older.
    const revision = await repository.revision(tenantId)
    if (held?.revision === revision && held.tenantId === tenantId) return held.rules
    const rules = (await repository.all(tenantId)).filter(({ isEnabled }) => isEnabled)
    held = { tenantId, revision, rules: rules.map((rule) => ({ rule, judge: compileRule(rule.definition) })) }
    return held.rules
  }
}
