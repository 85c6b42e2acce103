import { leaving } from '@spillway/detection'
import { type CompiledFilter, compileSearch, openLimits } from '@spillway/event-store'

const anyOf = (term: string, value: readonly string[]) => ({ term, operator: 'IS_ANY', value })

const compiled = (body: unknown): CompiledFilter => {
  const outcome = compileSearch(body, 'v2', { now: new Date(0), limits: openLimits })
  if (outcome.ok) return outcome.query
  throw new Error(JSON.stringify(outcome.problems))
}

/** What some rule may look at. Most activity leaves a file where it is; reading it whole would cost more than judging. */
export const candidates = compiled({
  groups: [
    {
      filterClause: 'OR',
      filters: [anyOf('event.action', leaving.actions), anyOf('event.vector', leaving.vectors)],
    },
  ],
})
