import type { WatchlistType } from '@spillway/contract'
import type { World } from '../life/world.ts'
import type { Person } from '../organization.ts'
import { dayMs } from '../people/calendar.ts'
import { createRandomAt, mix } from '../random.ts'

/** A stretch of time on a watchlist. */
export interface SampleMembership {
  readonly type: WatchlistType
  readonly userId: string
  readonly email: string
  readonly from: string
  /** Null for those who stay on it. */
  readonly to: string | null
}

interface Stay {
  readonly type: WatchlistType
  /** Days since 1970. */
  readonly from: number
  readonly to: number | null
}

/** On which watchlists a person is, was and will be. */
export const membershipsOf = (world: World, person: Person): SampleMembership[] =>
  staysOf(world, person).map(({ type, from, to }) => ({
    ...{ type, userId: person.userId, email: person.email, from: instant(from) },
    to: to === null ? null : instant(to),
  }))

const instant = (day: number): string => new Date(day * dayMs).toISOString()
const never = 500_000

const staysOf = (world: World, person: Person): Stay[] => {
  const { hired, leaves, announced, isDismissed, isContractor } = world.employmentOf(person)
  const random = createRandomAt(mix(world.key + 6), person.index)
  const { begins } = world
  const end = leaves > never ? null : leaves + 30
  const stays: (Stay | false)[] = [
    isContractor && { type: 'CONTRACT_EMPLOYEE', from: Math.max(hired, begins - 30), to: end },
    hired > begins && { type: 'NEW_EMPLOYEE', from: hired, to: hired + 90 },
    // Word does not always get round at once, and sometimes not at all.
    leaves < never &&
      random.chance(0.88) && { type: 'DEPARTING_EMPLOYEE', from: announced + random.integer(4), to: leaves + 30 },
    person.department.name === 'IT' &&
      random.chance(0.4) && { type: 'ELEVATED_ACCESS_PRIVILEGES', from: Math.max(hired, begins - 30), to: end },
    (person.index < 10 || random.chance(0.01)) && { type: 'HIGH_IMPACT_EMPLOYEE', from: begins - 30, to: end },
    leaves < never &&
      !isDismissed &&
      random.chance(0.2) && { type: 'FLIGHT_RISK', from: announced - 40, to: announced },
    leaves < never &&
      isDismissed &&
      random.chance(0.5) && { type: 'PERFORMANCE_CONCERNS', from: announced - 45, to: leaves },
    random.chance(0.008) && { type: 'POOR_SECURITY_PRACTICES', from: begins - 10 + random.integer(300), to: null },
  ]
  return stays.filter((stay) => stay !== false)
}
