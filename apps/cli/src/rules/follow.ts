import { setTimeout } from 'node:timers/promises'
import type { Backtest, BacktestRequest, SpillwayClient } from '@spillway/sdk'
import type { CliContext } from '../context.ts'
import { CliError } from '../failure.ts'
import { type Bar, startBar } from '../import/bar.ts'

const pollMilliseconds = 250

/** Starts a backtest and follows it to its end, with a bar on a terminal. Stopped, it stops it at the server as well. */
export const followBacktest = async (
  context: CliContext,
  client: SpillwayClient,
  request: BacktestRequest,
): Promise<Backtest> => {
  const started = await client.backtests.start(request, { signal: context.stop })
  try {
    return outcomeOf(await untilEnd(context, client, started))
  } catch (error) {
    if (context.stop.aborted) await client.backtests.cancel(started.id)
    throw error
  }
}

const isOpen = ({ state }: Backtest): boolean => state === 'QUEUED' || state === 'RUNNING'

const untilEnd = async (context: CliContext, client: SpillwayClient, started: Backtest): Promise<Backtest> => {
  let backtest = started
  let bar: Bar | null = null
  try {
    while (isOpen(backtest)) {
      await setTimeout(pollMilliseconds, undefined, { signal: context.stop })
      backtest = await client.backtests.get(started.id, { signal: context.stop })
      const { events, eventsDone } = backtest.progress
      if (events !== null && events > 0) bar ??= await startBar(context, events, 'events')
      bar?.update(eventsDone)
    }
  } finally {
    bar?.stop()
  }
  return backtest
}

const outcomeOf = (backtest: Backtest): Backtest => {
  if (backtest.state === 'DONE') return backtest
  if (backtest.state === 'FAILED') throw new CliError('failure', backtest.reason ?? 'The backtest failed')
  throw new CliError('failure', 'Somebody cancelled the backtest')
}
