import type { Person } from '../../organization.ts'
import { isEmployed } from '../../people/employment.ts'
import type { Setting } from '../story.ts'

/** Others who were there on the day of the story and are like its person; fewer where there are fewer. */
export const colleaguesOf = (
  { world, person, random, day }: Setting,
  count: number,
  isLike: (other: Person) => boolean,
): Person[] => {
  const { people } = world.organization
  const chosen = new Set<Person>()
  for (let draws = 0; chosen.size < count && draws < count * 30; draws++) {
    const other = random.pick(people)
    if (other !== person && isLike(other) && isEmployed(world.employmentOf(other), day)) chosen.add(other)
  }
  return [...chosen]
}
