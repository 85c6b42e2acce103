import type { Random } from './random.ts'
import { type Department, departments } from './vocabulary/departments.ts'
import { projectNames } from './vocabulary/words.ts'

/** A body of shared work: a folder everybody on it has, a repository, and documents that come back again and again. */
export interface Project {
  readonly key: string
  readonly name: string
  readonly department: Department
  readonly repository: string
  readonly cloudDriveId: string
  readonly documents: number
}

/**
 * Every department runs a few projects; people are put on them as they are hired. `owner` is the company's name where
 * its repositories lie.
 */
export const createProjects = (random: Random, owner: string) => {
  const byDepartment = new Map(departments.map((department) => [department, someProjects(random, department, owner)]))
  const all = [...byDepartment.values()].flat()
  return {
    of: (department: Department, chance: Random): Project => chance.pick(byDepartment.get(department) ?? all),
    anyOf: (chance: Random): Project => chance.pick(all),
  }
}

const someProjects = (random: Random, department: Department, owner: string): Project[] =>
  Array.from({ length: 6 }, () => {
    const name = `${random.pick(projectNames)} ${1 + random.integer(9)}`
    const slug = name.toLowerCase().replace(' ', '-')
    return {
      key: `${department.name}/${name}`,
      name,
      department,
      repository: `https://github.com/${owner}/${slug}.git`,
      cloudDriveId: `0A${random.hex(16)}`,
      documents: 60 + random.integer(400),
    }
  })
