import { type Media, ownMedia } from '../media.ts'
import type { Organization, Person } from '../organization.ts'
import { companyPlaces, type Place, privateAddress, privatePlace } from '../places.ts'
import type { Project } from '../project.ts'
import { createRandomAt, hashText, type Random } from '../random.ts'
import { services } from '../vocabulary/services.ts'
import { createWeighted } from '../weighted.ts'

/** A private account of a sync application on a machine of the company. */
export interface PrivateSync {
  readonly name: string
  readonly folder: string
  readonly accountName: string
}

/** What a person does again and again, for some weeks: habits drift. */
export interface Habits {
  /** Where files are uploaded with the company's accounts. */
  readonly places: readonly Place[]
  /** Other services in use, few and for little. */
  readonly privatePlaces: readonly Place[]
  /** Part of the days worked at home. */
  readonly homeShare: number
  readonly media: Media
  readonly privateSync: PrivateSync | null
  /** Repository that is no business of the company. */
  readonly ownRepository: string | null
  readonly projects: readonly Project[]
  /** How much more than the department the person does of something, by recipe name. */
  readonly tastes: Readonly<Record<string, number>>
}

const dayMs = 86_400_000
const choosePrivate = createWeighted(services, ({ weight }) => weight)
const known = new WeakMap<Person, { readonly period: number; readonly habits: Habits }>()
/** Days after which one or the other habit is another; each person has an own day for it. */
const driftDays = 45

/** The habits of a person at an instant (epoch milliseconds). Only the latest of each person are remembered. */
export const habitsOf = (organization: Organization, person: Person, instant: number): Habits => {
  const period = Math.floor((instant / dayMs + ((person.index * 7) % driftDays)) / driftDays)
  const before = known.get(person)
  if (before?.period === period) return before.habits
  const habits = formHabits(organization, person, period)
  known.set(person, { period, habits })
  return habits
}

// Each habit keeps to its own chance: slow ones are drawn by a number that rarely changes.
const formHabits = (organization: Organization, person: Person, period: number): Habits => {
  const key = hashText(`habits ${organization.seed}`)
  const slow = (what: number, periods: number) =>
    createRandomAt(key, person.index, what, Math.floor((period + (person.index % periods)) / periods))
  const lasting = createRandomAt(key, person.index, 1)
  return {
    places: companyPlaces(organization.company, person),
    privatePlaces: privatePlaces(person, slow(2, 3), slow(3, 5)),
    homeShare: lasting.chance(0.5) ? lasting.next() * 0.7 : 0.05,
    media: ownMedia(key, person.index, slow(4, 12).integer(2)),
    privateSync: privateSyncOf(person, slow(5, 8)),
    ownRepository: slow(6, 8).chance(0.06)
      ? `https://github.com/${person.userName.replace('.', '-')}/dotfiles.git`
      : null,
    projects: projectsOf(organization, person, slow(7, 4)),
    tastes: tastesOf(lasting, slow(8, 2)),
  }
}

const privatePlaces = (person: Person, ...chances: readonly Random[]): Place[] =>
  chances
    .filter((random) => random.chance(0.5))
    .map((random) => privatePlace(choosePrivate(random), random.chance(0.5) ? privateAddress(person) : null))

const privateSyncOf = (person: Person, random: Random): PrivateSync | null => {
  if (!random.chance(0.04)) return null
  const [name, folder] = random.pick([
    ['Dropbox', 'Dropbox/'],
    ['iCloud', 'Library/Mobile Documents/'],
    ['OneDrive', 'OneDrive - Personal/'],
  ] as const)
  return { name, folder, accountName: privateAddress(person) }
}

/** Own projects, and now and then one of a colleague. */
const projectsOf = ({ people }: Organization, { projects, department }: Person, random: Random): Project[] => {
  if (!random.chance(0.4)) return [...projects]
  const colleague = people[random.integer(people.length)]
  const joined = colleague?.department === department ? colleague.projects[0] : undefined
  return joined ? [...projects.slice(1), joined] : [...projects]
}

const tastesOf = (lasting: Random, drifting: Random): Record<string, number> => {
  const tastes: Record<string, number> = {
    'removable-media': lasting.chance(0.25) ? 3 : 0.05,
    airdrop: lasting.chance(0.3) ? 2.5 : 0.1,
    print: lasting.chance(0.4) ? 2 : 0.3,
    paste: lasting.chance(0.4) ? 2 : 0.2,
  }
  for (const name of ['upload', 'mail', 'cloud-edit', 'sync-folder', 'git-push'])
    tastes[name] = Math.min(3, Math.exp(lasting.normal() * 0.35 + drifting.normal() * 0.25))
  return tastes
}
