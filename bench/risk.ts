import { ingestLimits } from '@spillway/contract'
import { defaultRiskSettings, everyAction, type RiskSettings } from '@spillway/detection'
import { createOrganization, simulateEvents } from '@spillway/simulator'
import { createEventContext } from '../apps/server/src/modules/ingest/context/index.ts'
import { prepareBatch } from '../apps/server/src/modules/ingest/prepare/prepare.ts'
import { createScoring, type ScoreEvents } from '../apps/server/src/modules/ingest/score.ts'
import type { ScoringSettings } from '../apps/server/src/modules/ingest/scoring-settings.ts'
import { benchBehavior } from './behavior.ts'
import { people, period } from './data/period.ts'
import { benchRiskGrid } from './risk-grid.ts'
import { percentiles } from './support/measure.ts'
import type { BenchOptions } from './support/options.ts'
import { type ResultTable, ratio } from './support/report.ts'

const batchEvents = 1_000
const batches = 20
const fewestRuns = 15
/** Part of the ingest path that scoring may take. */
const limit = 1 / 3

const { ask } = createEventContext({
  actors: { find: async (people) => people.map(() => null) },
  memberships: { of: async () => ({ at: () => [], whereabouts: () => ({ department: null, groups: [] }) }) },
}).open()

const origin = {
  ...{ tenantId: 't', node: 1, batch: '0123456789abcdef'.repeat(4), receivedAt: '2026-02-01T10:00:00.000000Z' },
  ip: '203.0.113.7',
  agent: { agentUid: '1', hostname: 'ws', operatingSystem: 'Linux', userUid: '2', userEmail: 'ann@example.com' },
}

const marked = (indicators: number, patterns: number): RiskSettings => ({
  ...defaultRiskSettings,
  fileNames: Array.from({ length: indicators }, (_, index) => ({
    ...{ id: `fileName-${index}`, name: `Names ${index}`, weight: 1 },
    patterns: Array.from({ length: patterns }, (_, at) => `*secret-${index}-${at}*report*`),
  })),
  trustedAddresses: Array.from({ length: indicators }, (_, index) => `198.51.${index}.0/24`),
})

const trusting = (count: number, risk: RiskSettings = defaultRiskSettings): ScoringSettings => ({
  risk,
  trust: {
    entries: Array.from({ length: count }, (_, index) => ({
      ...({ type: 'DOMAIN', value: `partner-${index}.example`, isHighValueSource: false } as const),
      actions: everyAction('DOMAIN'),
    })),
  },
})

const ways: readonly (readonly [string, ScoreEvents])[] = [
  ['not scored', (events) => events],
  ['scored by the catalogue', createScoring()(trusting(0))],
  ['and with 10 trusted domains', createScoring()(trusting(10))],
  ['and with 1,000 trusted domains', createScoring()(trusting(1_000))],
  ['and by 100 indicators of 50 file names', createScoring()(trusting(0, marked(100, 50)))],
]

/** What scoring takes of preparing rows (decode, parse, enrich, score, render), in CPU time of one thread. */
export const benchRisk = async ({ runs }: BenchOptions): Promise<ResultTable[]> => {
  const bodies = simulatedBodies()
  const timings = ways.map(([, score]) => ({ score, taken: [] as number[] }))
  for (let run = 0; run < Math.max(runs, fewestRuns) + 3; run++) {
    for (const { score, taken } of timings) {
      const cost = await costOf(bodies, score)
      if (run >= 3) taken.push(cost)
    }
  }
  const costs = timings.map(({ taken }) => percentiles(taken).p50)
  const bare = costs[0] ?? 0
  const rows = ways.map(([name], index) => [
    name,
    (costs[index] ?? 0).toFixed(2),
    ((costs[index] ?? 0) - bare).toFixed(2),
    ratio((costs[index] ?? 0) / bare),
  ])
  const worst = Math.max(...costs) / bare - 1
  return [
    {
      title: 'CPU time of a row on its way in, before the engine',
      header: ['Rows', 'µs', 'of it scoring, µs', 'against unscored'],
      rows,
      notes: [`Scoring adds ${(worst * 100).toFixed(0)} % at most: ${worst <= limit ? 'within' : 'OVER'} a third.`],
    },
    await benchRiskGrid({ runs }),
    await benchBehavior(),
  ]
}

const simulatedBodies = (): Buffer[] => {
  const organization = createOrganization({ seed: 'bench', people })
  const lines: string[] = []
  for (const event of simulateEvents(organization, { ...period, count: batchEvents * batches, seed: 'risk' }))
    lines.push(JSON.stringify(event))
  return Array.from({ length: batches }, (_, at) =>
    Buffer.from(lines.slice(at * batchEvents, (at + 1) * batchEvents).join('\n')),
  )
}

/** Microseconds of CPU time a row. */
const costOf = async (bodies: readonly Buffer[], score: ScoreEvents): Promise<number> => {
  const begun = process.cpuUsage()
  for (const body of bodies)
    await prepareBatch(
      { body, type: 'application/x-ndjson', encoding: 'identity', origin },
      { score, ask },
      ingestLimits,
    )
  const { user, system } = process.cpuUsage(begun)
  return (user + system) / (batchEvents * batches)
}
