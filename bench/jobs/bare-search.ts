import { renderEventSql, renderSettings } from '@spillway/event-model'
import { eventTable } from '@spillway/event-store'
import { drain, openBareStore } from '../engines/bare-store.ts'
import type { Question } from '../questions.ts'
import { report, taskOf } from '../support/child.ts'
import { timed } from '../support/measure.ts'

export interface BareSearchTask {
  readonly path: string
  readonly questions: readonly Question[]
  readonly runs: number
}

const { path, questions, runs } = taskOf<BareSearchTask>()
const { driver, close } = await openBareStore(path)

/** The same answer as the operation gives: the number of matches and one page of whole events, newest first. */
const ask = ({ kind, where, groupBy, limit }: Question): Promise<unknown> => {
  if (kind === 'grouping') {
    return drain(
      driver.stream(
        `SELECT lower(${groupBy}) AS value, count() AS docCount FROM ${eventTable} WHERE ${where} AND ${groupBy} <> ''
         GROUP BY value ORDER BY docCount DESC LIMIT ${limit}`,
      ),
    )
  }
  const page = `SELECT ${renderEventSql('v2')} FROM ${eventTable} WHERE ${where} ORDER BY timestamp DESC, event_id DESC LIMIT ${limit}`
  return Promise.all([
    drain(driver.stream(`SELECT count() FROM ${eventTable} WHERE ${where}`)),
    drain(driver.stream(page, {}, { settings: renderSettings })),
  ])
}

const timings: Record<string, unknown> = {}
for (const question of questions) timings[question.name] = await timed(runs, () => ask(question))
await close()
report(timings)
