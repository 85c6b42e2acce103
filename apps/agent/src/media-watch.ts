import { createActivity } from './activity.ts'
import type { Collector } from './collector/collector.ts'
import type { Destinations } from './destinations/destinations.ts'
import { type Log, reasonOf } from './log.ts'
import { pause } from './uploader/pause.ts'

export interface MediaWatchOptions {
  readonly destinations: Pick<Destinations, 'refresh'>
  /** Watches the media that come; null where only their being removable matters. */
  readonly collector: Pick<Collector, 'add' | 'remove'> | null
  /** Milliseconds. */
  readonly interval: number
  readonly log: Log
}

/**
 * Keeps what is known of destinations up to date, and watches removable media from the moment they are mounted: a mount
 * raises no notification of its own. What a medium holds when it comes is no activity, and when it goes its files are
 * not deleted.
 */
export const createMediaWatch = ({ destinations, collector, interval, log }: MediaWatchOptions) => {
  const stopping = new AbortController()
  const look = async (): Promise<void> => {
    const { came, went } = await destinations.refresh()
    for (const root of went) await collector?.remove(root)
    for (const root of came) await collector?.add(root, true)
    if (came.length + went.length > 0) log.info({ came, went }, 'Removable media changed')
  }
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await look().catch((error: unknown) => log.warn({ reason: reasonOf(error) }, 'Could not look for media'))
      await pause(interval, stopping.signal)
    }
  }
  return createActivity(stopping, run)
}
