import type { FileEventInput } from '@spillway/event-model'
import type { Organization } from './organization.ts'
import { simulateEvents } from './simulate.ts'

export interface LiveOptions {
  readonly from: Date
  /** Average over the whole week; nights and weekends are as busy as noon when live. */
  readonly eventsPerSecond: number
  readonly seed: number | string
}

/** Events without end from an instant on, evenly paced: the caller decides when each is due by its `@timestamp`. */
export function* liveEvents(organization: Organization, options: LiveOptions): Generator<FileEventInput> {
  const minute = 60_000
  for (let start = options.from.getTime(), number = 0; ; start += minute, number++) {
    // Fractional rates: each minute gets what the rate has promised so far and earlier minutes did not give.
    const promised = (minutes: number) => Math.floor(options.eventsPerSecond * 60 * minutes)
    const count = promised(number + 1) - promised(number)
    const period = { from: new Date(start), to: new Date(start + minute) }
    if (count > 0) yield* simulateEvents(organization, { ...period, count, seed: `${options.seed} live ${start}` })
  }
}

/** Hands out live events as they fall due. */
export interface LiveFeed {
  /** Events whose time has come by `now` and that were not handed out before. */
  due(now: Date): FileEventInput[]
}

export const createLiveFeed = (organization: Organization, options: LiveOptions): LiveFeed => {
  const events = liveEvents(organization, options)
  let next = events.next().value as FileEventInput
  return {
    due: (now) => {
      const limit = now.toISOString()
      const ready: FileEventInput[] = []
      while ((next['@timestamp'] as string) <= limit) {
        ready.push(next)
        next = events.next().value as FileEventInput
      }
      return ready
    },
  }
}
