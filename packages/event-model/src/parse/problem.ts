/** What is wrong with one place of an event. The path is the v2 path with indexes, as in `source.tabs[2].url`. */
export interface FieldProblem {
  readonly path: string
  readonly reason: string
}

/** Where the reader stands: the problems so far, and its index in each array it has entered. */
export interface Reading {
  readonly problems: FieldProblem[]
  readonly indexes: number[]
}

// A hostile row must not fill the memory with complaints about itself.
const maximumProblems = 20

/** Notes a problem. Each `[]` of the path takes the index of its array. */
export const report = ({ problems, indexes }: Reading, path: string, reason: string): null => {
  let depth = 0
  const place = path.replaceAll('[]', () => `[${indexes[depth++]}]`)
  if (problems.length < maximumProblems) problems.push({ path: place, reason })
  return null
}
