import type { FileEventInput } from '@spillway/event-model'
import { shuffled } from '../company.ts'
import { createIdsAt } from '../life/ids.ts'
import type { World } from '../life/world.ts'
import type { Person } from '../organization.ts'
import { dayMs } from '../people/calendar.ts'
import { isEmployed } from '../people/employment.ts'
import { createRandomAt, mix, type Random } from '../random.ts'
import { type Scene, sceneAt } from '../scene.ts'
import { incidents } from './incidents/index.ts'
import { lookAlikes } from './look-alikes/index.ts'
import type { Step, StoryKind, Telling } from './story.ts'

/** A story that happens in a world. */
export interface Story extends Telling {
  readonly id: string
  readonly kind: StoryKind
  readonly person: Person
  /** First and last instant, epoch milliseconds. */
  readonly begins: number
  readonly ends: number
  /** All its events, in order of time; the same at every call. */
  readonly events: () => FileEventInput[]
}

/** No story lasts longer than this many months beyond the one in which it begins. */
const mostMonths = 3
const mostDraws = 300
/** A story of somebody who leaves before so much of it has happened is not told. */
const leastShare = 0.8
const lookAlikeNumbers = 50_000

/** Every story of which something may happen in a period. */
export const storiesWithin = (world: World, { from, to }: { readonly from: Date; readonly to: Date }): Story[] => {
  const [first, last] = [monthOf(from) - mostMonths, monthOf(to)]
  return Array.from({ length: last - first + 1 }, (_, index) => storiesOfMonth(world, first + index))
    .flat()
    .filter(({ begins, ends }) => begins < to.getTime() && ends >= from.getTime())
}

const monthOf = (date: Date): number => date.getUTCFullYear() * 12 + date.getUTCMonth()
const firstDayOf = (month: number): number => Date.UTC(Math.floor(month / 12), month % 12) / dayMs

const planned = new WeakMap<World, Map<number, Story[]>>()
const rememberedMonths = 12

/** Stories that begin in a month. It follows from world and month alone; the last months asked for are remembered. */
const storiesOfMonth = (world: World, month: number): Story[] => {
  const months = planned.get(world) ?? new Map<number, Story[]>()
  planned.set(world, months)
  const stories = months.get(month) ?? planMonth(world, month)
  if (months.size >= rememberedMonths) months.clear()
  months.set(month, stories)
  return stories
}

const planMonth = (world: World, month: number): Story[] => {
  if (firstDayOf(month + 1) <= world.begins) return []
  const taken = new Set<Person>()
  return [
    ...told(world, month, incidents, world.incidents, { taken, first: 0 }),
    ...told(world, month, lookAlikes, world.lookAlikes, { taken, first: lookAlikeNumbers }),
  ]
}

const told = (
  world: World,
  month: number,
  kinds: readonly StoryKind[],
  density: number,
  { taken, first }: { readonly taken: Set<Person>; readonly first: number },
): Story[] => {
  const random = createRandomAt(mix(world.key + 2), month, first)
  const order = shuffled(kinds, random)
  const count = Math.floor((world.organization.people.length / 1_000) * density + random.next())
  const days = firstDayOf(month + 1) - firstDayOf(month)
  return Array.from({ length: count }, (_, index) => {
    const chance = createRandomAt(mix(world.key + 3), month, first + index)
    const day = firstDayOf(month) + chance.integer(days)
    if (day <= world.begins) return null
    // A class that suits nobody in this month leaves its place to the next one.
    for (let shift = 0; shift < order.length; shift++) {
      const kind = order[(index + shift) % order.length] as StoryKind
      const story = tellOf(world, month, kind, { random: chance, day, number: first + index, taken })
      if (story) return story
    }
    return null
  }).filter((story) => story !== null)
}

interface Place {
  readonly random: Random
  readonly day: number
  readonly number: number
  readonly taken: Set<Person>
}

const tellOf = (world: World, month: number, kind: StoryKind, place: Place): Story | null => {
  const { random, taken, day, number } = place
  const person = drawPerson(world, kind, place)
  const telling = person && kind.tell({ world, random, person, day })
  if (!person || !telling || telling.steps.length === 0) return null
  const story = storyOf(world, month, { kind, person, telling, number })
  if (story.steps.length < telling.steps.length * leastShare) return null
  taken.add(person)
  return story
}

const drawPerson = (world: World, { suits }: StoryKind, { random, day, taken }: Place): Person | undefined => {
  const { people } = world.organization
  const isSuitable = (person: Person) =>
    !taken.has(person) &&
    isEmployed(world.employmentOf(person), day) &&
    day >= world.employmentOf(person).hired + 30 &&
    (suits?.(world, person, day) ?? true)
  for (let draws = 0; draws < mostDraws; draws++) {
    const person = random.pick(people)
    if (isSuitable(person)) return person
  }
  const suitable = people.filter(isSuitable)
  return suitable.length > 0 ? random.pick(suitable) : undefined
}

interface Told {
  readonly kind: StoryKind
  readonly person: Person
  readonly telling: Telling
  readonly number: number
}

const storyOf = (world: World, month: number, { kind, person, telling, number }: Told): Story => {
  const steps = telling.steps
    .filter(({ person: actor, instant }) => isEmployed(world.employmentOf(actor), Math.floor(instant / dayMs)))
    .toSorted((left, right) => left.instant - right.instant)
  const date = new Date(firstDayOf(month) * dayMs).toISOString().slice(0, 7)
  return {
    ...telling,
    ...{
      id: `${kind.resembles ? 'look-alike' : 'incident'}-${date}-${number % lookAlikeNumbers}`,
      kind,
      person,
      steps,
    },
    begins: steps[0]?.instant ?? 0,
    ends: steps.at(-1)?.instant ?? 0,
    events: () => {
      const random = createRandomAt(mix(world.key + 4), month, number)
      const first = (month % 1_000) * 100_000_000 + number * 1_000
      const id = createIdsAt({ ...world.organization, key: mix(world.key + 5), owner: 0, first })
      return steps.map((step) => step.make(sceneOf(world, step, random), step.instant, id))
    },
  }
}

const sceneOf = ({ organization }: World, { person, instant, isInOffice }: Step, random: Random): Scene => {
  const scene = sceneAt(organization, person, instant, random)
  return isInOffice ? { ...scene, ip: person.office.publicIp } : scene
}
