import type { ControlStore } from '@spillway/control-store'
import type { RuleDefinition } from '@spillway/detection'
import type { Route } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { NewId } from '../../platform/ids.ts'
import type { Audit } from '../audit/index.ts'
import { type ActiveRules, createActiveRules } from './active.ts'
import { createRuleSearch } from './metadata.ts'
import { createRuleRepository } from './repository.ts'
import { ownRuleRoutes, ruleRoutes } from './routes.ts'
import { ruleRoutesV1 } from './routes-v1.ts'
import type { RuleWords } from './rule.ts'
import { createSeeds } from './seeds.ts'
import { type CheckEducation, createRuleService } from './service.ts'

export type { ActiveRule, ActiveRules } from './active.ts'
export { wordsOfDraft } from './draft.ts'
export { createForgetIndicator } from './forget.ts'
export type { Rule, RuleWords } from './rule.ts'
export * from './search/index.ts'

interface Dependencies {
  readonly store: Pick<ControlStore, 'db' | 'transaction'>
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
  readonly newId: NewId
  readonly checkEducation: CheckEducation
}

export interface RulesModule {
  readonly routes: readonly Route[]
  /** Rules that are on, compiled; by every change that was acknowledged before the call. */
  readonly active: ActiveRules
  /** What a rule decided by in one of its versions, though it be removed since; null where there was none. */
  definition(ruleId: string, version: number): Promise<RuleDefinition | null>
  /** What a rule says, or said in one of its versions; null where there is no such rule or version. */
  said(tenantId: string, ruleId: string, version: number | null): Promise<SaidRule | null>
}

/** A version of a rule. */
export type SaidRule = RuleWords & { readonly version: number }

/** Alert rules: what the company wants to be told of. */
export const createRulesModule = (dependencies: Dependencies): RulesModule => {
  const repository = createRuleRepository(dependencies.store)
  const settle = createSeeds({ repository, clock: dependencies.clock })
  const service = createRuleService({ ...dependencies, repository, settle })
  const search = createRuleSearch(dependencies.store, settle)
  return {
    routes: [...ruleRoutes(service), ...ownRuleRoutes(service), ...ruleRoutesV1(service, search)],
    active: createActiveRules({ repository, settle }),
    definition: repository.definition,
    said: async (tenantId, ruleId, version) => {
      await settle(tenantId)
      const rule = await repository.find(tenantId, ruleId)
      if (rule === null || version === null || version === rule.version) return rule
      return (await repository.versions(ruleId)).find((each) => each.version === version) ?? null
    },
  }
}
