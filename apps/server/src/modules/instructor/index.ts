import type { RuleEducation } from '@spillway/contract'
import type { ControlStore } from '@spillway/control-store'
import type { Route } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { NewId } from '../../platform/ids.ts'
import type { Mailer } from '../../platform/mail.ts'
import { createRounds } from '../../platform/rounds.ts'
import type { AlertsModule } from '../alerts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { Joins } from '../watchlists/index.ts'
import { createDelivery } from './delivery.ts'
import { createFetch } from './fetch.ts'
import { createJoining } from './joining.ts'
import { createLessons } from './lessons.ts'
import { createLessonsRepository } from './lessons-repository.ts'
import { createNotificationsRepository } from './notifications-repository.ts'
import { instructorRoutes, lessonRoutes } from './routes.ts'
import { createSender } from './send.ts'
import { createDismissalAudit, createRemoval } from './upkeep.ts'
import { createWatchlistLessons } from './watchlist-lessons.ts'

export { recordLessons } from './record.ts'

interface Dependencies {
  readonly store: Pick<ControlStore, 'db' | 'dialect' | 'transaction'>
  readonly joins: Joins
  /** Alerts with what they cover; called when there is something to send. */
  readonly alertFacts: AlertsModule['facts']
  readonly mailer: Mailer
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
  readonly newId: NewId
  /** Tenant of the installation; called when there is something to do. */
  readonly tenantId: () => string
  readonly onFailure: (error: unknown) => void
}

export interface InstructorModule {
  readonly routes: readonly Route[]
  /** Refuses what a rule says about a lesson where that could not be sent; `body.education` is at fault. */
  checkEducation(tenantId: string, education: RuleEducation): Promise<void>
  /** Begins to follow who joins watchlists, and to send mail. */
  start(): void
  stop(): Promise<void>
}

const milliseconds = 1_000

/** Lessons: short texts for people whose activity called for them, sent by mail or handed to clients that deliver. */
export const createInstructorModule = ({ onFailure, ...dependencies }: Dependencies): InstructorModule => {
  const { store, mailer, clock } = dependencies
  const repository = createLessonsRepository(store)
  const lessons = createLessons({ ...dependencies, repository, maySendMail: mailer.isConfigured })
  const notifications = createNotificationsRepository(store)
  const parts = { ...dependencies, lessons, repository: notifications }
  const services = {
    ...{ lessons, notifications, clock, watchlistLessons: createWatchlistLessons(parts) },
    ...{ send: createSender(parts), fetch: createFetch(parts) },
  }
  const duties = [createJoining(parts), createDismissalAudit(parts), createRemoval(parts)]
  const follow = async (): Promise<void> => {
    for (const duty of duties) await duty()
  }
  // A mail server that is slow holds up mail alone.
  const rounds = [follow, createDelivery(parts)].map((work) => createRounds({ work, milliseconds, onFailure }))
  return {
    routes: [...instructorRoutes(services), ...lessonRoutes(services)],
    checkEducation: (tenantId, education) => lessons.check(tenantId, education, 'body.education'),
    start: () => {
      for (const { start } of rounds) start()
    },
    stop: async () => {
      await Promise.all(rounds.map(({ stop }) => stop()))
    },
  }
}
