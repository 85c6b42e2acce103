import type { Backtest, BacktestSummary } from '@spillway/contract'
import { type BacktestRow, progressOf, rehearsalOf } from './repository.ts'
import type { RehearsedRule } from './subject.ts'

const presentSubject = ({ ruleId, version, name, severity, definition }: RehearsedRule): BacktestSummary['rule'] => ({
  ...{ ruleId, version, name, severity },
  windowMinutes: definition.windowMinutes,
})

export const presentSummary = (row: BacktestRow): BacktestSummary => {
  const { rule, against, from, to } = rehearsalOf(row)
  return {
    id: row.id,
    state: row.state as BacktestSummary['state'],
    reason: row.reason,
    rule: presentSubject(rule),
    against: against && presentSubject(against),
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    progress: progressOf(row),
    createdAt: row.created_at,
    createdBy: row.created_by,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  }
}

export const presentBacktest = (row: BacktestRow): Backtest => ({
  ...presentSummary(row),
  result: row.result === null ? null : (JSON.parse(row.result) as Backtest['result']),
})
