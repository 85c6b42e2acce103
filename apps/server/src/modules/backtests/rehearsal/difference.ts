import { windowStart } from '@spillway/detection'
import { type RehearsedRule, windowsOf } from '../subject.ts'
import type { RaisedAlert } from './ledger.ts'

export type Presence = 'both' | 'only-before' | 'only-after'

/** The alerts that one rule would have raised. */
export interface Side {
  readonly rule: RehearsedRule
  readonly raised: readonly RaisedAlert[]
}

/**
 * Tells which alerts have a counterpart on the other side: one of the same person whose window overlaps. Windows of the
 * same length overlap when they are the same.
 */
export const counterpartsOf = (side: Side, other: Side): ((alert: RaisedAlert) => boolean) => {
  const starts = new Map<string, Set<number>>()
  for (const { actor, start } of other.raised) {
    const known = starts.get(actor.key) ?? new Set()
    starts.set(actor.key, known.add(start))
  }
  const everywhere = { from: 0, to: 0 }
  const { window } = windowsOf(side.rule, everywhere)
  const { window: step } = windowsOf(other.rule, everywhere)
  return ({ actor, start }) => {
    const known = starts.get(actor.key)
    if (!known) return false
    for (let at = windowStart(other.rule.definition, start); at < start + window; at += step)
      if (known.has(at)) return true
    return false
  }
}
