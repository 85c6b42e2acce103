import type { z } from 'zod'
import { SpillwayError } from '../platform/errors.ts'

/** Problems that one error body lists at most. */
const maximumProblems = 20

/** One part of a request through its schema; throws `MALFORMED_REQUEST` naming every bad field and the reason. */
export const validated = (part: 'path' | 'query' | 'body', schema: z.ZodType | undefined, value: unknown): unknown => {
  if (!schema) return undefined
  const outcome = schema.safeParse(value)
  if (outcome.success) return outcome.data
  throw invalid(part, outcome.error.issues)
}

const invalid = (part: string, issues: readonly z.core.$ZodIssue[]): SpillwayError => {
  const fields = issues.slice(0, maximumProblems).map((issue) => ({
    field: dotted(part, issue),
    reason: issue.message,
  }))
  return new SpillwayError('MALFORMED_REQUEST', {
    ...fields[0],
    ...(fields.length > 1 && { envelope: { fields } }),
  })
}

/** `body.groups[0].filters`, and for an unknown key the key itself. */
const dotted = (part: string, issue: z.core.$ZodIssue): string => {
  const keys = issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path
  return keys.reduce<string>(
    (path, key) => path + (typeof key === 'number' ? `[${key}]` : `.${String(key).slice(0, 100)}`),
    part,
  )
}
