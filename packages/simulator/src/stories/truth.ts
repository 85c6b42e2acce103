import { membershipsOf } from '../facts/watchlists.ts'
import type { Period } from '../life/events.ts'
import type { World } from '../life/world.ts'
import type { Person } from '../organization.ts'
import { dateOf } from '../people/calendar.ts'
import { type Story, storiesWithin } from './plan.ts'
import type { IncidentClass, Telling } from './story.ts'

export interface TruthPerson {
  readonly userId: string
  readonly email: string
  readonly department: string
}

/** What really happened: one story and the events that belong to it. */
export interface GroundTruth {
  readonly id: string
  readonly class: string
  readonly benign: boolean
  /** Of a look-alike: the class of incident that it is taken for. */
  readonly resembles: IncidentClass | null
  readonly actor: TruthPerson
  /** Others who have part in it. */
  readonly participants: readonly TruthPerson[]
  /** First and last event within the period. */
  readonly from: string
  readonly to: string
  /** Events within the period, in order of time. */
  readonly eventIds: readonly string[]
  /** Whether the period holds all of it. */
  readonly complete: boolean
  readonly choices: Telling['choices']
  /** Labels of risk indicators that its events mean to carry, and that none of them carries. */
  readonly signs: readonly string[]
  readonly lacks: readonly string[]
  readonly distinguishedBy: string | null
  readonly context: {
    /** Calendar dates; null for those who stay. */
    readonly leavesOn: string | null
    readonly announcedOn: string | null
    /** Watchlists that the actor was on when it began. */
    readonly watchlists: readonly string[]
    readonly registeredMedia: string | null
  }
}

/** The stories of a period. */
export const truthWithin = (world: World, period: Period): GroundTruth[] =>
  storiesWithin(world, period)
    .map((story) => truthOf(world, story, period))
    .filter((truth) => truth !== null)

const truthOf = (world: World, story: Story, { from, to }: Period): GroundTruth | null => {
  const [first, last] = [from.toISOString(), to.toISOString()]
  const all = story.events().map((event) => ({ at: event['@timestamp'] as string, id: event.event?.id as string }))
  const within = all.filter(({ at }) => at >= first && at < last)
  const [earliest, latest] = [within[0], within.at(-1)]
  if (!earliest || !latest) return null
  const { id, kind, person, choices, signs, lacks = [], distinguishedBy = null } = story
  const others = new Set(story.steps.map((step) => step.person).filter((actor) => actor !== person))
  return {
    ...{ id, class: kind.name, benign: kind.resembles !== undefined, resembles: kind.resembles ?? null },
    ...{ actor: shown(person), participants: [...others].map(shown), from: earliest.at, to: latest.at },
    ...{ eventIds: within.map((event) => event.id), complete: within.length === all.length },
    ...{ choices, signs, lacks, distinguishedBy, context: contextOf(world, story, earliest.at) },
  }
}

const shown = ({ userId, email, department }: Person): TruthPerson => ({ userId, email, department: department.name })

const contextOf = (world: World, { person, registeredMedia }: Story, at: string): GroundTruth['context'] => {
  const { leaves, announced } = world.employmentOf(person)
  const isLeaving = leaves < 500_000
  return {
    leavesOn: isLeaving ? dateOf(leaves) : null,
    announcedOn: isLeaving ? dateOf(announced) : null,
    watchlists: membershipsOf(world, person)
      .filter((stay) => stay.from <= at && (stay.to === null || stay.to > at))
      .map(({ type }) => type),
    registeredMedia: registeredMedia ?? null,
  }
}
