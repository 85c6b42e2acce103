import { type AlertKey, alertId, type RuleDefinition, windowMilliseconds, windowStart } from '@spillway/detection'
import type { RaisedAlert } from './rehearsal/ledger.ts'

/** A rule as it is rehearsed. */
export interface RehearsedRule {
  /** Null for a draft. */
  readonly ruleId: string | null
  readonly version: number | null
  readonly name: string
  readonly severity: 'Low' | 'Medium' | 'High'
  readonly definition: RuleDefinition
}

/** What is rehearsed, as it was when it was asked for. Milliseconds since 1970, half-open. */
export interface Rehearsal {
  readonly rule: RehearsedRule
  readonly against: RehearsedRule | null
  readonly from: number
  readonly to: number
  /** Explained alerts of each kind. */
  readonly samples: number
}

/** What the rule's alerts are known by: those of a stored rule have the ids of the alerts themselves. */
export const keyOf = ({ ruleId, version }: RehearsedRule): Pick<AlertKey, 'ruleId' | 'ruleVersion'> => ({
  ruleId: ruleId ?? 'draft',
  ruleVersion: version ?? 0,
})

export const idOf = (rule: RehearsedRule, { actor, start }: Pick<RaisedAlert, 'actor' | 'start'>): string =>
  alertId({ ...keyOf(rule), actorKey: actor.key, windowStart: start })

/** Starts of the first window of a range, and of the first behind it. A range may hold no window. */
export const windowsOf = ({ definition }: RehearsedRule, { from, to }: Pick<Rehearsal, 'from' | 'to'>) => {
  const window = windowMilliseconds(definition)
  const next = (at: number): number => windowStart(definition, at + window - 1)
  return { first: next(from), end: next(to), window }
}
