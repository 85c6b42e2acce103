import { defaultRiskSettings, everyAction } from '@spillway/detection'
import { type FileEvent, type FileEventInput, parseFileEvent } from '@spillway/event-model'
import type { Person, SampleFacts } from '@spillway/simulator'
import type { ActorLookup } from '../../apps/server/src/modules/actors/index.ts'
import { createProfileCache } from '../../apps/server/src/modules/behavior/cache.ts'
import { createBehaviorDesk } from '../../apps/server/src/modules/behavior/desk.ts'
import { createHorizon } from '../../apps/server/src/modules/behavior/horizon.ts'
import { createKnownProfiles } from '../../apps/server/src/modules/behavior/known.ts'
import { circumstancesAt, describeActor } from '../../apps/server/src/modules/ingest/context/circumstances.ts'
import { createEventContext } from '../../apps/server/src/modules/ingest/context/index.ts'
import { questionOf } from '../../apps/server/src/modules/ingest/context/question.ts'
import { enrich } from '../../apps/server/src/modules/ingest/enrich/index.ts'
import { createScoring } from '../../apps/server/src/modules/ingest/score.ts'
import type { ScoringSettings } from '../../apps/server/src/modules/ingest/scoring-settings.ts'
import type { Memberships } from '../../apps/server/src/modules/watchlists/index.ts'

/** What the chain is told of a company: who works there, and what it knows and trusts. */
export interface Known {
  readonly people: readonly Person[]
  readonly facts: SampleFacts
  /** False: the company has told the server nothing of what it trusts. */
  readonly isTrustTold: boolean
}

export interface Desks {
  readonly actors: ActorLookup
  readonly memberships: Memberships
}

/** Scores the events of a batch, in order, as ingest does; what one day taught is known on the next. */
export type ScoreBatch = (events: readonly FileEventInput[]) => Promise<readonly FileEvent[]>

/**
 * The server's own way from an event to its score: parsing, enrichment, behaviour profiles, watchlists, trust, weights.
 * HTTP, the stores and the threads between are left out; none of them changes a score.
 */
export const createChain = (known: Known): { readonly score: ScoreBatch; readonly desks: Desks } => {
  const desks = { actors: actorsOf(known), memberships: membershipsOf(known) }
  const profiles = createKnownProfiles(createProfileCache(2 ** 30), { load: async () => new Map() })
  const behavior = createBehaviorDesk({
    profiles,
    horizon: createHorizon(() => 0),
    clock: () => new Date('2100-01-01T00:00:00Z'),
    isCaughtUp: async () => true,
  })
  const context = createEventContext({ ...desks, behavior })
  const settingsOf = settingsBy(known)
  const scoring = createScoring()
  const score: ScoreBatch = async (inputs) => {
    const events = inputs.map(parsed)
    const at = events[0]?.['@timestamp'] ?? ''
    const origin = { ...origins, receivedAt: at }
    for (const [index, event] of events.entries()) enrich(event, origin, index + 1)
    const question = questionOf(events)
    const batch = context.open()
    const answer = await batch.ask(question)
    for (const [index, event] of events.entries()) describeActor(event, question, answer, index)
    const scored = scoring(settingsOf(at))(events, origin, (index) => circumstancesAt(answer, index))
    batch.settle(true)
    return scored
  }
  return { score, desks }
}

const origins = { tenantId: 't', node: 1, batch: '0123456789abcdef'.repeat(4), ip: null, agent: null }

const parsed = (input: FileEventInput): FileEvent => {
  const outcome = parseFileEvent(input)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  return outcome.event
}

const actorsOf = ({ people }: Known): ActorLookup => {
  const byName = new Map(people.map(({ email, userId }) => [email, { name: email, userId }]))
  const find: ActorLookup['find'] = async (questions) =>
    questions.map(({ name }) => {
      const person = byName.get(name ?? '')
      if (!person) return null
      return { actorId: person.userId, attributedTo: person.userId, name: person.name, parentActorId: null }
    })
  return { find, byName: async (name) => (await find([{ name }])).filter((actor) => actor !== null) }
}

const membershipsOf = ({ facts }: Known): Memberships => {
  const stays = Map.groupBy(facts.memberships, ({ userId }) => userId)
  const at = (userUid: string, instant: Date) => {
    const now = instant.toISOString()
    return (stays.get(userUid) ?? [])
      .filter(({ from, to }) => from <= now && (to === null || to > now))
      .map(({ type }) => ({ watchlistId: type, listType: type, title: null }))
  }
  return { of: async () => ({ at, whereabouts: () => ({ department: null, groups: [] }) }) }
}

/** What the server is told to trust on a day: as the company tells it, from the day on which it does. */
const settingsBy = ({ facts, isTrustTold }: Known): ((at: string) => ScoringSettings) => {
  const risk = { ...defaultRiskSettings, trustedAddresses: [...facts.trustedAddresses] }
  const told = isTrustTold ? facts.trust : []
  const dates = [...new Set(told.map(({ since }) => since))].sort()
  const settings = dates.map((date) => ({ date, settings: { risk, trust: { entries: entriesAt(told, date) } } }))
  const nothing: ScoringSettings = { risk: isTrustTold ? risk : defaultRiskSettings, trust: { entries: [] } }
  return (at) => settings.findLast(({ date }) => date <= at)?.settings ?? nothing
}

const entriesAt = (told: SampleFacts['trust'], date: string) =>
  told
    .filter(({ since }) => since <= date)
    .map(({ type, value, isHighValueSource }) => ({ type, value, isHighValueSource, actions: everyAction(type) }))
