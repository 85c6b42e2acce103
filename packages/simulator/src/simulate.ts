import type { FileEventInput } from '@spillway/event-model'
import type { Organization, Person } from './organization.ts'
import { createRandom, hashText, type Random } from './random.ts'
import { drawRecipe } from './recipes/index.ts'
import { type EventId, sceneAt } from './scene.ts'
import { slotsOf } from './slots.ts'

export type SimulationOptions = {
  /** First instant of the period. */
  readonly from: Date
  /** End of the period, exclusive. */
  readonly to: Date
  /** Streams of one organization with different seeds tell different stories and never share an event id. */
  readonly seed: number | string
} & ({ readonly count: number } | { readonly eventsPerPersonPerDay: number })

/**
 * File events of an organization over a period, ordered by `@timestamp`, made one at a time: memory does not grow
 * with their number. The same organization and options give the same events.
 */
export function* simulateEvents(organization: Organization, options: SimulationOptions): Generator<FileEventInput> {
  const period = { from: options.from.getTime(), to: options.to.getTime() }
  const random = createRandom(`events ${organization.seed} ${options.seed}`)
  const id = createEventIds(organization, options.seed, random)
  for (const slot of slotsOf(organization, period, countOf(organization, options))) {
    yield* eventsOfSlot(organization, slot, random, id)
  }
}

/** How many events the options ask for. */
export const countOf = (organization: Organization, options: SimulationOptions): number => {
  if ('count' in options) return options.count
  const days = (options.to.getTime() - options.from.getTime()) / 86_400_000
  return Math.round(organization.people.length * options.eventsPerPersonPerDay * days)
}

interface Slot {
  readonly start: number
  readonly end: number
  readonly count: number
  readonly choosePerson: (random: Random) => Person
}

function* eventsOfSlot(organization: Organization, slot: Slot, random: Random, id: EventId): Generator<FileEventInput> {
  let instant = slot.start
  let left = slot.count
  while (left > 0) {
    // The smallest of the instants still to come, drawn in order: sorted uniform times without a list of them.
    instant += (slot.end - instant) * (1 - (1 - random.next()) ** (1 / left))
    const person = slot.choosePerson(random)
    const recipe = drawRecipe(person.department, random)
    const make = recipe.begin(sceneAt(organization, person, instant, random))
    const files = Math.min(left, 1 + random.integer(recipe.mostFiles ?? 1))
    for (let file = 0; file < files; file++) {
      yield make(Math.floor(instant), id)
      instant = Math.min(slot.end - 1, instant + random.integer(60))
    }
    left -= files
  }
}

/** Ids of one stream: endpoint ids count up, cloud ids are drawn; both hold the mark of the stream. */
const createEventIds = ({ tenantId }: Organization, seed: number | string, random: Random): EventId => {
  const mark = 1_000_000 + (hashText(`stream ${seed}`) % 8_999_999)
  let sequence = 0
  return {
    endpoint: (deviceUid) => `0_${tenantId}_${deviceUid}_${mark}${String(sequence++).padStart(11, '0')}_1`,
    cloud: () => random.uuid(),
  }
}
