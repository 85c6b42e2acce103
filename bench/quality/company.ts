import {
  createOrganization,
  createSimulation,
  type GroundTruth,
  type Period,
  type Person,
  type SampleFacts,
  type Simulation,
} from '@spillway/simulator'

/** A simulated company whose incidents are known, and the part of it that is looked at. */
export interface QualityCompany {
  readonly simulation: Simulation
  readonly period: Period
  readonly facts: SampleFacts
  /** Every incident and look-alike of the period. */
  readonly stories: readonly GroundTruth[]
  /** Those that begin once people are known, and early enough to be seen. */
  readonly counted: readonly GroundTruth[]
  /** People drawn without a look at what they do: false alerts are counted on these. */
  readonly drawn: ReadonlySet<string>
  /** Those, and whoever a story is about. */
  readonly people: readonly Person[]
}

const dayMs = 86_400_000
const begins = new Date('2026-03-02T00:00:00Z')
const staff = 6_000
const drawnPeople = 400
/** Stories for 1,000 people in a month that a company has by default. */
const usualDensity = 3
/** How many times as many are played, so that a few companies are enough to tell of every class. */
export const crowding = 5
/** Days before the first counted story, in which people become known; in which stories begin; and after which all ends. */
export const calendar = { learning: 35, stories: 60, end: 120 } as const

export const startOf = (day: number): Date => new Date(begins.getTime() + day * dayMs)

/** The company of a seed. */
export const createQualityCompany = (seed: string): QualityCompany => {
  const organization = createOrganization({ seed, people: staff })
  const density = usualDensity * crowding
  const simulation = createSimulation(organization, { seed, begins, ...{ incidents: density, lookAlikes: density } })
  const period = { from: begins, to: startOf(calendar.end) }
  const [first, last] = [startOf(calendar.learning), startOf(calendar.learning + calendar.stories)]
  const stories = simulation.truth(period)
  const counted = stories.filter(({ from }) => from >= first.toISOString() && from < last.toISOString())
  const every = staff / drawnPeople
  const drawn = new Set(organization.people.filter(({ index }) => index % every === 0).map(({ email }) => email))
  const actors = new Set(counted.map(({ actor }) => actor.email))
  return {
    ...{ simulation, period, stories, counted, drawn, facts: simulation.facts(period) },
    people: organization.people.filter(({ email }) => drawn.has(email) || actors.has(email)),
  }
}
