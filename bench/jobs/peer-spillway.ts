import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { compileGrouping, compileSearch, createEventStore, eventTable, openLimits } from '@spillway/event-store'
import { loadInto } from '../data/load.ts'
import { retentionDays } from '../data/period.ts'
import { drain, openBareStore } from '../engines/bare-store.ts'
import { bytesByUser } from '../peers-questions.ts'
import type { Question } from '../questions.ts'
import { report, taskOf } from '../support/child.ts'
import { diskBytes } from '../support/disk.ts'
import { stopwatch, type Timing, timed } from '../support/measure.ts'
import type { PeerResult } from './peer.ts'

export interface SpillwayPeerTask {
  readonly directory: string
  readonly files: readonly string[]
  readonly events: number
  readonly questions: readonly Question[]
  readonly runs: number
}

const { directory, files, events, questions, runs } = taskOf<SpillwayPeerTask>()
const path = join(directory, 'spillway')
rmSync(path, { recursive: true, force: true })
const tenantId = 'bench'
const bare = await openBareStore(path)

const store = createEventStore({ driver: bare.driver, retentionDays })
const { seconds: loadSeconds } = await stopwatch(() => loadInto(bare, files, events, tenantId))

const context = { now: new Date(), limits: openLimits }
const compiled = <Query>(outcome: { ok: true; query: Query } | { ok: false; problems: unknown }): Query => {
  if (outcome.ok) return outcome.query
  throw new Error(JSON.stringify(outcome.problems))
}

/** Asked as the server asks: compiled from the API's form, answered by the store. */
const ask = async ({ kind, body }: Question): Promise<unknown> => {
  if (kind === 'grouping') return store.group(compiled(compileGrouping(body, 'v2', context)))
  return drain((await store.search(compiled(compileSearch(body, 'v2', context)))).events)
}

/** What the engines must agree on: the matches of a search, the number of groups. */
const totalOf = async ({ kind, body }: Question): Promise<number> => {
  if (kind === 'grouping') return (await store.group(compiled(compileGrouping(body, 'v2', context)))).length
  const { totalCount, events } = await store.search(compiled(compileSearch(body, 'v2', context)))
  await drain(events)
  return totalCount
}

const whole: Record<string, Timing> = {}
const totals: Record<string, number> = {}
for (const question of questions) {
  totals[question.name] = await totalOf(question)
  whole[question.name] = await timed(runs, () => ask(question))
}
const sql = bytesByUser.group.replace('FROM ev', `FROM ${eventTable}`).replace('IS NOT NULL', `<> ''`)
whole[bytesByUser.name] = await timed(runs, () => drain(bare.driver.stream(sql)))
await bare.close()
report({ loadSeconds, bytes: diskBytes(path), totals, whole, page: {} } satisfies PeerResult)
