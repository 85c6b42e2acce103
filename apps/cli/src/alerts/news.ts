import { setTimeout as pause } from 'node:timers/promises'
import type { Alert, SpillwayClient } from '@spillway/sdk'

const lookMilliseconds = 1_000
const pageSize = 100
/** How far back a look reaches: what a transaction stored later may bear an earlier time. */
const overlapMilliseconds = 10_000

/** Alerts that are raised from now on, look by look, the oldest first; ends when the user asks to stop. */
export async function* newAlerts(client: SpillwayClient, signal: AbortSignal): AsyncGenerator<readonly Alert[]> {
  const first = await since(client, signal, null)
  let from = latestOf(first, 0)
  let known = new Set(first.map(({ id }) => id))
  while (await isTimeToLook(signal)) {
    const recent = await since(client, signal, from - overlapMilliseconds)
    const fresh = recent.filter(
      ({ id, createdAt }) => !known.has(id) && Date.parse(createdAt) >= from - overlapMilliseconds,
    )
    from = latestOf(recent, from)
    known = new Set(recent.map(({ id }) => id))
    if (fresh.length > 0) yield fresh.toReversed()
  }
}

const isTimeToLook = (signal: AbortSignal): Promise<boolean> =>
  pause(lookMilliseconds, true, { signal }).catch(() => false)

const latestOf = ([newest]: readonly Alert[], otherwise: number): number =>
  newest ? Date.parse(newest.createdAt) : otherwise

/** Alerts since an instant, newest first, and those that share a page with them; one page alone for null. */
const since = async (client: SpillwayClient, signal: AbortSignal, instant: number | null): Promise<Alert[]> => {
  const found: Alert[] = []
  for (let pgNum = 0; ; pgNum++) {
    const page = { pgNum, pgSize: pageSize, srtKey: 'CreatedAt', srtDirection: 'DESC' } as const
    const { alerts } = await client.alerts.search(page, { signal })
    found.push(...alerts)
    const oldest = alerts.at(-1)
    if (alerts.length < pageSize || !oldest || instant === null || Date.parse(oldest.createdAt) < instant) return found
  }
}
