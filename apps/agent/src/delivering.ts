import { createHeartbeat } from './heartbeat.ts'
import { connectOnce } from './identity/session.ts'
import { createInstructions } from './instructions.ts'
import { createFolderTotals } from './inventory/folder-totals.ts'
import type { Keeper } from './keeper.ts'
import { reasonOf } from './log.ts'
import { statusOf } from './status.ts'
import type { Surroundings } from './surroundings.ts'
import { createQuarantine } from './uploader/quarantine.ts'
import { createUploader } from './uploader/uploader.ts'

/** Below what one request may hold; a segment bounds it further. */
const batchBytes = 12 * 1024 * 1024
const quarantineBytes = 10 * 1024 * 1024
/** Milliseconds to wait for what follows an event before both are sent. */
const gather = 20

/** The side of the agent that talks to the server: registration, uploads, heartbeats. */
export const createDelivering = (surroundings: Surroundings, { spool, tidy, inventory }: Keeper) => {
  const { settings, machine, random, log } = surroundings
  const stopping = new AbortController()
  const session = connectOnce(surroundings, stopping.signal)
  const instructions = createInstructions(settings.heartbeatInterval, log)
  const totals = createFolderTotals(inventory, settings.watch, () => performance.now())
  let failure: string | null = null
  let rejectedRows = 0

  const onOutcome = (reason: string | null): void => {
    failure = reason
    if (reason !== null) return
    tidy(settings.watch).catch((error) => log.warn({ reason: reasonOf(error) }, 'Could not tidy the spool'))
  }
  const uploader = createUploader({
    spool,
    client: async () => (await session()).client,
    limits: { events: settings.batchEvents, bytes: batchBytes },
    backoff: settings.backoff,
    gather,
    random,
    log,
    quarantine: createQuarantine(settings.spoolDirectory, quarantineBytes).keep,
    onOutcome,
    onRejected: (rows) => {
      rejectedRows = rows
    },
  })
  const heartbeat = createHeartbeat({
    client: session,
    status: () => ({
      ...statusOf(machine, { ...spool.status(), failure, rejectedRows, watchedFolders: totals() }),
      ...instructions.answer(),
    }),
    interval: instructions.interval,
    onAnswer: instructions.follow,
    log,
  })
  return {
    failure: () => failure,
    start: (): void => {
      uploader.start()
      heartbeat.start()
    },
    stop: async (): Promise<void> => {
      stopping.abort()
      await Promise.all([uploader.stop(), heartbeat.stop()])
    },
  }
}
