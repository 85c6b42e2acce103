import { realpath } from 'node:fs/promises'
import { createCollector } from './collector/collector.ts'
import { createIgnored } from './collector/ignored.ts'
import { createDestinations } from './destinations/destinations.ts'
import { linuxMediaSources, type MediaSources } from './destinations/removable-media.ts'
import { createLimit } from './facts/limit.ts'
import { createOwnerNames } from './facts/owner.ts'
import { createHeartbeat } from './heartbeat.ts'
import { connectOnce } from './identity/session.ts'
import { openKeeper } from './keeper.ts'
import { type Log, reasonOf, silentLog } from './log.ts'
import { type Machine, thisMachine } from './machine/machine.ts'
import { createMediaWatch } from './media-watch.ts'
import { type AgentOptions, type AgentSettings, agentOptionsSchema } from './options.ts'
import { createReporter } from './reporter.ts'
import { lockSpool } from './spool/lock.ts'
import { createQuarantine } from './uploader/quarantine.ts'
import { createUploader } from './uploader/uploader.ts'
import { agentVersion } from './version.ts'

/** What the agent takes from the process it runs in. */
export interface AgentDependencies {
  readonly clock: () => Date
  readonly newId: () => string
  readonly random?: () => number
  readonly log?: Log
  readonly machine?: Machine
  readonly media?: MediaSources
}

export interface AgentStatus {
  /** Events on disk the server has not answered for. */
  readonly pending: number
  readonly droppedTotal: number
  /** Paths that are still to be looked at. */
  readonly backlog: number
  /** Why the last upload failed, null while all is well. */
  readonly failure: string | null
}

export interface Agent {
  readonly status: () => AgentStatus
  /** Ends watching and sending; what is on disk is sent after the next start. */
  readonly stop: () => Promise<void>
}

/** Starts the agent. Resolves once every folder is watched; registration and delivery go on in the background. */
export const runAgent = async (options: AgentOptions, dependencies: AgentDependencies): Promise<Agent> => {
  const settings = agentOptionsSchema.parse(options)
  const lock = await lockSpool(settings.spoolDirectory)
  try {
    return await start(settings, dependencies, lock.release)
  } catch (error) {
    await lock.release()
    throw error
  }
}

const start = async (
  settings: AgentSettings,
  dependencies: AgentDependencies,
  release: () => Promise<void>,
): Promise<Agent> => {
  const { clock, newId, log = silentLog, random = Math.random, media = linuxMediaSources } = dependencies
  const machine = await machineFor(settings, dependencies.machine)
  const watch = await Promise.all(settings.watch.map((path) => realpath(path).catch(() => path)))
  const directory = await realpath(settings.spoolDirectory)
  const keeper = await openKeeper({ ...settings, directory, newId, log })
  const { spool, inventory } = keeper
  const destinations = await createDestinations({ ...settings, watch, home: machine.home, media })
  let failure: string | null = null

  const stopping = new AbortController()
  const session = connectOnce(settings, machine, { log, random, signal: stopping.signal })
  const collector = createCollector({
    inventory,
    times: settings,
    concurrency: settings.concurrency,
    now: () => performance.now(),
    isIgnored: createIgnored({
      folders: [directory, ...settings.exclude],
      hiddenFiles: !settings.hiddenFiles,
      temporaryFiles: !settings.temporaryFiles,
    }),
    report: createReporter({
      spool,
      destinations,
      facts: { ownerName: createOwnerNames(), largeFiles: createLimit(2) },
      context: () => ({ at: clock(), machine, userEmail: settings.userEmail ?? null }),
    }),
    onError: (error, path) => log.warn({ path, reason: reasonOf(error) }, 'Could not look at a path'),
  })
  const uploader = createUploader({
    spool,
    client: async () => (await session()).client,
    limits: { events: settings.batchEvents, bytes: batchBytes },
    backoff: settings.backoff,
    gather: 20,
    random,
    log,
    quarantine: createQuarantine(directory, quarantineBytes).keep,
    onOutcome: (reason) => {
      failure = reason
      if (reason === null) keeper.tidy(watch).catch((error) => log.warn({ reason: reasonOf(error) }, 'Tidying failed'))
    },
  })
  const heartbeat = createHeartbeat({
    client: async () => {
      const { client, agentUid } = await session()
      return { agents: client.agents, agentUid }
    },
    status: () => ({
      agentVersion,
      hostname: machine.hostname,
      operatingSystem: machine.operatingSystem,
      osVersion: machine.osVersion,
      health: failure === null ? 'OK' : 'NOT_DELIVERING',
      spooledEvents: spool.status().pending,
      droppedEvents: spool.status().droppedTotal,
    }),
    interval: settings.heartbeatInterval,
    log,
  })
  const mediaWatch = createMediaWatch({ destinations, collector, interval: settings.mediaInterval, log })

  uploader.start()
  heartbeat.start()
  for (const root of watch) await collector.add(root, !keeper.knownRoots.includes(root))
  if (watch.some((root) => !keeper.knownRoots.includes(root))) await keeper.snapshot(watch)
  if (settings.watchRemovableMedia) mediaWatch.start()
  log.info({ watch, files: inventory.size() }, 'Agent is watching')

  return {
    status: () => ({ ...spool.status(), backlog: collector.backlog(), failure }),
    stop: async () => {
      stopping.abort()
      await mediaWatch.stop()
      await collector.close()
      await Promise.all([uploader.stop(), heartbeat.stop()])
      await spool.close()
      await release()
    },
  }
}

/** Below what one request may hold; a segment bounds it further. */
const batchBytes = 12 * 1024 * 1024
const quarantineBytes = 10 * 1024 * 1024

const machineFor = async (settings: AgentSettings, given: Machine | undefined): Promise<Machine> => {
  const machine = given ?? (await thisMachine())
  return settings.hostname === undefined ? machine : { ...machine, hostname: settings.hostname }
}
