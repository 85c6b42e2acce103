import type { ControlStore } from '@spillway/control-store'
import type { Route } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { NewId } from '../../platform/ids.ts'
import type { Audit } from '../audit/index.ts'
import { createRuleSearch } from './metadata.ts'
import { createRuleRepository } from './repository.ts'
import { ownRuleRoutes, ruleRoutes } from './routes.ts'
import { ruleRoutesV1 } from './routes-v1.ts'
import { createSeeds } from './seeds.ts'
import { createRuleService } from './service.ts'

interface Dependencies {
  readonly store: Pick<ControlStore, 'db' | 'transaction'>
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
  readonly newId: NewId
}

export interface RulesModule {
  readonly routes: readonly Route[]
}

/** Alert rules: what the company wants to be told of. */
export const createRulesModule = (dependencies: Dependencies): RulesModule => {
  const repository = createRuleRepository(dependencies.store)
  const settle = createSeeds({ repository, clock: dependencies.clock })
  const service = createRuleService({ ...dependencies, repository, settle })
  const search = createRuleSearch(dependencies.store, settle)
  return { routes: [...ruleRoutes(service), ...ownRuleRoutes(service), ...ruleRoutesV1(service, search)] }
}
