import {
  compileRule,
  eventTime,
  indexRules,
  type Membership,
  type RuleContext,
  type RuleIndex,
  sightingOf,
} from '@spillway/detection'
import type { FileEvent } from '@spillway/event-model'
import type { ActorLookup, KnownActor } from '../actors/index.ts'
import type { AlertActor, Sighting } from '../alerts/index.ts'
import type { ActiveRule } from '../rules/index.ts'
import type { Memberships, MembershipView } from '../watchlists/index.ts'

interface Dependencies {
  readonly actors: ActorLookup
  readonly memberships: Memberships
}

/** An event that may take a file away, with who acted and which lists they were on, as of the event's own time. */
export interface Activity {
  readonly event: FileEvent
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

/** Judges stored events by rules: who acted and which lists they were on, as of the events' own times. */
export const createEvaluator = ({ actors, memberships }: Dependencies) => {
  const layout = createLayout()
  return async (events: readonly FileEvent[], rules: readonly ActiveRule[]): Promise<Judged> => {
    const candidates = events.filter((event) => anyRule(event, nobody) !== null)
    if (candidates.length === 0) return { activities: [], sightings: [] }
    const known = await actors.find(candidates.map(({ user }) => ({ userId: user.id, name: user.email })))
    const view = await memberships.of(known.flatMap((actor) => actor?.attributedTo ?? []))
    const listed = await listedNames(actors, rules)
    const looked = candidates.map((event, index) => {
      const actor = known[index] ?? null
      const memberships = membershipsAt(view, actor, event)
      const context = contextOf(event, actor, memberships, listed)
      return { activity: { event, actor: actorOf(event, actor), memberships }, context }
    })
    const activities = looked.map(({ activity }) => activity)
    const find = layout(rules)
    const sightings = looked.flatMap(({ activity: { event, actor, memberships }, context }) =>
      [...find(event, context)].flatMap(({ rule, judge }) => {
        const match = judge(event, context)
        return match ? [{ rule, actor, bucket: sightingOf(event, match, memberships) }] : []
      }),
    )
    return { activities, sightings }
  }
}

/** Names that rules ask for, by the actor they mean: so a name in a cloud service finds whom it belongs to. */
const listedNames = async (actors: ActorLookup, rules: readonly ActiveRule[]) => {
  const names = [...new Set(rules.flatMap(({ rule }) => rule.definition.filters?.username?.usernames ?? []))]
  const meant = names.length === 0 ? [] : await actors.find(names.map((name) => ({ name })))
  const byActor = new Map<string, string[]>()
  for (const [index, name] of names.entries()) {
    const id = meant[index]?.attributedTo
    if (id !== undefined) byActor.set(id, [...(byActor.get(id) ?? []), name])
  }
  return byActor
}

const membershipsAt = (view: MembershipView, actor: KnownActor | null, event: FileEvent): readonly Membership[] =>
  actor === null
    ? []
    : view
        .at(actor.attributedTo, new Date(eventTime(event)))
        .map(({ watchlistId, listType, title }) => ({ id: watchlistId, type: listType, title }))

const contextOf = (
  { user }: FileEvent,
  actor: KnownActor | null,
  lists: readonly Membership[],
  listed: ReadonlyMap<string, readonly string[]>,
): RuleContext => {
  const names = [user.email, actor?.name, ...(listed.get(actor?.attributedTo ?? '') ?? [])]
  return {
    names: [...new Set(names.flatMap((name) => name?.toLowerCase() ?? []))],
    watchlists: lists.map(({ id }) => id),
  }
}

const actorOf = ({ user }: FileEvent, actor: KnownActor | null): AlertActor => {
  const name = actor?.name ?? user.email ?? user.id ?? 'unknown'
  return { key: actor?.attributedTo ?? `name:${name.toLowerCase()}`, id: actor?.attributedTo ?? user.id, name }
}
