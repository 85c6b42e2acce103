import {
  compileRule,
  indexRules,
  type JudgedEvent,
  type Membership,
  type RuleContext,
  type RuleIndex,
  sightingOf,
  type Timing,
  type Told,
} from '@spillway/detection'
import type { ActorLookup } from '../actors/index.ts'
import type { AlertActor, Sighting } from '../alerts/index.ts'
import type { ActiveRule } from '../rules/index.ts'
import type { Memberships } from '../watchlists/index.ts'
import { createAttribution } from './circumstances.ts'

interface Dependencies {
  readonly actors: ActorLookup
  readonly memberships: Memberships
  /** Which times of events are believed. */
  readonly timing: Timing
}

/** An event that may take a file away, trusted or not, with who acted and which lists they were on, as of the time by which the event is judged. */
export interface Activity {
  readonly event: JudgedEvent & Told
  readonly actor: AlertActor
  readonly memberships: readonly Membership[]
}

/** What a step saw, and which of it met a rule. */
export interface Judged {
  readonly activities: readonly Activity[]
  readonly sightings: readonly Sighting[]
}

/** Whatever no rule can meet: looked at once for all of them. */
const anyRule = compileRule({ vectors: null, filters: null, alertOnBlockedBrowserActivity: true, windowMinutes: 60 })
const nobody: RuleContext = { names: [], watchlists: [] }

/** Rules laid out; anew only when they are another list. */
const createLayout = () => {
  let held: { readonly rules: readonly ActiveRule[]; readonly find: RuleIndex<Laid> } | null = null
  return (rules: readonly ActiveRule[]): RuleIndex<Laid> => {
    if (held?.rules !== rules)
      held = { rules, find: indexRules(rules.map((active) => ({ ...active, definition: active.rule.definition }))) }
    return held.find
  }
}
type Laid = ActiveRule & Pick<ActiveRule['rule'], 'definition'>

/** Judges stored events by rules: who acted and which lists they were on, as of the times by which they are judged. */
export const createEvaluator = (dependencies: Dependencies) => {
  const attribute = createAttribution(dependencies)
  const layout = createLayout()
  return async (events: readonly JudgedEvent[], rules: readonly ActiveRule[]): Promise<Judged> => {
    const activities = await attribute(
      events,
      rules.map(({ rule }) => rule.definition),
    )
    const find = layout(rules)
    const alertable = activities.filter(({ event }) => anyRule(event, nobody) !== null)
    const sightings = alertable.flatMap(({ event, actor, memberships, context }) =>
      [...find(event, context)].flatMap(({ rule, judge }) => {
        const match = judge(event, context)
        return match ? [{ rule, actor, bucket: sightingOf(event, match, memberships) }] : []
      }),
    )
    return { activities, sightings }
  }
}
