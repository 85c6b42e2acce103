import {
  asJudged,
  eventTime,
  type JudgedEvent,
  type Membership,
  type RuleContext,
  type RuleDefinition,
  type Timing,
  type Told,
} from '@spillway/detection'
import type { ActorLookup, KnownActor } from '../actors/index.ts'
import type { AlertActor } from '../alerts/index.ts'
import type { Memberships, MembershipView } from '../watchlists/index.ts'

interface Dependencies {
  readonly actors: ActorLookup
  readonly memberships: Memberships
  /** Which times of events are believed. */
  readonly timing: Timing
}

/** An event with the time by which it is judged, who acted, and which lists they were on at that time. */
export interface Attributed<Event extends JudgedEvent> {
  readonly event: Event & Told
  readonly actor: AlertActor
  readonly memberships: readonly Membership[]
  /** The same, as rules ask for it. */
  readonly context: RuleContext
}

/** Finds out who is behind events, in their order. */
export type Attribute = <Event extends JudgedEvent>(
  events: readonly Event[],
  rules: readonly RuleDefinition[],
) => Promise<readonly Attributed<Event>[]>

export const createAttribution =
  ({ actors, memberships, timing }: Dependencies): Attribute =>
  async (told, rules) => {
    if (told.length === 0) return []
    const events = told.map((event) => asJudged(event, timing))
    const known = await actors.find(events.map(({ user }) => ({ userId: user.id, name: user.email })))
    const view = await memberships.of(known.flatMap((actor) => actor?.attributedTo ?? []))
    const listed = await listedNames(actors, rules)
    return events.map((event, index) => {
      const actor = known[index] ?? null
      const lists = membershipsAt(view, actor, event)
      return {
        event,
        actor: actorOf(event, actor),
        memberships: lists,
        context: contextOf(event, actor, lists, listed),
      }
    })
  }

/** Names that rules ask for, by the actor they mean: so a name in a cloud service finds whom it belongs to. */
const listedNames = async (actors: ActorLookup, rules: readonly RuleDefinition[]) => {
  const names = [...new Set(rules.flatMap(({ filters }) => filters?.username?.usernames ?? []))]
  const meant = names.length === 0 ? [] : await actors.find(names.map((name) => ({ name })))
  const byActor = new Map<string, string[]>()
  for (const [index, name] of names.entries()) {
    const id = meant[index]?.attributedTo
    if (id !== undefined) byActor.set(id, [...(byActor.get(id) ?? []), name])
  }
  return byActor
}

const membershipsAt = (view: MembershipView, actor: KnownActor | null, event: JudgedEvent): readonly Membership[] =>
  actor === null
    ? []
    : view
        .at(actor.attributedTo, new Date(eventTime(event)))
        .map(({ watchlistId, listType, title }) => ({ id: watchlistId, type: listType, title }))

const contextOf = (
  { user }: JudgedEvent,
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

const actorOf = ({ user }: JudgedEvent, actor: KnownActor | null): AlertActor => {
  const name = actor?.name ?? user.email ?? user.id ?? 'unknown'
  return { key: actor?.attributedTo ?? `name:${name.toLowerCase()}`, id: actor?.attributedTo ?? user.id, name }
}
