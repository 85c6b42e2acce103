import type { Person } from '../organization.ts'
import type { Scene } from '../scene.ts'

/** Somebody of the company; more often than not one whose number is near, as those work on the same things. */
export const colleagueOf = ({ random, organization: { people }, person }: Scene): Person => {
  const near = person.index + Math.round(random.normal() * 12)
  const index = random.chance(0.7) ? near : random.integer(people.length)
  return people[((index % people.length) + people.length) % people.length] as Person
}
