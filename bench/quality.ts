import { availableParallelism } from 'node:os'
import type { Setting } from './quality/detect.ts'
import type { Findings } from './quality/findings.ts'
import { reportedSeeds, tuningSeeds } from './quality/seeds.ts'
import { falseAlertsTable, lookAlikesTable, recallTable, rulesTable } from './quality/tables.ts'
import { runJob } from './support/child.ts'
import type { BenchOptions } from './support/options.ts'
import type { ResultTable } from './support/report.ts'

/** What the default rules find of known incidents, and what they raise for nothing, in companies of several seeds. */
export const benchQuality = async ({ seeds }: BenchOptions): Promise<ResultTable[]> => {
  const chosen = seeds === 'tuning' ? tuningSeeds : reportedSeeds
  const findings = await findAll(chosen, { isTrustTold: true })
  const untold = await findAll(chosen, { isTrustTold: false })
  return [recallTable(findings), falseAlertsTable(findings, untold), rulesTable(findings), lookAlikesTable(findings)]
}

/** In the order of the seeds; as many companies at a time as there are cores. */
const findAll = async (seeds: readonly string[], setting: Setting): Promise<Findings[]> => {
  const found = new Map<string, Findings>()
  const waiting = [...seeds]
  const worker = async () => {
    for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift())
      found.set(seed, await runJob<Findings>('quality', { seed, ...setting }))
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
  return seeds.flatMap((seed) => found.get(seed) ?? [])
}
