import { type Compiled, InvalidPageToken, type Problem, QueryTimeout } from '@spillway/event-store'
import { SpillwayError } from '../../../platform/errors.ts'

/** The error of a query with problems. */
const invalidQuery = (problems: readonly Problem[]): SpillwayError =>
  new SpillwayError('INVALID_QUERY', { reason: problems[0]?.description ?? 'The query has problems', problems })

/** The compiled query; throws `INVALID_QUERY` naming every problem. */
export const compiledOrThrow = <Query>(compiled: Compiled<Query>): Query => {
  if (compiled.ok) return compiled.query
  throw invalidQuery(compiled.problems)
}

const problem = (type: Problem['type'], description: string): Problem[] => [{ badFilter: null, description, type }]

/** Failures of the store that the query itself brought about, in the words of query problems. */
export const asQueryError = (error: unknown): unknown => {
  if (error instanceof InvalidPageToken) {
    // One client looks for the name of the problem in the text of the body.
    return invalidQuery(problem('INVALID_PAGE_TOKEN', 'INVALID_PAGE_TOKEN: pgToken names no known event'))
  }
  if (error instanceof QueryTimeout) {
    const problems = problem('QUERY_TIMEOUT', 'The query took too long; ask for less time or add filters')
    return new SpillwayError('QUERY_FAILED', { problems, cause: error })
  }
  return error
}
