import { hostname } from 'node:os'
import { Counter, Gauge } from 'prom-client'
import type { Audit } from '../modules/audit/index.ts'
import { createNotificationsModule, type NotificationsModule } from '../modules/notifications/index.ts'
import type { Mailer } from '../platform/mail.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { Surroundings } from './surroundings.ts'
import { version } from './version.ts'

/** Notifications, being delivered. */
export const startNotifications = (
  { config, stores, clock, newId, newSecret, logger, metrics, undo }: Surroundings,
  audit: Audit,
  mailer: Mailer,
): NotificationsModule => {
  const outcomes = new Counter({
    name: 'spillway_notification_attempts_total',
    help: 'Tries to deliver a notification by kind of channel and what became of it: delivered, waiting or dead',
    labelNames: ['kind', 'state'],
    registers: [metrics.registry],
  })
  const notifications = createNotificationsModule({
    ...{ store: stores.control, audit, mailer, clock, newId, newSecret, version },
    host: hostname(),
    reach: config.notificationReach,
    firstPause: config.notificationFirstRetry,
    // The embedded engine has locked its directory: whoever else was delivering is gone.
    isAlone: config.eventStore === 'embedded',
    onOutcome: (kind, state) => outcomes.inc({ kind, state }),
    onFailure: (error) => logger.error({ err: error }, 'notifications failed; trying again'),
  })
  measureNotifications(metrics, notifications, (error) =>
    logger.warn({ err: error }, 'notifications could not be counted'),
  )
  notifications.start()
  undo.add('notifications', notifications.stop)
  return notifications
}

/** What waits and what was given up, counted when metrics are read; nothing while the store cannot be asked. */
const measureNotifications = (
  { registry }: Pick<Metrics, 'registry'>,
  { figures }: Pick<NotificationsModule, 'figures'>,
  onFailure: (error: unknown) => void,
): void => {
  const gauge: Gauge<'kind' | 'state'> = new Gauge({
    name: 'spillway_notifications',
    help: 'Notifications that wait or were given up (dead), by kind of channel; the same in every process of a store',
    labelNames: ['kind', 'state'],
    registers: [registry],
    collect: async () => {
      const counted = await figures().catch(absent)
      gauge.reset()
      for (const { kind, state, count } of counted) gauge.set({ kind, state }, count)
    },
  })
  const absent = (error: unknown) => {
    onFailure(error)
    return []
  }
}
