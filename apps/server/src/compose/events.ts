import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { createEventStore, type EventStore, EventStoreUnavailable } from '@spillway/event-store'
import type { Clock } from '../platform/clock.ts'
import type { ServerConfig } from '../platform/config.ts'
import type { Logger } from '../platform/logging.ts'
import { eventually } from './eventually.ts'
import { leaseNode, type NodeLease, NodeNameTaken } from './node-lease.ts'
import type { Stores } from './stores.ts'
import type { Undo } from './undo.ts'

interface Dependencies {
  readonly config: ServerConfig
  readonly stores: Stores
  readonly tenantId: string
  readonly clock: Clock
  readonly logger: Logger
  readonly undo: Undo
}

/** Longer than a lease of a process that was killed. */
const leasePatience = 15_000

export const isEventStoreAway = (error: unknown): boolean => error instanceof EventStoreUnavailable

/** The event store with this node's number to write under. Its tables are there, or come when the engine does. */
export const openEvents = async (
  dependencies: Dependencies,
): Promise<{ readonly eventStore: EventStore; readonly node: number }> => {
  const { config, stores, tenantId, undo } = dependencies
  const lease = await openLease(dependencies)
  undo.add('the node lease', lease.release)
  const eventStore = createEventStore({ driver: stores.driver, retentionDays: config.retentionDays, tenantId })
  await migrate(eventStore, dependencies)
  return { eventStore: writingUnder(lease, eventStore), node: lease.number }
}

const openLease = ({ config, stores, clock, logger }: Dependencies): Promise<NodeLease> =>
  eventually({
    what: 'the node number',
    patience: leasePatience,
    mayRetry: (error) => error instanceof NodeNameTaken,
    logger,
    work: () =>
      leaseNode({
        store: stores.control,
        clock,
        name: config.nodeName ?? (config.controlStore === 'sqlite' ? 'main' : hostname()),
        owner: randomUUID(),
        // The embedded engine has locked its directory: whoever else held the name is gone.
        force: config.eventStore === 'embedded',
      }),
  })

/** Once now; where the engine is away, again in the background until it works or the server ends. */
const migrate = async (eventStore: EventStore, { logger, undo }: Dependencies): Promise<void> => {
  try {
    await eventStore.migrate()
  } catch (error) {
    if (!isEventStoreAway(error)) throw error
    logger.warn({ err: error }, 'the event store is away; what needs it answers 503 until it is back')
    const ended = new AbortController()
    const later = migrateLater(eventStore, logger, ended.signal)
    undo.add('waiting for the event store', async () => {
      ended.abort()
      await later
    })
  }
}

const migrateLater = (eventStore: EventStore, logger: Logger, signal: AbortSignal): Promise<void> =>
  eventually({
    what: 'the event store',
    patience: Number.POSITIVE_INFINITY,
    mayRetry: isEventStoreAway,
    logger,
    signal,
    work: () => eventStore.migrate(),
  }).catch((error) => {
    if (!signal.aborted) logger.error({ err: error }, 'the event store cannot be prepared')
  })

/** Writes only while the node number is this process's own. */
const writingUnder = (lease: NodeLease, eventStore: EventStore): EventStore => ({
  ...eventStore,
  insert: async (rows, count, token) => {
    if (!lease.isHeld()) throw new EventStoreUnavailable('Another process took over the number of this node')
    await eventStore.insert(rows, count, token)
  },
})
