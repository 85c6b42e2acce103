import { stat } from 'node:fs/promises'
import { createMemberEvents } from './archives/member-events.ts'
import { type Collector, createCollector } from './collector/collector.ts'
import { currentIdentity } from './collector/detect.ts'
import { createIgnored } from './collector/ignored.ts'
import { isBelow } from './collector/paths.ts'
import { createDestinations } from './destinations/destinations.ts'
import { homeFolders } from './destinations/homes.ts'
import type { EventContext } from './events/event-parts.ts'
import { type FactsDependencies, type FileFacts, gatherFacts } from './facts/facts.ts'
import { createLimit } from './facts/limit.ts'
import { createOwnerNames } from './facts/owner.ts'
import { createPushes } from './git/pushes.ts'
import type { Keeper } from './keeper.ts'
import { reasonOf } from './log.ts'
import { createMediaWatch } from './media-watch.ts'
import { createProcFiles } from './processes/proc-files.ts'
import { createProcessWatch } from './processes/process-watch.ts'
import { createReporter } from './reporter.ts'
import type { Surroundings } from './surroundings.ts'

const largeFilesAtATime = 2
/** Events that may wait for the disk together; one flush serves them all. */
const eventsPerWrite = 500

/** The side of the agent that looks: folders and media, and what to report of them. */
export const createWatching = async (surroundings: Surroundings, keeper: Keeper) => {
  const { settings, machine, media, log } = surroundings
  const destinations = await createDestinations({
    ...settings,
    homes: settings.homes ?? (await homeFolders(machine.home)),
    media,
  })
  const looking = createLooking(surroundings)
  const isIgnored = createIgnored({
    folders: [settings.spoolDirectory, ...settings.exclude],
    hiddenFiles: !settings.hiddenFiles,
    temporaryFiles: !settings.temporaryFiles,
  })
  const pushes = createPushes({ inventory: keeper.inventory, newId: surroundings.newId, ...looking, log })
  const members = createMemberEvents(keeper.inventory)
  const collector = createCollector({
    inventory: keeper.inventory,
    times: settings,
    concurrency: settings.concurrency + eventsPerWrite,
    now: () => performance.now(),
    isIgnored,
    report: createReporter({
      spool: keeper.spool,
      destinations,
      ...looking,
      implied: async (change, found, event) => [...(await pushes(change)), ...(await members(change, found, event))],
    }),
    onError: (error, path) => log.warn({ path, reason: reasonOf(error) }, 'Could not look at a path'),
  })
  const processWatch = createProcessWatch({
    proc: createProcFiles(),
    ownPid: process.pid,
    interval: settings.processInterval,
    now: () => performance.now(),
    isWatched: (path) => collector.roots().some((root) => isBelow(root)(path)) && !isIgnored(path),
    remoteOf: destinations.remoteOf,
    ...looking,
    report: (event) => keeper.spool.append({ observation: null, event: JSON.stringify(event) }),
    log,
  })
  const mediaWatch = createMediaWatch({
    destinations,
    collector: settings.watchRemovableMedia ? collector : null,
    interval: settings.mediaInterval,
    log,
  })
  return {
    backlog: collector.backlog,
    start: async (): Promise<void> => {
      await watchFolders(surroundings, keeper, collector)
      tellStandIns(surroundings)
      mediaWatch.start()
      if (settings.watchProcesses) processWatch.start()
    },
    stop: async (): Promise<void> => {
      await Promise.all([mediaWatch.stop(), processWatch.stop()])
      await collector.close()
    },
  }
}

/** What every part needs that looks at files: how to, and on behalf of whom. */
const createLooking = ({ settings, machine, clock }: Surroundings) => {
  const facts: FactsDependencies = {
    ownerName: createOwnerNames(),
    files: createLimit(settings.concurrency),
    largeFiles: createLimit(largeFilesAtATime),
  }
  return {
    facts,
    ownerName: facts.ownerName,
    gather: async (path: string): Promise<FileFacts | null> =>
      (await currentIdentity(path)) === null ? null : gatherFacts(path, facts),
    context: (): EventContext => ({ at: clock(), machine, userEmail: settings.userEmail ?? null }),
  }
}

/** Folders watched before are compared with the inventory; of new ones, what they hold becomes the inventory. */
const watchFolders = async (
  { settings: { watch }, log }: Surroundings,
  { knownRoots, inventory, snapshot }: Keeper,
  collector: Collector,
): Promise<void> => {
  for (const root of watch) {
    const isThere = await stat(root).then(
      () => true,
      () => false,
    )
    // A share that is not mounted has not been emptied: nothing is compared.
    if (!isThere) log.warn({ root }, 'A watched folder is not there')
    await collector.add(root, !isThere || !knownRoots.includes(root))
  }
  if (watch.some((root) => !knownRoots.includes(root))) await snapshot(watch)
  log.info({ watch, files: inventory.size() }, 'Agent is watching')
}

/** What the settings declare removable is said aloud: the kernel would say otherwise. */
const tellStandIns = ({ settings: { removableDevices, removableFolders }, log }: Surroundings): void => {
  if (removableDevices.length + removableFolders.length === 0) return
  log.warn({ removableDevices, removableFolders }, 'Treated as removable media because the settings say so')
}
