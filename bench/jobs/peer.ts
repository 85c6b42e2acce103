import { openDuckDb } from '../engines/duckdb.ts'
import { openPostgres } from '../engines/postgresql.ts'
import type { PeerName, PeerQuestion } from '../peers-questions.ts'
import { report, taskOf } from '../support/child.ts'
import { stopwatch, type Timing, timed } from '../support/measure.ts'

export interface PeerTask {
  readonly peer: PeerName
  readonly directory: string
  readonly files: readonly string[]
  readonly events: number
  readonly questions: readonly PeerQuestion[]
  readonly runs: number
}

export interface PeerResult {
  readonly loadSeconds: number
  readonly bytes: number
  /** Matches of each search, number of groups of each grouping. */
  readonly totals: Readonly<Record<string, number>>
  /** Whole answer: total and page, or the groups. */
  readonly whole: Readonly<Record<string, Timing>>
  /** The page alone, where the question has one. */
  readonly page: Readonly<Record<string, Timing>>
}

const { peer: name, directory, files, events, questions, runs } = taskOf<PeerTask>()
const peer = await (name === 'duckdb' ? openDuckDb(directory) : openPostgres(directory))

const totalOf = async ({ total, group }: PeerQuestion): Promise<number> => {
  const rows = await peer.ask(total ?? group ?? '')
  return total ? Number(rows[0]?.events) : rows.length
}

try {
  const { seconds: loadSeconds } = await stopwatch(() => peer.load(files, events))
  const totals: Record<string, number> = {}
  const whole: Record<string, Timing> = {}
  const page: Record<string, Timing> = {}
  for (const question of questions) {
    const statements = [question.total, question.page, question.group].filter((sql) => sql !== undefined)
    totals[question.name] = await totalOf(question)
    whole[question.name] = await timed(runs, async () => {
      for (const sql of statements) await peer.ask(sql)
    })
    const { page: pageSql } = question
    if (pageSql) page[question.name] = await timed(runs, () => peer.ask(pageSql))
  }
  report({ loadSeconds, bytes: await peer.diskBytes(), totals, whole, page } satisfies PeerResult)
} finally {
  await peer.close()
}
