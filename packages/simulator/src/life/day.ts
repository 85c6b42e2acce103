import type { FileEventInput } from '@spillway/event-model'
import type { Person } from '../organization.ts'
import { instantAt, isWorkday } from '../people/calendar.ts'
import { isEmployed } from '../people/employment.ts'
import { hourOfFreeDay, hourOfWork } from '../people/rhythm.ts'
import { createRandomAt, mix, type Random } from '../random.ts'
import { drawPersonalRecipe } from '../recipes/index.ts'
import { sceneAt } from '../scene.ts'
import { createIdsAt } from './ids.ts'
import type { World } from './world.ts'

/** Something a person is going to do. What that is follows from these facts. */
export interface Activity {
  /** Epoch milliseconds. */
  readonly instant: number
  readonly person: Person
  /** Local day, days since 1970. */
  readonly day: number
  /** Number among the activities of that day. */
  readonly ordinal: number
}

const mostActivities = 999
/** Longest time between two files of one activity. */
const mostSeconds = 8

/** What a person does on a local day. It follows from world, person and day, and from nothing that was asked before. */
export const planDay = (world: World, person: Person, day: number): Activity[] => {
  if (day < world.begins || !isEmployed(world.employmentOf(person), day)) return []
  const random = createRandomAt(world.key, person.index, day)
  const rhythm = world.rhythmOf(person)
  const worksToday = isWorkday(world.organization, person, day)
  const late = random.normal() * 0.4
  return Array.from({ length: countOf(world, person, day, worksToday, random) }, (_, ordinal) => {
    const hour = worksToday ? hourOfWork(rhythm, late, random) : hourOfFreeDay(random)
    return { instant: instantAt(person.office, day, hour), person, day, ordinal }
  })
}

const countOf = (world: World, person: Person, day: number, worksToday: boolean, random: Random): number => {
  const { activities, weekend } = world.rhythmOf(person)
  const share = worksToday ? 1 : random.chance(weekend) ? 0.15 : 0
  const month = createRandomAt(world.key, person.index, Math.floor(day / 30), 7)
  const mean = activities * world.busyness * share * Math.exp(month.normal() * 0.2 + random.normal() * 0.35)
  return Math.min(mostActivities, Math.floor(mean + random.next()))
}

/** The events that an activity leaves behind, in order of time. */
export const eventsOf = ({ organization, key }: World, activity: Activity): FileEventInput[] => {
  const { person, day, ordinal } = activity
  const random = createRandomAt(mix(key + 1), person.index, day, ordinal)
  const scene = sceneAt(organization, person, activity.instant, random)
  const recipe = drawPersonalRecipe(person, scene.habits, random)
  const make = recipe.begin(scene)
  const id = createIdsAt({ ...organization, key, owner: person.index, first: day * 1_000_000 + ordinal * 1_000 })
  let { instant } = activity
  return Array.from({ length: 1 + random.integer(recipe.mostFiles ?? 1) }, () => {
    const event = make(instant, id)
    instant += 150 + random.integer(mostSeconds * 1_000)
    return event
  })
}
