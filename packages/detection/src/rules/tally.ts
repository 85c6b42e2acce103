/** How many files, and of how many bytes, by a value. */
export type Tally = Readonly<Record<string, Counted>>
export interface Counted {
  readonly files: number
  readonly bytes: number
}

/** Values that one tally keeps. */
export const longestTally = 20

/**
 * Adds two tallies. Of more values than are kept the first by their code points stay: one that is dropped now could not
 * have come back, so that the counts of those that stay are whole whatever came first.
 */
export const addTallies = (left: Tally, right: Tally, limit: number = longestTally): Tally => {
  // What is one value of one event, or missing on one side, is most of it and needs no sorting.
  if (sizeOf(left) === 0 && sizeOf(right) < 2) return right
  if (sizeOf(right) === 0 && sizeOf(left) <= limit) return left
  const sum = new Map<string, Counted>(Object.entries(left))
  for (const [value, counted] of Object.entries(right)) {
    const before = sum.get(value)
    sum.set(value, before ? added(before, counted) : counted)
  }
  return Object.fromEntries([...sum].sort(byCodePoint).slice(0, limit))
}

const sizeOf = (tally: Tally): number => Object.keys(tally).length

const added = (left: Counted, right: Counted): Counted => ({
  files: left.files + right.files,
  bytes: left.bytes + right.bytes,
})

const byCodePoint = ([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number =>
  left < right ? -1 : Number(left > right)

/** Adds groups of tallies, each by its name. */
export const addGroups = (
  left: Readonly<Record<string, Tally>>,
  right: Readonly<Record<string, Tally>>,
): Readonly<Record<string, Tally>> => {
  const known = Object.keys(left)
  const names = Object.keys(right).every((name) => Object.hasOwn(left, name))
    ? known
    : [...new Set([...known, ...Object.keys(right)])].sort()
  return Object.fromEntries(names.map((name) => [name, addTallies(left[name] ?? {}, right[name] ?? {})]))
}
