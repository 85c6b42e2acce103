import { type BacktestRequest, backtestLimits } from '@spillway/contract'
import type { Caller } from '../../http/index.ts'
import type { Clock } from '../../platform/clock.ts'
import { SpillwayError } from '../../platform/errors.ts'
import type { NewId } from '../../platform/ids.ts'
import type { Audit, AuditType } from '../audit/index.ts'
import { type RulesModule, wordsOfDraft } from '../rules/index.ts'
import type { BacktestRepository, BacktestRow } from './repository.ts'
import type { BacktestRunner } from './runner.ts'
import type { Rehearsal, RehearsedRule } from './subject.ts'

interface Dependencies {
  readonly repository: BacktestRepository
  readonly runner: Pick<BacktestRunner, 'look' | 'abandon'>
  readonly rules: Pick<RulesModule, 'said'>
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Clock
  readonly newId: NewId
}

/** Backtests: asked for, followed, stopped. They change nothing but themselves. */
export const createBacktestService = ({ repository, runner, rules, audit, clock, newId }: Dependencies) => {
  const held = async ({ tenantId }: Caller, id: string): Promise<BacktestRow> => {
    const row = await repository.find(tenantId, id)
    if (!row) throw new SpillwayError('NOT_FOUND', { reason: 'There is no such backtest' })
    return row
  }
  const record = (type: AuditType, actor: Caller, id: string, details: object = {}): void =>
    audit.record({ type, actor, details: { backtestId: id, ...details } })

  const subjectOf = async (caller: Caller, subject: Subject, place: string): Promise<RehearsedRule> => {
    const { ruleId, version, draft } = subject
    if ((ruleId === undefined) === (draft === undefined))
      throw refused(`${place}.ruleId`, 'Name a stored rule or give a draft, one of the two')
    if (draft) return { ruleId: null, version: null, ...wordsOfDraft(draft, `${place}.draft`) }
    const said = await rules.said(caller.tenantId, ruleId ?? '', version ?? null)
    if (!said)
      throw new SpillwayError('NOT_FOUND', { field: `${place}.ruleId`, reason: 'There is no such rule or version' })
    return { ruleId: ruleId ?? null, ...said }
  }

  /** A version alone means the same rule. */
  const againstOf = async (caller: Caller, { against, ruleId }: BacktestRequest): Promise<RehearsedRule | null> => {
    if (!against) return null
    const isVersionAlone = against.ruleId === undefined && against.draft === undefined
    return subjectOf(caller, isVersionAlone ? { ...against, ruleId } : against, 'body.against')
  }

  return {
    start: async (caller: Caller, request: BacktestRequest): Promise<BacktestRow> => {
      const { from, to } = rangeOf(request)
      const rule = shortened(await subjectOf(caller, request, 'body'))
      const against = await againstOf(caller, request)
      const rehearsal: Rehearsal = { rule, against: against && shortened(against), from, to, samples: request.samples }
      if ((await repository.waiting(caller.tenantId)) >= backtestLimits.waiting) throw tooMany()
      const id = newId()
      const createdAt = clock().toISOString()
      await repository.forget(caller.tenantId)
      await repository.add({ id, tenantId: caller.tenantId, rehearsal, createdAt, createdBy: caller.name })
      record('backtest_started', caller, id, detailsOf(rehearsal))
      runner.look()
      return held(caller, id)
    },

    list: ({ tenantId }: Caller) => repository.list(tenantId),
    read: held,

    alerts: async (caller: Caller, id: string, after: number, limit: number) => {
      await held(caller, id)
      const alerts = await repository.alerts(id, after, limit + 1)
      return { alerts: alerts.slice(0, limit), next: alerts.length > limit ? after + limit : null }
    },

    cancel: async (caller: Caller, id: string): Promise<BacktestRow> => {
      await held(caller, id)
      const wasOpen = await repository.cancel(id, clock().toISOString())
      runner.abandon(id)
      if (wasOpen) record('backtest_cancelled', caller, id)
      return held(caller, id)
    },

    remove: async (caller: Caller, id: string): Promise<void> => {
      await held(caller, id)
      await repository.remove(id)
      runner.abandon(id)
      record('backtest_deleted', caller, id)
    },
  }
}

export type BacktestService = ReturnType<typeof createBacktestService>

type Subject = Pick<BacktestRequest, 'ruleId' | 'version' | 'draft'>

const dayMilliseconds = 86_400_000

const rangeOf = (request: BacktestRequest): { readonly from: number; readonly to: number } => {
  const [from, to] = [Date.parse(request.from), Date.parse(request.to)]
  if (from >= to) throw refused('body.to', 'The end has to lie behind the beginning')
  if (to - from > backtestLimits.days * dayMilliseconds)
    throw refused('body.from', `A backtest looks back over ${backtestLimits.days} days at most`)
  return { from, to }
}

/** What a backtest decides by and is known by; whom a rule tells is none of its business. */
const shortened = ({ ruleId, version, name, severity, definition }: RehearsedRule): RehearsedRule => ({
  ...{ ruleId, version, name, severity, definition },
})

const detailsOf = ({ rule, against, from, to }: Rehearsal) => ({
  ...{ ruleId: rule.ruleId, ruleName: rule.name, ruleVersion: rule.version },
  againstVersion: against?.version ?? null,
  ...{ from: new Date(from).toISOString(), to: new Date(to).toISOString() },
})

const refused = (field: string, reason: string): SpillwayError =>
  new SpillwayError('MALFORMED_REQUEST', { field, reason })

const tooMany = (): SpillwayError =>
  new SpillwayError('TOO_MANY_REQUESTS', {
    reason: `${backtestLimits.waiting} backtests wait already`,
    retryAfterSeconds: 30,
  })
