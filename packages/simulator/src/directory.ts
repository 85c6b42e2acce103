import type { SampleFacts } from './facts/facts.ts'
import { createFleet, type SampleMachine } from './fleet.ts'
import type { Organization, Person } from './organization.ts'
import { dayMs } from './people/calendar.ts'
import { type Employment, employmentOf } from './people/employment.ts'
import { createRandom, type Random } from './random.ts'

export interface SamplePerson {
  readonly uid: string
  readonly username: string
  readonly firstName: string
  readonly lastName: string
  readonly active: boolean
  readonly organization: string
  readonly department: string
  readonly division: string
  readonly title: string
  readonly employmentType: string
  /** Position of the manager among the people, who stands before; null at the top. */
  readonly manager: number | null
  readonly locality: string
  readonly country: string
  readonly groups: readonly string[]
}

/** What a directory and a fleet of agents tell of a company, in the order it may be stored in. */
export interface SampleDirectory {
  /** Below the root; parents first. */
  readonly organizations: readonly { readonly name: string; readonly parent: string | null }[]
  readonly departments: readonly string[]
  readonly groups: readonly string[]
  readonly destinations: readonly { readonly guid: string; readonly name: string }[]
  readonly people: readonly SamplePerson[]
  readonly machines: readonly SampleMachine[]
  /** Who leaves, and who is on which watchlist; nobody where there are none. */
  readonly facts?: Pick<SampleFacts, 'departures' | 'memberships'>
}

export interface DirectoryOptions {
  /** Seven machines for five people unless told. */
  readonly machines?: number
  /** The instant up to which machines have been seen. */
  readonly until: Date
  /** Beginning of the simulation that tells who has left by then; 120 days before unless told. */
  readonly begins?: Date
}

const teamSize = 9
const destinations = [
  { guid: '580000000000000001', name: 'Cloud Storage' },
  { guid: '580000000000000002', name: 'On-site Vault' },
]

/** People, organizations, groups and machines of a company: the same options give the same, row by row. */
export const createDirectory = (organization: Organization, options: DirectoryOptions): SampleDirectory => {
  const { people, seed } = organization
  const random = createRandom(`directory ${seed}`)
  const machines = options.machines ?? Math.round(people.length * 1.4)
  const today = Math.floor(options.until.getTime() / dayMs)
  const begins = options.begins ? Math.floor(options.begins.getTime() / dayMs) : today - 120
  const shown = people.map((person) => {
    const employment = employmentOf(organization, person, begins)
    return samplePerson(person, employment, employment.leaves >= today, random)
  })
  const offices = organization.offices.map(({ office }) => office.city)
  return {
    organizations: [
      ...offices.map((name) => ({ name, parent: null })),
      ...offices.flatMap((city) => ['Field', 'Laboratory'].map((part) => ({ name: `${city} ${part}`, parent: city }))),
    ],
    departments: [...new Set(shown.map(({ department }) => department))].toSorted(),
    groups: [...new Set(shown.flatMap(({ groups }) => groups))].toSorted(),
    destinations,
    people: shown,
    machines: createFleet(organization, { machines, until: options.until, destinations, active: shown }),
  }
}

const samplePerson = (person: Person, { isContractor }: Employment, active: boolean, random: Random): SamplePerson => {
  const { department, office, name, email, index } = person
  const [firstName = name, ...rest] = name.split(' ')
  const part = random.chance(0.2) ? ` ${random.pick(['Field', 'Laboratory'])}` : ''
  return {
    uid: person.userId,
    username: email,
    firstName,
    lastName: rest.join(' '),
    active,
    organization: `${office.city}${part}`,
    department: department.name,
    division: ['Engineering', 'Research', 'IT'].includes(department.name) ? 'Product' : 'Business',
    title: titleOf(index, department.name, random),
    employmentType: isContractor ? 'Contractor' : 'Employee',
    manager: index === 0 ? null : Math.floor((index - 1) / teamSize),
    locality: office.city,
    country: office.country,
    groups: ['Everybody', `${department.name} Team`, ...(random.chance(0.3) ? [`${office.city} Club`] : [])],
  }
}

const titleOf = (index: number, department: string, random: Random): string => {
  if (index === 0) return 'Chief Executive Officer'
  const rank = index <= teamSize ? 'Head' : random.pick(['Specialist', 'Senior Specialist', 'Lead', 'Associate'])
  return `${rank}, ${department}`
}
