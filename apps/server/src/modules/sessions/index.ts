import type { ControlStore } from '@spillway/control-store'
import type { Route } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { NewId } from '../../platform/ids.ts'
import type { AlertsModule } from '../alerts/index.ts'
import type { Audit } from '../audit/index.ts'
import { createChangeFeed } from '../changes/index.ts'
import { type AttributeEvents, createAlertedEvents, type SessionEventStore } from './alerted.ts'
import { presentSession } from './present.ts'
import { createSessionRepository } from './repository.ts'
import { sessionRoutes } from './routes.ts'
import { createSessionService } from './service.ts'

export { followAlertStates } from './follow.ts'
export { recordSessions, type SessionEvent, type SessionStep } from './record.ts'
export { forgetSessions, type SessionAges } from './upkeep.ts'

interface Dependencies {
  readonly store: Pick<ControlStore, 'db' | 'transaction'>
  readonly alerts: Pick<AlertsModule, 'facts'>
  readonly events: SessionEventStore
  readonly attribute: AttributeEvents
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
  readonly newId: NewId
}

/** Sessions: what one person did in an hour, read and worked on through the API, recorded by detection. */
export const createSessionsModule = (dependencies: Dependencies): { readonly routes: readonly Route[] } => {
  const repository = createSessionRepository(dependencies.store)
  const feed = createChangeFeed({
    ...{ store: dependencies.store, feed: 's' },
    after: async (tenantId, position, limit) =>
      (await repository.changedAfter(tenantId, position, limit)).map((session) => ({
        ...{ position: { change: Number(session.row.change), id: session.row.id }, item: presentSession(session) },
      })),
  })
  const alertedEvents = createAlertedEvents(dependencies)
  return { routes: sessionRoutes(createSessionService({ ...dependencies, repository, alertedEvents }), feed) }
}
