import type { ControlStore } from '@spillway/control-store'
import type { Route } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { NewId } from '../../platform/ids.ts'
import type { Audit } from '../audit/index.ts'
import type { RulesModule } from '../rules/index.ts'
import { createFacts } from './facts.ts'
import { createAlertRepository } from './repository.ts'
import { alertRoutes } from './routes.ts'
import { createAlertService } from './service.ts'

export type { AlertTransaction } from './activity.ts'
export { dismissAlerts, reopenAlert } from './dismiss.ts'
export { type AlertActor, type AlertChange, raiseAlerts, type Sighting } from './raise.ts'

interface Dependencies {
  readonly store: Pick<ControlStore, 'db' | 'transaction'>
  readonly rules: Pick<RulesModule, 'definition'>
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
  readonly newId: NewId
}

/** Alerts: read and worked on through the API, raised by detection. */
export const createAlertsModule = ({ rules, ...dependencies }: Dependencies): { readonly routes: readonly Route[] } => {
  const facts = createFacts({ store: dependencies.store, definition: rules.definition })
  const repository = createAlertRepository(dependencies.store)
  return { routes: alertRoutes(createAlertService({ ...dependencies, repository, facts })) }
}
