import type { Term, Version } from '@spillway/event-model'
import { groupingForm } from './compile/grouping.ts'
import { compileWhere } from './compile/where.ts'
import { compileBody } from './compile-body.ts'
import { readGroups } from './parse/nodes.ts'
import { isMissing, type Reading, report } from './parse/reading.ts'
import type { CompileContext, Compiled, CompiledGrouping } from './types.ts'

const defaultSize = 1_000

const readGroupingTerm = (name: unknown, reading: Reading): Term | null => {
  const term = typeof name === 'string' ? reading.terms.get(name) : undefined
  if (!term) return report(reading, 'ILLEGAL_GROUP', 'groupingTerm is not a search term of this version')
  return term.groupable ? term : report(reading, 'ILLEGAL_GROUP', `${term.name} cannot be grouped by`)
}

const readSize = (size: unknown, reading: Reading): number => {
  if (isMissing(size)) return defaultSize
  const { groupedValues } = reading.limits
  if (typeof size === 'number' && Number.isInteger(size) && size >= 1) return Math.min(size, groupedValues)
  report(reading, 'ILLEGAL_VALUE', 'size must be a positive integer')
  return defaultSize
}

/** Compiles the body of a grouping request. */
export const compileGrouping = (body: unknown, version: Version, context: CompileContext): Compiled<CompiledGrouping> =>
  compileBody(body, version, context, (fields, reading) => {
    const root = readGroups(fields, reading)
    const term = readGroupingTerm(fields.groupingTerm, reading)
    const limit = readSize(fields.size, reading)
    return root && term && { version, ...compileWhere(root), ...groupingForm(term, version), limit }
  })
