import type { Organization, Person } from '../organization.ts'
import { dayMs } from '../people/calendar.ts'
import { type Employment, employmentOf } from '../people/employment.ts'
import { type Rhythm, rhythmOf } from '../people/rhythm.ts'
import { hashText } from '../random.ts'

export interface WorldOptions {
  /** Worlds of one organization with different seeds tell different stories and never share an event id. */
  readonly seed: number | string
  /** First day; who comes and who leaves follows from it. */
  readonly begins: Date
  /** Multiplies how much everybody does; 1 unless told. */
  readonly busyness?: number
  /** Incidents for each 1,000 people in each month; 3 unless told. */
  readonly incidents?: number
  /** Benign look-alikes, counted the same way; 3 unless told. */
  readonly lookAlikes?: number
}

/** A company in motion: everything that its days follow from. It does not change. */
export interface World {
  readonly organization: Organization
  readonly key: number
  /** Days since 1970. */
  readonly begins: number
  readonly busyness: number
  readonly incidents: number
  readonly lookAlikes: number
  readonly employmentOf: (person: Person) => Employment
  readonly rhythmOf: (person: Person) => Rhythm
}

export const createWorld = (organization: Organization, options: WorldOptions): World => {
  const begins = Math.floor(options.begins.getTime() / dayMs)
  const employments = organization.people.map((person) => employmentOf(organization, person, begins))
  const rhythms = organization.people.map((person) => rhythmOf(organization, person))
  return {
    organization,
    begins,
    key: hashText(`world ${organization.seed} ${options.seed}`),
    busyness: options.busyness ?? 1,
    incidents: options.incidents ?? 3,
    lookAlikes: options.lookAlikes ?? 3,
    employmentOf: ({ index }) => employments[index] as Employment,
    rhythmOf: ({ index }) => rhythms[index] as Rhythm,
  }
}
