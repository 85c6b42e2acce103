import type { ControlStore } from '@spillway/control-store'
import type { Route } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { NewId } from '../../platform/ids.ts'
import type { Audit } from '../audit/index.ts'
import { createChangeFeed } from '../changes/index.ts'
import type { RulesModule } from '../rules/index.ts'
import { type AlertFacts, createFacts } from './facts.ts'
import { createAlertRepository } from './repository.ts'
import { alertRoutes } from './routes.ts'
import { createAlertService } from './service.ts'
import type { AlertStateFollower } from './states.ts'
import { presentChanged } from './summary.ts'

export type { AlertTransaction } from './activity.ts'
export type { AlertFacts } from './facts.ts'
export { presentEvent, presentExplanation } from './present.ts'
export { type AlertActor, type AlertChange, raiseAlerts, type Sighting } from './raise.ts'
export { worstOf } from './severity.ts'
export { type AlertStateChange, type AlertStateFollower, changeAlertStates, readAlertStates } from './states.ts'
export { forgetActivity, forgetAlerts, removeAlerts } from './upkeep.ts'

interface Dependencies {
  readonly store: Pick<ControlStore, 'db' | 'transaction'>
  readonly rules: Pick<RulesModule, 'definition'>
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
  readonly newId: NewId
  /** Told in the same transaction which alerts got another state. */
  readonly follow: AlertStateFollower
}

export interface AlertsModule {
  readonly routes: readonly Route[]
  /** Alerts with the rules as they were, and the activity that raised them; in the order of their creation. */
  facts(tenantId: string, alertIds: readonly string[]): Promise<readonly AlertFacts[]>
}

/** Alerts: read and worked on through the API, raised by detection. */
export const createAlertsModule = ({ rules, ...dependencies }: Dependencies): AlertsModule => {
  const facts = createFacts({ store: dependencies.store, definition: rules.definition })
  const repository = createAlertRepository(dependencies.store)
  const service = createAlertService({ ...dependencies, repository, facts })
  const feed = createChangeFeed({
    ...{ store: dependencies.store, feed: 'a' },
    after: async (tenantId, position, limit) =>
      (await repository.changedAfter(tenantId, position, limit)).map((row) => ({
        ...{ position: { change: Number(row.change), id: row.id }, item: presentChanged(row) },
      })),
  })
  return { routes: alertRoutes(service, feed), facts: service.facts }
}
