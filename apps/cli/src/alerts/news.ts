import type { Alert, AlertExplanation, SpillwayClient } from '@spillway/sdk'

const pageSize = 100
/** How far the clocks of servers that share the stores may lie apart, and a transaction may take. */
const toleranceMilliseconds = 3_600_000

/**
 * Alerts that are raised from now on, each once, as the feed of their changes tells of them. Goes on where it was when
 * the server comes back after it was away, and ends when the user asks to stop.
 */
export async function* newAlerts(client: SpillwayClient, signal: AbortSignal): AsyncGenerator<readonly Alert[]> {
  try {
    const isOld = await raisedBefore(client, signal)
    const told = new Set<string>()
    for await (const { alerts } of client.alerts.follow({ start: 'now', reconnect: true, signal })) {
      const fresh = alerts.filter((alert) => !told.has(alert.id) && !isOld(alert))
      for (const { id } of fresh) told.add(id)
      if (fresh.length > 0) yield fresh
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

export type ExplainedAlert = readonly [Alert, AlertExplanation]

/** The same, one by one, each with why it was raised. */
export async function* explainedAlerts(client: SpillwayClient, signal: AbortSignal): AsyncGenerator<ExplainedAlert> {
  for await (const alerts of newAlerts(client, signal))
    for (const alert of alerts) {
      const explanation = await explained(client, alert, signal)
      if (explanation === null) return
      yield [alert, explanation]
    }
}

/** Why an alert was raised, however long the server is away meanwhile; null once the user asks to stop. */
export const explained = (client: SpillwayClient, { id }: Alert, signal: AbortSignal) =>
  client
    .persist(() => client.alerts.explain(id, { signal }), signal)
    .catch((error: unknown) => {
      if (signal.aborted) return null
      throw error
    })

/** Tells alerts that were there already, and change: the newest by their ids, those before by when they were raised. */
const raisedBefore = async (client: SpillwayClient, signal: AbortSignal): Promise<(alert: Alert) => boolean> => {
  const ids = new Set<string>()
  let edge = Number.NEGATIVE_INFINITY
  for (let pgNum = 0; ; pgNum++) {
    const page = { pgNum, pgSize: pageSize, srtKey: 'CreatedAt', srtDirection: 'DESC' } as const
    const { alerts } = await client.alerts.search(page, { signal })
    const [newest, oldest] = [alerts[0], alerts.at(-1)]
    if (pgNum === 0 && newest) edge = instantOf(newest) - toleranceMilliseconds
    for (const { id } of alerts) ids.add(id)
    if (alerts.length < pageSize || !oldest || instantOf(oldest) < edge) break
  }
  return (alert) => ids.has(alert.id) || instantOf(alert) < edge
}

const instantOf = ({ createdAt }: Alert): number => Date.parse(createdAt)
