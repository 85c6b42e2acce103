import { activityOf } from './office.ts'
import type { Organization, Person } from './organization.ts'
import type { Random } from './random.ts'
import { createWeighted } from './weighted.ts'

const hourMs = 3_600_000

/** A stretch of at most one hour with the number of events that fall into it. */
export interface TimeSlot {
  readonly start: number
  readonly end: number
  readonly count: number
  readonly choosePerson: (random: Random) => Person
}

/** Cuts a period into hours and gives each its part of exactly `count` events, by how busy the offices are. */
export function* slotsOf(
  organization: Organization,
  period: { from: number; to: number },
  count: number,
): Generator<TimeSlot> {
  let total = 0
  for (const { weight } of hoursOf(organization, period)) total += weight
  let weightSoFar = 0
  let given = 0
  for (const { start, end, weight } of hoursOf(organization, period)) {
    weightSoFar += weight
    const due = Math.round((count * weightSoFar) / total)
    if (due > given) yield { start, end, count: due - given, choosePerson: whoIsActive(organization, start) }
    given = due
  }
}

function* hoursOf(organization: Organization, { from, to }: { from: number; to: number }) {
  for (let start = from; start < to; ) {
    const end = Math.min(to, (Math.floor(start / hourMs) + 1) * hourMs)
    yield { start, end, weight: (busyness(organization, start) * (end - start)) / hourMs }
    start = end
  }
}

const busyness = ({ offices }: Organization, instant: number): number =>
  offices.reduce((sum, { office, people }) => sum + people.length * activityOf(office, instant), 0)

const whoIsActive = ({ offices }: Organization, instant: number) => {
  const chooseOffice = createWeighted(offices, ({ office, people }) => people.length * activityOf(office, instant))
  // Some are far busier than others: the low numbers of an office act more often.
  return (random: Random): Person => {
    const { people } = chooseOffice(random)
    return people[Math.floor(people.length * random.next() ** 1.7)] as Person
  }
}
