import { type Backtest, type BacktestAlert, backtestLimits } from '@spillway/contract'
import { windowMilliseconds } from '@spillway/detection'
import { idOf, type Rehearsal, type RehearsedRule } from '../subject.ts'
import { counterpartsOf, type Presence, type Side } from './difference.ts'
import type { RaisedAlert } from './ledger.ts'
import { outcomeOf } from './outcome.ts'
import type { Read } from './reading.ts'
import type { Rehearsed } from './rehearse.ts'
import { explainRaised, someOf } from './samples.ts'

export interface Findings {
  readonly result: NonNullable<Backtest['result']>
  /** One by one, in order of time; no more than can be read. */
  readonly alerts: readonly BacktestAlert[]
}

/** Alerts of one kind: of which rule, and whether the other one would have raised them as well. */
interface Kind extends Side {
  readonly presence: Presence | null
}

/** What came out of a rehearsal. */
export const findingsOf = async (
  read: Read,
  rehearsal: Rehearsal,
  rehearsed: Rehearsed,
  signal: AbortSignal,
): Promise<Findings> => {
  const { rule, against } = rehearsal
  const sideOf = (each: RehearsedRule): Side => ({ rule: each, raised: rehearsed.raised.get(each) ?? [] })
  const kinds = against ? compared(sideOf(rule), sideOf(against)) : [{ ...sideOf(rule), presence: null }]
  const countOf = (presence: Presence): number => kinds.find((kind) => kind.presence === presence)?.raised.length ?? 0
  const alerts = listed(kinds)
  const { hours, people } = rehearsed.extent
  const range = { ...rehearsal, people }
  return {
    alerts,
    result: {
      eventsFrom: instantOf(hours[0]?.start),
      eventsTo: instantOf(hours.at(-1)?.start, hourMilliseconds),
      people,
      outcome: outcomeOf(sideOf(rule).raised, range),
      against: against && outcomeOf(sideOf(against).raised, range),
      difference: against && {
        onlyBefore: countOf('only-before'),
        onlyAfter: countOf('only-after'),
        both: countOf('both'),
      },
      samples: await samplesOf(read, kinds, { most: rehearsal.samples, callings: rehearsed.callings }, signal),
      alertsListed: alerts.length,
    },
  }
}

const hourMilliseconds = 3_600_000

const instantOf = (at: number | undefined, later = 0): string | null =>
  at === undefined ? null : new Date(at + later).toISOString()

const compared = (after: Side, before: Side): readonly Kind[] => {
  const isKnownBefore = counterpartsOf(after, before)
  const isKnownAfter = counterpartsOf(before, after)
  return [
    { rule: after.rule, presence: 'both', raised: after.raised.filter(isKnownBefore) },
    { rule: after.rule, presence: 'only-after', raised: after.raised.filter((alert) => !isKnownBefore(alert)) },
    { rule: before.rule, presence: 'only-before', raised: before.raised.filter((alert) => !isKnownAfter(alert)) },
  ]
}

const listed = (kinds: readonly Kind[]): readonly BacktestAlert[] =>
  kinds
    .flatMap((kind) => kind.raised.map((alert) => ({ kind, alert })))
    .sort(
      (left, right) => left.alert.start - right.alert.start || (left.alert.actor.key < right.alert.actor.key ? -1 : 1),
    )
    .slice(0, backtestLimits.alertsListed)
    .map(({ kind, alert }) => presentRaised(kind, alert))

const presentRaised = ({ rule, presence }: Kind, alert: RaisedAlert): BacktestAlert => ({
  alertId: idOf(rule, alert),
  presence,
  actor: alert.actor.name,
  actorId: alert.actor.id,
  windowStart: new Date(alert.start).toISOString(),
  windowEnd: new Date(alert.start + windowMilliseconds(rule.definition)).toISOString(),
  fileCount: alert.fileCount,
  totalFileSize: alert.totalFileSize,
  riskSeverity: alert.severity,
})

const samplesOf = async (
  read: Read,
  kinds: readonly Kind[],
  { most, callings }: { readonly most: number } & Pick<Rehearsed, 'callings'>,
  signal: AbortSignal,
) => {
  const samples: Findings['result']['samples'] = []
  for (const { rule, presence, raised } of kinds)
    for (const alert of someOf(rule, raised, most)) {
      const explanation = await explainRaised(read, rule, alert, callings.get(alert.actor.key), signal)
      // Its events may have expired since they were counted.
      if (explanation) samples.push({ presence, explanation })
    }
  return samples
}
