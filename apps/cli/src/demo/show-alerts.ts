import { setTimeout as pause } from 'node:timers/promises'
import type { Session, SpillwayClient } from '@spillway/sdk'
import { type ExplainedAlert, explained, newAlerts } from '../alerts/news.ts'
import { alertLines, paperOf, sessionLine } from '../alerts/words.ts'
import type { CliContext } from '../context.ts'

/** Alerts shown of those that came together. */
const mostShown = 2
/** What comes meanwhile is told together, so that the terminal can be read. */
const restMilliseconds = 1_000
/** What is played is told as if it had happened in the minutes before. */
const toleranceMs = 200_000

/** Shows alerts over what happens from now on, and counts those over the past of the company. Returns how to end it. */
export const showAlerts = (context: CliContext, client: SpillwayClient): (() => Promise<void>) => {
  const ended = new AbortController()
  const since = context.clock().getTime() - toleranceMs
  const shown = follow(context, client, since, ended.signal).catch((error: unknown) => {
    if (!ended.signal.aborted) return context.errors.write(`Alerts are no longer shown: ${String(error)}\n`)
  })
  return async () => {
    ended.abort()
    await shown
  }
}

const follow = async (context: CliContext, client: SpillwayClient, since: number, signal: AbortSignal) => {
  const { output, environment } = context
  const paper = paperOf(output, environment)
  for await (const alerts of newAlerts(client, signal)) {
    const all: ExplainedAlert[] = []
    for (const alert of alerts) {
      const explanation = await explained(client, alert, signal)
      if (explanation) all.push([alert, explanation])
    }
    const live = all.filter(([, { events }]) => events.some(({ observedAt }) => Date.parse(observedAt) >= since))
    const shown = live.slice(0, mostShown)
    for (const each of shown) await output.write(alertLines(...each, paper))
    for (const session of await sessionsOf(client, shown, signal)) await output.write(sessionLine(session, paper))
    for (const line of countLines(live.length - shown.length, alerts.length - live.length))
      await output.write(paper.style.dim(line))
    await pause(restMilliseconds, undefined, { signal })
  }
}

/** Sessions that hold the alerts, each once. */
const sessionsOf = async (client: SpillwayClient, shown: readonly ExplainedAlert[], signal: AbortSignal) => {
  const sessions = new Map<string, Session>()
  for (const [{ id, actorId }] of shown) {
    if (actorId === null) continue
    const { items } = await client.sessions.search({ actorId }, { signal })
    const session = items.find(({ triggeredAlerts }) => triggeredAlerts.some(({ alertId }) => alertId === id))
    if (session) sessions.set(session.sessionId, session)
  }
  return sessions.values()
}

const countLines = (more: number, past: number): string[] => [
  ...(more > 0 ? [`         ${alertsOf(more)} more\n`] : []),
  ...(past > 0 ? [`         ${alertsOf(past)} over the past of the organization\n`] : []),
]

const alertsOf = (amount: number): string => `${amount} ${amount === 1 ? 'alert' : 'alerts'}`
