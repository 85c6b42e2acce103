import { type RuleDefinition, requirementOf } from '@spillway/detection'
import { compileRequirement, eventTable } from '@spillway/event-store'
import { drain, openBareStore } from '../engines/bare-store.ts'
import { report, taskOf } from '../support/child.ts'
import { stopwatch } from '../support/measure.ts'

export interface BareBacktestTask {
  readonly path: string
  readonly rules: readonly RuleDefinition[]
  readonly from: string
  readonly to: string
}

/** Of one rule: events that it may meet, and seconds that the engine takes to count them by person and hour. */
export interface BareScan {
  readonly candidates: number
  readonly seconds: number
}

const { path, rules, from, to } = taskOf<BareBacktestTask>()
const { driver, close } = await openBareStore(path)

const scan = async (rule: RuleDefinition): Promise<BareScan> => {
  const { where, parameters } = compileRequirement(requirementOf(rule))
  const range =
    "timestamp >= parseDateTime64BestEffort({from:String}, 3, 'UTC') AND timestamp < parseDateTime64BestEffort({to:String}, 3, 'UTC')"
  const bound = { ...parameters, from, to }
  const grouped = `SELECT user_id, lower(user_email), intDiv(toUnixTimestamp(timestamp), 3600) AS hour, count(),
    sum(file_size_in_bytes) FROM ${eventTable} WHERE ${range} AND ${where} GROUP BY ALL`
  const [counted] = await driver.rows<{ candidates: number }>(
    `SELECT count() AS candidates FROM ${eventTable} WHERE ${range} AND ${where}`,
    bound,
  )
  const { seconds } = await stopwatch(() => drain(driver.stream(grouped, bound)))
  return { candidates: counted?.candidates ?? 0, seconds }
}

const scans: BareScan[] = []
for (const rule of rules) scans.push(await scan(rule))
await close()
report(scans)
