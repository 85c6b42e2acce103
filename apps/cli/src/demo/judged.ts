import { setTimeout as pause } from 'node:timers/promises'
import type { SpillwayClient } from '@spillway/sdk'

const lookMilliseconds = 500
/** A large past goes on being judged while the demo runs. */
const mostLooks = 40

/** Waits until no more alerts come of the past: what is copied next is then judged at once. */
export const untilPastIsJudged = async ({ alerts }: SpillwayClient, signal: AbortSignal): Promise<void> => {
  const count = async () => (await alerts.search({ pgSize: 1 }, { signal })).totalCount
  let before = await count()
  for (let look = 0; look < mostLooks; look++) {
    await pause(lookMilliseconds, undefined, { signal })
    const now = await count()
    if (now === before) return
    before = now
  }
}
