import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { defaultRules, type RuleDefinition } from '@spillway/detection'
import type { SpillwayClient } from '@spillway/sdk'
import { loadedDataDirectory } from './data/load-store.ts'
import { period } from './data/period.ts'
import type { BareBacktestTask, BareScan } from './jobs/bare-backtest.ts'
import { runJob } from './support/child.ts'
import { stopwatch } from './support/measure.ts'
import type { BenchOptions } from './support/options.ts'
import { count, type ResultTable } from './support/report.ts'
import { memoryGrowth, startBenchServer } from './support/server.ts'

interface Named {
  readonly name: string
  readonly definition: RuleDefinition
}

const plain = { vectors: null, filters: null, alertOnBlockedBrowserActivity: false, windowMinutes: 60 } as const
const broad: readonly Named[] = [
  {
    name: 'Names of files',
    definition: { ...plain, filters: { fileName: { patterns: ['*budget*', '*.pem'], criteriaOrder: 0 } } },
  },
  {
    name: 'Any way out, more than 20 files',
    definition: {
      ...plain,
      filters: {
        fileVolume: { countGreaterThan: 20, sizeGreaterThanInBytes: null, operator: 'AND', criteriaOrder: 0 },
      },
    },
  },
]
const range = { from: period.from.toISOString(), to: period.to.toISOString() }

/** Rules rehearsed over ninety days through the API, against the engine alone counting what they may meet. */
export const benchBacktest = async ({ directory, events }: BenchOptions): Promise<ResultTable[]> => {
  const folder = await loadedDataDirectory(directory, events)
  const rules: readonly Named[] = [...defaultRules, ...broad]
  const server = await startBenchServer(folder)
  const rehearsals: Rehearsal[] = []
  const { growth } = await memoryGrowth(server, async () => {
    // The first reads what the others find in memory.
    await rehearse(server.client, rules[0] as Named)
    for (const rule of rules) rehearsals.push(await rehearse(server.client, rule))
  }).finally(server.stop)
  const task: BareBacktestTask = {
    path: join(folder, 'events'),
    rules: rules.map(({ definition }) => definition),
    ...range,
  }
  const bare = await runJob<BareScan[]>('bare-backtest', task)
  return [
    {
      title: `Rehearsing a rule over 90 days of ${count(events)} events`,
      header: ['Rule', 'looked at', 'alerts', 'seconds', 'events/s', 'SQL seconds', 'SQL events/s'],
      rows: rules.map(({ name }, index) => rowOf(name, events, rehearsals[index], bare[index])),
      notes: [
        `Memory of the server grew by ${Math.round(growth / 2 ** 20)} MB at most.`,
        'SQL: the engine alone, asked in one statement for what the rule may meet by person and hour.',
      ],
    },
  ]
}

interface Rehearsal {
  readonly seconds: number
  readonly candidates: number
  readonly alerts: number
  readonly state: string
}

interface Backtest {
  readonly id: string
  readonly state: string
  readonly progress: { readonly candidates: number; readonly alerts: number }
}

const path = '/v1/spillway/backtests'
const pollMilliseconds = 50

const rehearse = async ({ requester }: SpillwayClient, { name, definition }: Named): Promise<Rehearsal> => {
  const draft = { name, ...definition }
  const body = JSON.stringify({ draft, ...range })
  const headers = { 'content-type': 'application/json' }
  const { seconds, value } = await stopwatch(async () => {
    let backtest = await requester.json<Backtest>({ method: 'POST', path, headers, body, repeatable: false })
    while (backtest.state === 'QUEUED' || backtest.state === 'RUNNING') {
      await sleep(pollMilliseconds)
      backtest = await requester.json<Backtest>({ method: 'GET', path: `${path}/${backtest.id}`, repeatable: true })
    }
    return backtest
  })
  const { state, progress } = value
  return { seconds, state, ...progress }
}

const rowOf = (name: string, events: number, run: Rehearsal | undefined, bare: BareScan | undefined): string[] => {
  const rate = (seconds: number | undefined): string => (seconds ? count(events / seconds) : '')
  return [
    name,
    count(run?.candidates ?? 0),
    run?.state === 'DONE' ? count(run.alerts) : (run?.state ?? ''),
    (run?.seconds ?? 0).toFixed(1),
    rate(run?.seconds),
    (bare?.seconds ?? 0).toFixed(2),
    rate(bare?.seconds),
  ]
}
