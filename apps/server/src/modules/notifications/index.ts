import type { ControlStore } from '@spillway/control-store'
import type { Route } from '../../http/index.ts'
import type { NewId } from '../../platform/ids.ts'
import type { Audit } from '../audit/index.ts'
import { createChannelService } from './channels.ts'
import { createChannelRepository } from './channels-repository.ts'
import { createDeliverer, type Dependencies as DelivererDependencies } from './deliverer.ts'
import { createFigures, type Figure } from './figures.ts'
import { createLetters } from './letters.ts'
import { createQueue } from './queue.ts'
import { createRounds } from './rounds.ts'
import { channelRoutes, notificationRoutes } from './routes.ts'
import { createSender, type SenderDependencies } from './senders/index.ts'

export type { Figure } from './figures.ts'
export { noteAlerts } from './outbox.ts'

interface Dependencies
  extends SenderDependencies,
    Pick<DelivererDependencies, 'firstPause' | 'onOutcome' | 'onFailure'> {
  readonly store: Pick<ControlStore, 'db' | 'transaction'>
  readonly audit: Pick<Audit, 'record'>
  readonly newId: NewId
  readonly newSecret: () => string
  /** Whether no other process can be at work on this control store. */
  readonly isAlone: boolean
}

export interface NotificationsModule {
  readonly routes: readonly Route[]
  /** How many wait and were given up, in all of the control store. */
  readonly figures: () => Promise<readonly Figure[]>
  start(): void
  /** Breaks off what is under way; it is tried again by whoever comes next. */
  stop(): Promise<void>
}

/** Notifications: who is told of alerts, by webhook, mail and syslog. Detection notes them; this delivers. */
export const createNotificationsModule = (dependencies: Dependencies): NotificationsModule => {
  const { store } = dependencies
  const send = createSender(dependencies)
  const repository = createChannelRepository(store)
  const queue = createQueue(store)
  const deliverer = createDeliverer({ ...dependencies, queue, send })
  const { start, stop } = createRounds({ ...dependencies, queue, deliverer })
  const channels = createChannelService({ ...dependencies, repository, send })
  const routes = [...channelRoutes(channels), ...notificationRoutes(createLetters(dependencies))]
  return { routes, figures: createFigures(store), start, stop }
}
