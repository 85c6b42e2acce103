import {
  addBuckets,
  alertWindows,
  type Bucket,
  bucketMilliseconds,
  sightingOf,
  windowMilliseconds,
} from '@spillway/detection'
import { presentExplanation } from '../../alerts/index.ts'
import { idOf, keyOf, type RehearsedRule } from '../subject.ts'
import type { RaisedAlert } from './ledger.ts'
import type { Callings, Read } from './reading.ts'

/** Alerts by chance, but by the same chance each time: their ids are as good as thrown dice. */
export const someOf = (rule: RehearsedRule, raised: readonly RaisedAlert[], most: number): readonly RaisedAlert[] =>
  raised
    .map((alert) => ({ alert, id: idOf(rule, alert) }))
    .sort((left, right) => (left.id < right.id ? -1 : 1))
    .slice(0, most)
    .map(({ alert }) => alert)
    .sort((left, right) => left.start - right.start)

/** Why an alert would have been raised: its events are read again, with all that rules look at. */
export const explainRaised = async (
  read: Read,
  rule: RehearsedRule,
  { actor, start }: RaisedAlert,
  of: Callings | undefined,
  signal: AbortSignal,
) => {
  const window = windowMilliseconds(rule.definition)
  const range = { from: new Date(start - window + bucketMilliseconds), to: new Date(start + window) }
  const buckets = new Map<string, Bucket>()
  for await (const { met } of read({ rules: [rule], range, isWhole: true, of, signal }))
    for (const { attributed, match } of met) {
      if (attributed.actor.key !== actor.key) continue
      const seen = sightingOf(attributed.event, match, attributed.memberships)
      const place = `${seen.start} ${seen.kind}`
      const before = buckets.get(place)
      buckets.set(place, before ? addBuckets(before, seen) : seen)
    }
  const found = alertWindows(rule.definition, [...buckets.values()]).find((each) => each.start === start)
  const { ruleId, ruleVersion } = keyOf(rule)
  const alert = { id: idOf(rule, { actor, start }), rule_id: ruleId, rule_version: ruleVersion, actor: actor.name }
  return found ? presentExplanation({ alert, rule: rule.definition, window: found }) : null
}
