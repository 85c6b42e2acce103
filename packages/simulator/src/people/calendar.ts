import type { Office } from '../office.ts'
import type { Organization, Person } from '../organization.ts'
import { createRandomAt, hashText } from '../random.ts'

export const dayMs = 86_400_000
export const hourMs = 3_600_000

/** Epoch milliseconds of an hour of the local clock on a local day. */
export const instantAt = ({ utcOffsetHours }: Office, day: number, hour: number): number =>
  Math.round(day * dayMs + (hour - utcOffsetHours) * hourMs)

/** Calendar date of a day. */
export const dateOf = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10)

export const isWeekend = (day: number): boolean => [0, 6].includes((((day + 4) % 7) + 7) % 7)

const isHoliday = ({ holidays }: Office, day: number): boolean => holidays.has(dateOf(day).slice(5))

// Everybody takes one stretch of leave in most quarters, and is ill on a day now and then.
const quarter = 91

/** Whether a person is on leave or ill on a day. */
export const isAway = ({ seed }: Pick<Organization, 'seed'>, { index }: Person, day: number): boolean => {
  const key = hashText(`leave ${seed}`)
  if (createRandomAt(key, index, day, 1).chance(0.015)) return true
  const random = createRandomAt(key, index, Math.floor((day + (index % quarter)) / quarter), 2)
  if (random.chance(0.2)) return false
  const length = 4 + random.integer(12)
  const first = random.integer(quarter - length)
  const within = (day + (index % quarter)) % quarter
  return within >= first && within < first + length
}

/** A day on which a person is expected at work. */
export const isWorkday = (organization: Pick<Organization, 'seed'>, person: Person, day: number): boolean =>
  !isWeekend(day) && !isHoliday(person.office, day) && !isAway(organization, person, day)
