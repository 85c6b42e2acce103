import type { ControlStore } from '@spillway/control-store'
import type { Audit } from '../audit/index.ts'
import type { CustomWatchlist } from './catalogue.ts'
import type { ForgetIndicator } from './removal.ts'
import { createRiskRepository } from './repository.ts'
import { riskRoutes } from './routes.ts'
import { createRiskService } from './service.ts'

export type { ForgetIndicator, OwnIndicator } from './removal.ts'

interface Dependencies {
  readonly store: Pick<ControlStore, 'db' | 'transaction'>
  readonly audit: Pick<Audit, 'record'>
  readonly clock: () => Date
  readonly newId: () => string
  /** Watchlists of a tenant's own: each is an indicator. */
  readonly watchlists: (tenantId: string) => Promise<readonly CustomWatchlist[]>
  /** Takes an indicator that is removed out of alert rules. */
  readonly forgetIndicator?: ForgetIndicator
}

/** Risk settings: which indicators count how much, and the published tree of them. */
export const createRiskModule = (dependencies: Dependencies) => {
  const risk = createRiskService({ ...dependencies, repository: createRiskRepository(dependencies.store) })
  return { settings: risk.forScoring, routes: riskRoutes(risk) }
}
