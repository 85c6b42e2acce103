import type { FileEventInput } from '@spillway/event-model'
import { factsWithin, type SampleFacts } from './facts/facts.ts'
import { planDay } from './life/day.ts'
import { eventsWithin, type Period } from './life/events.ts'
import { createWorld, type WorldOptions } from './life/world.ts'
import type { Organization, Person } from './organization.ts'
import { dayMs } from './people/calendar.ts'
import { type GroundTruth, truthWithin } from './stories/truth.ts'

/**
 * Months of work of a company, with incidents and look-alikes inside. Whatever is asked of it follows from organization
 * and options alone: any period, in any pieces, in any order, gives the same events.
 */
export interface Simulation {
  readonly organization: Organization
  /** First day; nothing happens before. */
  readonly begins: Date
  /** File events in order of `@timestamp`, made one at a time; of everybody unless people are given. */
  events(period: Period, people?: readonly Person[]): Generator<FileEventInput>
  /** Incidents and look-alikes with their events within the period. */
  truth(period: Period): GroundTruth[]
  /** What the company knows about its people, and trusts, by the end of the period. */
  facts(period: Period): SampleFacts
  /** About how many events a period holds, by what some of the people do. */
  estimate(period: Period): number
}

export const createSimulation = (organization: Organization, options: WorldOptions): Simulation => {
  const world = createWorld(organization, options)
  return {
    organization,
    begins: new Date(world.begins * dayMs),
    events: (period, people) => eventsWithin(world, period, people),
    truth: (period) => truthWithin(world, period),
    facts: (period) => factsWithin(world, period),
    estimate: ({ from, to }) => {
      const { people } = organization
      const sample = people.filter((_, index) => index % Math.ceil(people.length / mostSampled) === 0)
      const days = Array.from(
        { length: Math.ceil((to.getTime() - from.getTime()) / dayMs) },
        (_, index) => Math.floor(from.getTime() / dayMs) + index,
      )
      const activities = sample.flatMap((person) => days.map((day) => planDay(world, person, day).length))
      const total = activities.reduce((sum, count) => sum + count, 0)
      return Math.round((total * filesOfActivity * people.length) / Math.max(1, sample.length))
    },
  }
}

const mostSampled = 200
/** Mean number of files that one activity touches (measured). */
const filesOfActivity = 1.03
