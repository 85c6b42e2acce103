import { type Document, documentAt } from '../document.ts'
import type { World } from '../life/world.ts'
import type { Person } from '../organization.ts'
import { instantAt, isWeekend, isWorkday } from '../people/calendar.ts'
import { isEmployed } from '../people/employment.ts'
import type { Random } from '../random.ts'
import type { EventId, Scene, Trace } from '../scene.ts'
import type { Extension } from '../vocabulary/file-kinds.ts'
import type { Setting, Step } from './story.ts'

const farthest = 70

/** The next days on which the person is at work, not before the setting's day; fewer where the person leaves before. */
export const workdays = ({ world, person, day }: Setting, count: number, stride = 1): number[] => {
  const days: number[] = []
  for (let next = day; days.length < count && next < day + farthest; next++) {
    if (!isWorkday(world.organization, person, next) || !isEmployed(world.employmentOf(person), next)) continue
    days.push(next)
    next += stride - 1
  }
  return days
}

/** An hour of usual work of a person on a day, as an instant. */
export const duringWork = (world: World, person: Person, day: number, random: Random): number => {
  const { begins, length } = world.rhythmOf(person)
  return instantAt(person.office, day, begins + 0.5 + random.next() * (length - 1.5))
}

export type Unusual = 'late evening' | 'night' | 'before dawn' | 'weekend'

/** An hour at which hardly anybody works, as an instant. A weekend is the one after the day. */
export const outsideWork = (person: Person, day: number, when: Unusual, random: Random): number => {
  const part = random.next()
  if (when === 'weekend') return instantAt(person.office, nextWeekend(day), 9 + part * 9)
  const hour = { 'late evening': 22.7 + part * 0.8, night: 24.2 + part * 2, 'before dawn': 27 + part * 1.6 }[when]
  return instantAt(person.office, day, hour)
}

export const anyUnusual = ({ random, world, person }: Setting): Unusual => {
  const { weekend, evening } = world.rhythmOf(person)
  const choices: Unusual[] = ['night', 'before dawn']
  if (evening < 0.02) choices.push('late evening')
  if (weekend < 0.05) choices.push('weekend')
  return random.pick(choices)
}

const nextWeekend = (day: number): number => (isWeekend(day) ? day : nextWeekend(day + 1))

/** Instants one after the other from a first one on, at `gap` milliseconds on average. */
export const paced = (first: number, count: number, gap: number, random: Random): number[] => {
  let instant = Math.round(first)
  return Array.from({ length: count }, () => {
    const own = instant
    instant += 300 + Math.round(-Math.log(1 - random.next()) * gap)
    return own
  })
}

/** Documents of the person's projects, no two of one name; of the given kinds where some are named. */
export const collect = (
  { person, random }: Setting,
  instant: number,
  count: number,
  extensions?: readonly Extension[],
): Document[] => {
  const found = new Map<string, Document>()
  const project = random.pick(person.projects)
  for (let tries = 0; found.size < count && tries < count * 6; tries++) {
    const from = random.chance(0.8) ? project : random.pick(person.projects)
    const document = documentAt(from, random.integer(from.documents), instant, extensions && random.pick(extensions))
    if (!found.has(document.name)) found.set(document.name, document)
  }
  return [...found.values()]
}

/** Where a file is only as sensitive as what it is about. */
export const about = (document: Document, name: string): Document => ({
  ...document,
  name: `${name}.${document.kind.extension}`,
})

/** A step with one document. */
export const stepWith = <Facts>(
  person: Person,
  instant: number,
  trace: Trace<Facts>,
  document: Document,
  facts: Facts,
): Step => ({
  instant,
  person,
  make: (scene: Scene, at: number, id: EventId) => trace(scene, at, id, document, facts),
})

/** The same document after document. Instants beyond the documents are left. */
export const stepsWith = <Facts>(
  person: Person,
  instants: readonly number[],
  trace: Trace<Facts>,
  documents: readonly Document[],
  facts: Facts,
): Step[] =>
  documents
    .slice(0, instants.length)
    .map((document, index) => stepWith(person, instants[index] as number, trace, document, facts))

/** A whole number from one to another, both included. */
export const between = (random: Random, least: number, most: number): number => least + random.integer(most - least + 1)

/** Cuts a list into parts of about equal length. */
export const inParts = <T>(list: readonly T[], parts: number): T[][] => {
  const size = Math.ceil(list.length / parts)
  return Array.from({ length: parts }, (_, part) => list.slice(part * size, (part + 1) * size)).filter(
    ({ length }) => length > 0,
  )
}
