import type { Alert, AlertExplanation, SpillwayClient } from '@spillway/sdk'
import { newAlerts } from '../alerts/news.ts'
import { alertLines, paperOf } from '../alerts/words.ts'
import type { CliContext } from '../context.ts'

/** Alerts shown of one look, which comes every second. */
const mostShown = 2

/** Shows alerts over what happens from now on, and counts those over the past of the company. Returns how to end it. */
export const showAlerts = (context: CliContext, client: SpillwayClient): (() => Promise<void>) => {
  const ended = new AbortController()
  const begun = context.clock().getTime()
  const shown = follow(context, client, begun, ended.signal).catch((error: unknown) => {
    if (!ended.signal.aborted) return context.errors.write(`Alerts are no longer shown: ${String(error)}\n`)
  })
  return async () => {
    ended.abort()
    await shown
  }
}

const follow = async (context: CliContext, client: SpillwayClient, begun: number, signal: AbortSignal) => {
  const { output, environment } = context
  const paper = paperOf(output, environment)
  for await (const alerts of newAlerts(client, signal)) {
    const live: [Alert, AlertExplanation][] = []
    for (const alert of alerts) {
      const explanation = await client.alerts.explain(alert.id, { signal })
      if (isLive(explanation, begun)) live.push([alert, explanation])
    }
    for (const each of live.slice(0, mostShown)) await output.write(alertLines(...each, paper))
    const others = [live.length - mostShown, alerts.length - live.length] as const
    for (const [amount, what] of [
      [others[0], 'more'],
      [others[1], 'over the past of the organization'],
    ] as const)
      if (amount > 0)
        await output.write(paper.style.dim(`         ${amount} alert${amount === 1 ? '' : 's'} ${what}\n`))
  }
}

/** Whether it covers something that happened since, or shortly before: what is played begins minutes ago. */
const isLive = ({ events }: AlertExplanation, begun: number): boolean =>
  events.some(({ observedAt }) => Date.parse(observedAt) >= begun - toleranceMs)

const toleranceMs = 200_000
