import type { Term, Version } from '@spillway/event-model'
import { terms } from '@spillway/event-model'
import type { CompileContext, Problem, ProblemType } from '../types.ts'

/** State of reading one request: what is wrong so far and how much of the limits is used. */
export interface Reading extends CompileContext {
  readonly terms: ReadonlyMap<string, Term>
  readonly problems: Problem[]
  criteria: number
  wildcards: number
  groups: number
}

export const startReading = (version: Version, context: CompileContext): Reading => ({
  ...context,
  terms: terms[version],
  problems: [],
  criteria: 0,
  wildcards: 0,
  groups: 0,
})

/** Notes a problem and answers null, so that readers can end with it. */
export const report = (reading: Reading, type: ProblemType, description: string, badFilter: unknown = null): null => {
  reading.problems.push({ badFilter, description, type })
  return null
}

export type JsonObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isMissing = (value: unknown): value is null | undefined => value === undefined || value === null
