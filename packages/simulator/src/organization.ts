import { type Company, createCompany } from './company.ts'
import { createMachine, type Machine } from './machine.ts'
import { type Office, offices } from './office.ts'
import { createProjects, type Project } from './project.ts'
import { createRandom, type Random } from './random.ts'
import { type Department, departments } from './vocabulary/departments.ts'
import { familyNames, givenNames } from './vocabulary/names.ts'
import { createWeighted } from './weighted.ts'

export interface Person {
  readonly index: number
  readonly name: string
  readonly userName: string
  readonly email: string
  /** User UID, a decimal string. */
  readonly userId: string
  readonly department: Department
  readonly office: Office
  readonly machine: Machine
  readonly projects: readonly Project[]
}

/** A company at rest: who works there, where, on which machine and on what. */
export interface Organization {
  readonly seed: number | string
  readonly domain: string
  readonly company: Company
  readonly tenantId: string
  readonly people: readonly Person[]
  readonly offices: readonly { readonly office: Office; readonly people: readonly Person[] }[]
}

export interface OrganizationOptions {
  readonly seed: number | string
  readonly people: number
  /** Mail domain of the organization; `example.com` unless told. */
  readonly domain?: string
}

/** Makes the same organization from the same options, person by person. */
export const createOrganization = ({ seed, people, domain = 'example.com' }: OrganizationOptions): Organization => {
  const random = createRandom(`organization ${seed}`)
  const tenantId = random.uuid()
  const company = createCompany(seed, domain)
  const hire = createHiring(random, company)
  const staff = Array.from({ length: people }, (_, index) => hire(index))
  return { seed, domain, company, tenantId, people: staff, offices: groupByOffice(staff) }
}

const createHiring = (random: Random, { domain, slug }: Company) => {
  const chooseDepartment = createWeighted(departments, ({ share }) => share)
  const chooseOffice = createWeighted(offices, ({ share }) => share)
  const projects = createProjects(random, slug)
  const taken = new Map<string, number>()
  return (index: number): Person => {
    const [given, family] = [random.pick(givenNames), random.pick(familyNames)]
    const userName = uniqueName(taken, `${given}.${family}`.toLowerCase())
    const [department, office] = [chooseDepartment(random), chooseOffice(random)]
    const technical = ['Engineering', 'Research', 'IT'].includes(department.name)
    return {
      index,
      name: `${given} ${family}`,
      userName,
      email: `${userName}@${domain}`,
      userId: random.digits(18),
      department,
      office,
      machine: createMachine(random, { userName, technical, domain, index }),
      projects: [projects.of(department, random), projects.of(department, random), projects.anyOf(random)],
    }
  }
}

const uniqueName = (taken: Map<string, number>, name: string): string => {
  const count = (taken.get(name) ?? 0) + 1
  taken.set(name, count)
  return count === 1 ? name : `${name}${count}`
}

const groupByOffice = (staff: readonly Person[]) =>
  offices
    .map((office) => ({ office, people: staff.filter((person) => person.office === office) }))
    .filter(({ people }) => people.length > 0)
