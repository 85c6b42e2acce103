import type { Person } from '../organization.ts'
import { createRandomAt, hashText, type Random } from '../random.ts'

/** When and how much somebody works. Hours are of the local clock. */
export interface Rhythm {
  /** Hour at which a usual day begins. */
  readonly begins: number
  /** Hours from then to the end of a usual day. */
  readonly length: number
  /** Parts of activities that come in the evening, and of weekends with some work. */
  readonly evening: number
  readonly weekend: number
  /** Activities on a usual day. */
  readonly activities: number
}

const busiest: Readonly<Record<string, number>> = {
  Engineering: 12,
  Research: 11,
  'Product Design': 11,
  'Customer Support': 10,
  IT: 9,
}

/** The rhythm of a person; the same for the same organization. */
export const rhythmOf = (organization: { readonly seed: number | string }, person: Person): Rhythm => {
  const random = createRandomAt(hashText(`rhythm ${organization.seed}`), person.index)
  const isEarly = random.chance(0.3)
  return {
    begins: (isEarly ? 7 : 8.5) + random.next() * 1.5,
    length: 7.5 + random.next() * 2,
    evening: random.chance(0.3) ? random.next() * 0.1 : 0.004,
    weekend: random.chance(0.2) ? random.next() * 0.4 : 0.015,
    activities: (busiest[person.department.name] ?? 8) * Math.exp(random.normal() * 0.45),
  }
}

/** Hour of the local clock at which an activity of a working day begins; the day began `late` hours later than usual. */
export const hourOfWork = ({ begins, length, evening }: Rhythm, late: number, random: Random): number => {
  if (random.chance(evening)) return 19.5 + random.next() * 3
  const hour = begins + late + length * (random.next() * 0.85 + random.next() * 0.15)
  // Lunch is not free of work, but nearly so.
  return hour > 12 && hour < 13 && random.chance(0.6) ? hour + 1 + random.next() : hour
}

/** The same for a weekend or a day off on which something is done after all. */
export const hourOfFreeDay = (random: Random): number => 10 + random.next() * 9
