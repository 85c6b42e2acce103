import type { ListWish, Slice } from './narrowing.ts'
import type { Place } from './ranks.ts'

/** Changes since the blocks were looked at may have moved a page by so many rows. */
const margin = 128

/** Rows of a block with the same flags. */
export interface Counted extends Place {
  readonly active: number
  readonly blocked: number
  readonly amount: number
}

/** Where the blocks begin that hold what is wished, and how many such rows stand before each. */
export interface Course {
  readonly starts: readonly Place[]
  readonly before: readonly number[]
  readonly total: number
}

const isWished = ({ active, blocked }: Counted, wish: ListWish): boolean =>
  (wish.active === undefined || active === Number(wish.active)) &&
  (wish.blocked === undefined || blocked === Number(wish.blocked))

/** Each course is laid out once. */
export const coursesIn = (blocks: readonly Counted[]) => {
  const courses = new Map<string, Course>()
  return (wish: ListWish): Course => {
    const name = `${wish.active} ${wish.blocked}`
    const course = courses.get(name) ?? courseOf(blocks.filter((one) => isWished(one, wish)))
    courses.set(name, course)
    return course
  }
}

const courseOf = (blocks: readonly Counted[]): Course => {
  const [starts, before]: [Place[], number[]] = [[], []]
  let total = 0
  for (const block of blocks) {
    const last = starts.at(-1)
    if (block.key !== last?.key || block.number !== last.number) {
      starts.push(block)
      before.push(total)
    }
    total += block.amount
  }
  return { starts, before, total }
}

const lowest: Place = { key: '', number: 0 }

/** Where to begin to look for a page. */
export const startIn = ({ starts, before, total }: Course, descending: boolean, { offset, limit }: Slice): Place => {
  const first = (descending ? total - offset - limit : offset) - margin
  return starts[lastAtMost(before, first)] ?? lowest
}

/** Index of the last of ascending numbers that is no more than the given one; -1 when all are more. */
const lastAtMost = (numbers: readonly number[], most: number): number => {
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] as number) <= most) low = middle + 1
    else high = middle
  }
  return low - 1
}
