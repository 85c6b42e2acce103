import { stat } from 'node:fs/promises'
import type { FileEventInput } from '@spillway/event-model'
import { type Activity, createActivity } from '../activity.ts'
import type { RemoteService } from '../destinations/sync/rclone.ts'
import type { EventContext } from '../events/event-parts.ts'
import type { FileFacts } from '../facts/facts.ts'
import { type Log, reasonOf } from '../log.ts'
import { pause } from '../uploader/pause.ts'
import type { ProcFiles } from './proc-files.ts'
import { createProcessList } from './process-list.ts'
import { readingEvent } from './reading-event.ts'
import { createReadings, type Found } from './readings.ts'

export interface ProcessWatchOptions {
  readonly proc: ProcFiles
  readonly ownPid: number
  /** Milliseconds from look to look. */
  readonly interval: number
  /** Milliseconds that only grow. */
  readonly now: () => number
  /** Whether files at this path are watched at all. */
  readonly isWatched: (path: string) => boolean
  readonly ownerName: (uid: number) => Promise<string | null>
  readonly remoteOf: (name: string) => RemoteService | null
  readonly context: () => EventContext
  /** Null for what is no regular file. */
  readonly gather: (path: string) => Promise<FileFacts | null>
  readonly report: (event: FileEventInput) => Promise<unknown>
  readonly log: Log
}

/** Share of the time that may go into looking at processes: an expensive look is followed by a longer rest. */
const share = 0.03
/** Milliseconds in which a browser reads a file again that it has just downloaded. */
const freshDownload = 5_000
const mostFilesPerLook = 200

/** Folders in which programs keep what is theirs: that browsers read there all the time is no news. */
const ownFolders = /\/(\.cache|\.config|\.local|\.mozilla|\.pki|\.ssh|\.thunderbird|\.var|snap)\//

/**
 * Looks again and again which files of the watched folders browsers, messengers and file-transfer programs have open, or
 * name on their command lines. What is opened and closed between two looks is not seen.
 */
export const createProcessWatch = (options: ProcessWatchOptions): Activity => {
  const { proc, now, log } = options
  const stopping = new AbortController()
  const list = createProcessList(proc, options.ownPid)
  const filesOf = createReadings(proc, (path) => options.isWatched(path) && !ownFolders.test(path), now)

  const look = async (): Promise<void> => {
    const began = now()
    const found = list.now().flatMap(filesOf)
    const cost = now() - began
    if (found.length > mostFilesPerLook)
      log.warn({ files: found.length, reported: mostFilesPerLook }, 'Programs read more files than are reported')
    for (const each of found.slice(0, mostFilesPerLook)) await reportReading(each, options)
    await pause(Math.max(options.interval, cost / share), stopping.signal)
  }
  return createActivity(stopping, async () => {
    while (!stopping.signal.aborted)
      await look().catch(async (error: unknown) => {
        log.warn({ reason: reasonOf(error) }, 'Could not look at processes')
        await pause(options.interval, stopping.signal)
      })
  })
}

const reportReading = async (found: Found, options: ProcessWatchOptions): Promise<void> => {
  const { suspect, path, transfer } = found
  const context = options.context()
  if (suspect.program.kind === 'browser' && (await isFresh(path, context.at))) return
  const facts = await options.gather(path).catch(() => null)
  if (facts === null) return
  const owner = suspect.uid === null ? null : await options.ownerName(suspect.uid)
  const remote = transfer?.remote === undefined ? null : options.remoteOf(transfer.remote)
  await options.report(readingEvent(found, facts, { ...context, owner, remote }))
}

const isFresh = async (path: string, at: Date): Promise<boolean> => {
  const stats = await stat(path).catch(() => null)
  return stats !== null && at.getTime() - stats.mtimeMs < freshDownload
}
