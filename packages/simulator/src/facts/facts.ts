import type { Period } from '../life/events.ts'
import type { World } from '../life/world.ts'
import type { Person } from '../organization.ts'
import { dateOf, dayMs } from '../people/calendar.ts'
import { type Story, storiesWithin } from '../stories/plan.ts'
import { type SampleTrust, trustOf } from './trust.ts'
import { membershipsOf, type SampleMembership } from './watchlists.ts'

/** Somebody who comes or goes. Dates are calendar dates. */
export interface SampleDeparture {
  readonly userId: string
  readonly email: string
  readonly announcedOn: string
  readonly leavesOn: string
  readonly isDismissed: boolean
}

export interface SampleHire {
  readonly userId: string
  readonly email: string
  readonly startsOn: string
}

/** What a company knows about its people and trusts, as far as it knows by the end of a period. */
export interface SampleFacts {
  readonly departures: readonly SampleDeparture[]
  readonly hires: readonly SampleHire[]
  readonly memberships: readonly SampleMembership[]
  readonly trust: readonly SampleTrust[]
  /** Addresses of the offices. */
  readonly trustedAddresses: readonly string[]
  /** Serial numbers of drives that the company has handed out. */
  readonly registeredMedia: readonly string[]
}

export const factsWithin = (world: World, period: Period): SampleFacts => {
  const { organization } = world
  const [first, last] = [period.from, period.to].map((date) => Math.floor(date.getTime() / dayMs)) as [number, number]
  const [from, to] = [period.from.toISOString(), period.to.toISOString()]
  const stories = storiesWithin(world, period)
  const employments = organization.people.map((person) => ({ person, ...world.employmentOf(person) }))
  return {
    departures: employments
      .filter(({ announced, leaves }) => announced <= last && leaves >= first)
      .map(({ person, announced, leaves, isDismissed }) => ({
        ...{ ...nameOf(person), announcedOn: dateOf(announced), leavesOn: dateOf(leaves), isDismissed },
      })),
    hires: employments
      .filter(({ hired }) => hired > world.begins && hired <= last && hired >= first - 90)
      .map(({ person, hired }) => ({ ...nameOf(person), startsOn: dateOf(hired) })),
    memberships: organization.people
      .flatMap((person) => membershipsOf(world, person))
      .filter((stay) => stay.from < to && (stay.to === null || stay.to > from)),
    trust: trustOf(world, stories),
    trustedAddresses: organization.offices.map(({ office }) => office.publicIp),
    registeredMedia: registeredIn(stories),
  }
}

const nameOf = ({ userId, email }: Person) => ({ userId, email })

const registeredIn = (stories: readonly Story[]): string[] =>
  stories.flatMap(({ registeredMedia }) => (registeredMedia ? [registeredMedia] : []))
