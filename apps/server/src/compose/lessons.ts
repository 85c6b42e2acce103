import type { AlertsModule } from '../modules/alerts/index.ts'
import type { Audit } from '../modules/audit/index.ts'
import { createInstructorModule, type InstructorModule } from '../modules/instructor/index.ts'
import type { WatchlistsModule } from '../modules/watchlists/index.ts'
import type { Logger } from '../platform/logging.ts'
import type { Mailer } from '../platform/mail.ts'
import type { Stores } from './stores.ts'
import type { Undo } from './undo.ts'
import type { World } from './world.ts'

interface Dependencies extends Pick<World, 'clock' | 'newId'> {
  readonly stores: Pick<Stores, 'control'>
  readonly logger: Logger
  readonly undo: Undo
  readonly tenantId: () => string
  readonly alertFacts: AlertsModule['facts']
}

/** Lessons, following who joins watchlists and sending mail. */
export const startInstructor = (
  { stores, clock, newId, logger, undo, tenantId, alertFacts }: Dependencies,
  audit: Pick<Audit, 'record'>,
  mailer: Mailer,
  { joins }: Pick<WatchlistsModule, 'joins'>,
): InstructorModule => {
  const instructor = createInstructorModule({
    ...{ store: stores.control, joins, mailer, audit, clock, newId, tenantId, alertFacts },
    onFailure: (error) => logger.error({ err: error }, 'sending lessons failed; trying again'),
  })
  instructor.start()
  undo.add('lessons', instructor.stop)
  return instructor
}
